import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createRandom } from '../../src/random.ts';
import { decodeModel } from '../../src/store/model-file.ts';
import { splitRows } from '../../src/store/version-rows.ts';
import type { SearchOptions } from '../../tools/local-splunk/search-options.ts';
import type { Fault, IncomingRequest } from '../../tools/local-splunk/splunkd/splunkd.ts';
import { NO_RESULTS } from '../../tools/local-splunk/table.ts';
import { fitBody } from '../support/package/long-fit.ts';
import { SearchHead } from '../support/package/search-head.ts';
import { frame, WireCommand } from '../support/package/wire-command.ts';
import { execute, getinfo } from '../support/package/wire-dialogue.ts';
import { wrapApp } from '../support/package/wrapped-app.ts';
import { column, flows, TINY } from '../support/rows/sample-flows.ts';
import { together } from '../support/together.ts';

// Whatever goes wrong around a command, it says one sentence and loses no version.

let head: SearchHead;
let folder: string;

beforeAll(async () => {
  head = await SearchHead.start();
  folder = mkdtempSync(join(tmpdir(), 'apps with spaces '));
  for (const seed of [1, 2]) {
    await head.run(`lstmfit label from bytes into steady seed=${seed} ${TINY}`, flows());
  }
});

afterEach(() => {
  head.splunkd.fault = () => undefined;
});

afterAll(async () => {
  rmSync(folder, { recursive: true });
  await head.close();
});

const FIT = (model: string, options = '') =>
  `lstmfit label from bytes into ${model} ${options} ${TINY}`;

/** This fit would take minutes, so a refusal that comes at once came before the first epoch. */
const LONG_FIT = (model: string) =>
  `lstmfit label from bytes into ${model} epochs=10000 patience=0 units=128`;

const input = (search: string) => (search.startsWith('|') ? NO_RESULTS : flows());

const refusal = async (search: string, options: Partial<SearchOptions> = {}) => {
  const { sentence, error } = await head.refusal(search, input(search), {
    isParsed: false,
    ...options,
  });
  expect(sentence).toMatch(/^[A-Z"s][^\n]+\.$/);
  expect(sentence).not.toMatch(/defect|undefined|\[object|at \w+ \(/);
  expect(error.messages.filter(([level]) => level === 'ERROR')).toHaveLength(1);
  return sentence;
};

/** The versions of a file, each of which must be whole. */
function versionsOf(model: string, on = head): number[] {
  const file = on.modelBytes(model);
  return splitRows(file, model).map(({ version }) => decodeModel(file, model, version).version);
}

/** These are all commands that read, and all that write. */
const SEARCHES = [
  'lstmscore steady',
  FIT('steady'),
  '| lstmmodels',
  '| lstmmodels steady show=layers',
  '| lstmmanage rollback steady',
  '| lstmmanage delete steady',
  '| lstmmanage share steady sharing=app',
];

const status = (code: number, text = ''): Fault => ({
  status: code,
  body: { messages: text === '' ? [] : [{ type: 'ERROR', text }] },
});

const PAGE = '<!doctype html><html><body>Please log in</body></html>';

const FAULTS: [string, Fault][] = [
  ['401', status(401, 'call not properly authenticated')],
  ['403', status(403, 'no rights here')],
  ['404', status(404, 'not here')],
  ['409', status(409, 'exists already')],
  ['500', status(500, 'In handler lookup-table-files: broken')],
  ['503', status(503)],
  ['a page', { status: 200, page: PAGE }],
  ['the page of a proxy', { status: 502, page: PAGE }],
  ['half a body', 'truncate'],
  ['a reset', 'reset'],
];

/**
 * What is not there, what is refused, what nobody knows about, and what may succeed at another try: each command
 * decides for itself what follows. Any other fault is one of these from the moment when its answer was read.
 */
const KINDS = FAULTS.filter(([name]) => ['404', '500', 'a page', 'a reset'].includes(name));

describe('splunkd answers every request with', () => {
  /** Expects that each search says one sentence, and changes nothing. */
  async function expectSentences(searches: readonly string[], fault: Fault): Promise<void> {
    const before = [head.files(), head.modelBytes('steady')];
    head.splunkd.fault = () => fault;

    await together(searches, async (search) => {
      expect(await refusal(search)).not.toMatch(/doctype|Please log in/);
    });

    expect([head.files(), head.modelBytes('steady')]).toEqual(before);
  }

  const others = FAULTS.filter((one) => !KINDS.includes(one));

  it.each(others)('%s: who reads one model, or lists all, says one sentence', async (_, fault) => {
    await expectSentences(['lstmscore steady', '| lstmmodels'], fault);
  });

  it.each(KINDS)('%s: each command says one sentence, and nothing changes', async (_, fault) => {
    await expectSentences(SEARCHES, fault);
  });
});

describe('splunkd answers what would change a model with', () => {
  // What a fit says then is in storing.test.ts.
  const changes = SEARCHES.filter((search) => search.includes('lstmmanage'));
  const isChange = ({ method }: IncomingRequest): boolean => method !== 'GET';

  it.each(KINDS)(
    '%s: each says one sentence, nothing is staged, and nothing changes',
    async (_, fault) => {
      const before = [head.files(), head.modelBytes('steady')];
      head.splunkd.fault = (request) => (isChange(request) ? fault : undefined);

      for (const search of changes) await refusal(search);

      expect(head.staged()).toEqual([]);
      expect([head.files(), head.modelBytes('steady')]).toEqual(before);
    },
  );

  it.concurrent('a pause of five seconds: it is waited for', async () => {
    await SearchHead.during(async (own) => {
      await own.run(FIT('patient'), flows());
      own.splunkd.fault = (request) => (isChange(request) ? { pauseMs: 5000 } : undefined);

      await own.run(FIT('patient', 'seed=2'), flows());

      expect(versionsOf('patient', own)).toEqual([2, 1]);
    });
  });
});

describe('splunkd pauses five seconds before it answers a read', () => {
  it.concurrent('and every command waits for it, once getinfo has not', async () => {
    await SearchHead.during(async (own) => {
      await own.run(FIT('steady'), flows());
      const paused = new Set<string>();
      own.splunkd.fault = ({ method, path }) => {
        if (method !== 'GET' || paused.has(path)) return undefined;
        paused.add(path);
        return { pauseMs: 5000 };
      };

      const { table } = await own.run('lstmscore steady as x', flows(5));
      const { table: models } = await own.run('| lstmmodels', NO_RESULTS);

      expect(column(table, 'x')).toHaveLength(5);
      expect(column(models, 'model')).toContain('steady');
    });
  });
});

describe('kill -9 while a version is saved', () => {
  /** Starts a fit, and kills it `afterMs` after it began to save. */
  async function killedFit(model: string, afterMs: number): Promise<void> {
    const surroundings = head.surroundings();
    const command = new WireCommand('lstmfit', surroundings.environment);
    let reads = 0;
    const saving = Promise.withResolvers<void>();
    head.splunkd.fault = ({ method, path }) => {
      const isRead = method === 'GET' && path.endsWith(`__lstm_${model}.mlmodel`);
      // The first read comes before training, the second one under the lock.
      if (isRead && ++reads === 2) saving.resolve();
      return undefined;
    };
    const args = FIT(model).replace('lstmfit ', '').split(/ +/);
    await command.ask(getinfo(surroundings, { args }));
    await command.write(frame(execute(true), fitBody(60)));
    await saving.promise;
    await pause(afterMs);
    command.kill('SIGKILL');
    await command.gone().catch(() => undefined);
  }

  it('at twelve moments leaves every version whole, and the next save is not held up', async () => {
    const random = createRandom(9);
    await head.run(FIT('killed'), flows());
    for (let time = 0; time < 12; time++) {
      const before = head.versions('killed').map(({ sha256 }) => sha256);

      await killedFit('killed', 40 * random.uniform());

      // Either nothing happened, or a version was added in front.
      const after = head.versions('killed').map(({ sha256 }) => sha256);
      const kept = before.slice(0, after.length - Number(after[0] !== before[0]));
      expect(after.slice(after.length - kept.length)).toEqual(kept);
      expect(versionsOf('killed')).toHaveLength(after.length);
    }
    const [newest = 0] = versionsOf('killed');
    head.splunkd.fault = () => undefined;

    await head.run(FIT('killed'), flows());

    expect(versionsOf('killed')[0]).toBe(newest + 1);
    for (const file of head.staged()) rmSync(head.pathOf(file));
  });
});

describe('the staging folder', () => {
  const staging = () => head.splunkd.home.lookupTmp;

  it('that is missing is made', async () => {
    rmSync(staging(), { recursive: true });

    await head.run(FIT('unstaged'), flows());

    expect(versionsOf('unstaged')).toEqual([1]);
  });

  it('that is a file is told before the first epoch', async () => {
    rmSync(staging(), { recursive: true });
    writeFileSync(staging(), 'no folder');
    try {
      const sentence = await refusal(LONG_FIT('steady'));
      expect(sentence).toMatch(/^The model cannot be staged in .*lookup_tmp \(EEXIST\): make/);
      for (const search of SEARCHES.slice(-3)) await refusal(search);
    } finally {
      rmSync(staging());
    }
    expect(versionsOf('steady')).toEqual([2, 1]);
  });

  const mounting = 'unshare -m sh -c \'mount -t tmpfs -o size=16k none "$1"\'';
  const canMount = spawnSync('sh', ['-c', `${mounting} - "$PWD"`], { cwd: tmpdir() }).status === 0;

  // This test needs the right to mount a file system of its own.
  (canMount ? it : it.skip)('whose disk is full is told before the first epoch', async () => {
    const mount = `mount -t tmpfs -o size=16k none "$SPLUNK_HOME/var/run/splunk/lookup_tmp"`;
    const through = `unshare -m sh -c '${mount} && exec "$0"'`;
    const appFolder = wrapApp(join(folder, 'full'), through);
    mkdirSync(staging(), { recursive: true });

    const sentence = await refusal(LONG_FIT('steady'), { appFolder });

    expect(sentence).toMatch(/^There is no room for the model in .*lookup_tmp: 0 MB are free\. /);
    expect(versionsOf('steady')).toEqual([2, 1]);
  });
});

const NOBODY = 65_534;
const asNobody = `setpriv --reuid ${NOBODY} --regid ${NOBODY} --clear-groups`;
const canChange = spawnSync('sh', ['-c', `${asNobody} true`]).status === 0;

// These tests need root, which can run the commands as a user that may not write what root owns.
(canChange ? describe : describe.skip)('SPLUNK_HOME is read-only', () => {
  /** Gives `var` to the user of the commands. */
  function giveVar(): void {
    const { home } = head.splunkd;
    chmodSync(home.path, 0o755);
    const folders = join(home.path, 'var');
    for (const name of ['.', ...readdirSync(folders, { recursive: true, encoding: 'utf8' })]) {
      chownSync(join(folders, name), NOBODY, NOBODY);
    }
  }

  let appFolder: string;

  beforeAll(() => {
    chmodSync(folder, 0o755);
    appFolder = wrapApp(join(folder, 'nobody'), asNobody);
  });

  afterEach(() => {
    rmSync(head.splunkd.home.lookupTmp, { recursive: true, force: true });
    rmSync(head.pathOf('var/log/splunk/lstm_toolkit.log'), { force: true });
  });

  /** The files that the scheduler and splunkd make for a job belong to Splunk's account too. */
  const own = (_: number | undefined, dispatch: string): void =>
    chownSync(dispatch, NOBODY, NOBODY);

  it('except var: everything works', async () => {
    giveVar();
    const options = { appFolder, onLaunch: own };

    await head.run(FIT('readonly'), flows(), options);
    await head.run(FIT('readonly', 'seed=2'), flows(), options);
    const { table } = await head.run('lstmscore readonly as x', flows(5), options);
    await head.run('| lstmmanage rollback readonly', NO_RESULTS, options);

    expect(versionsOf('readonly')).toEqual([1, 2]);
    expect(column(table, 'x')).toHaveLength(5);
    expect(head.log().map(({ event }) => event)).toContain('epoch');
  });

  it('and so is the staging folder: told before the first epoch', async () => {
    giveVar();
    const options = { appFolder, onLaunch: own };
    for (const seed of [1, 2]) await head.run(FIT('kept', `seed=${seed}`), flows(), options);
    const { lookupTmp } = head.splunkd.home;
    chownSync(lookupTmp, 0, 0);

    const sentence = await refusal(LONG_FIT('kept'), options);

    expect(sentence).toMatch(/^The model cannot be staged in .*lookup_tmp \(EACCES\): make/);
    for (const text of ['delete kept', 'share kept sharing=global']) {
      await refusal(`| lstmmanage ${text}`, options);
    }
    expect(await refusal('| lstmmanage rollback kept', options)).toMatch(/lookup_tmp/);
    expect(versionsOf('kept')).toEqual([2, 1]);
  });
});

describe('a lookup file that is damaged', () => {
  let count = 0;

  /** Makes a model of two versions, and returns it with its file. */
  function twoVersions(): { model: string; path: string; whole: string } {
    const model = `damaged_${++count}`;
    const whole = head.modelBytes('steady');
    head.putModel(model, whole);
    return { model, path: head.pathOf(head.modelFile(model)), whole: whole.toString('latin1') };
  }

  it('in its older version only: the one in use scores, and a fit goes on', async () => {
    const { model, path, whole } = twoVersions();
    writeFileSync(path, whole.slice(0, -200), 'latin1');

    await head.run(`lstmscore ${model}`, flows(5));
    const sentence = await refusal(`lstmscore ${model} version=1`);
    const { messages } = await head.run(FIT(model), flows());

    expect(sentence).toMatch(/it is cut short\. .* Intact in it: version 2;/);
    expect(messages).toContainEqual([
      'WARN',
      `Dropped version 1 of model ${model}, damaged in its file.`,
    ]);
    expect(versionsOf(model)).toEqual([3, 2]);
  });

  it('by growing to 200 MB: it is not read into memory', async () => {
    const { model, path } = twoVersions();
    truncateSync(path, 200 * 2 ** 20);

    for (const search of [`lstmscore ${model}`, LONG_FIT(model), `| lstmmodels ${model}`]) {
      expect(await refusal(search)).toBe(
        `The file of model ${model} has 200 MB, more than 64 MB: it is no model of this app.`,
      );
    }
    await head.run(`| lstmmanage delete ${model}`, NO_RESULTS);
    expect(head.hasModel(model)).toBe(false);
  });
});

describe('a clock that went back', () => {
  it('neither hides the newest version nor makes an age negative', async () => {
    await head.run(FIT('future'), flows());
    const path = head.pathOf(head.modelFile('future'));
    const text = readFileSync(path, 'latin1').replace(/\n4,1,20\d\d-/, '\n4,1,2099-');
    writeFileSync(path, text, 'latin1');

    await head.run(FIT('future', 'seed=2'), flows());

    expect(versionsOf('future')).toEqual([2, 1]);
    const search = '| lstmmodels future show=versions';
    const { table } = await head.run(search, NO_RESULTS);
    expect(column(table, 'in_use')).toEqual(['true', 'false']);
    expect(column(table, 'age').map(Number)[1]).toBe(0);
    await head.run('lstmscore future', flows(3));
  });
});

describe('an app in a folder whose name has spaces', () => {
  it('works as in any other folder', async () => {
    const options = { appFolder: wrapApp(join(folder, 'the app')) };

    await head.run(FIT('spaced'), flows(), options);
    await head.run('lstmscore spaced', flows(5), options);
    await head.run('| lstmmanage delete spaced', NO_RESULTS, options);

    expect(head.splunkd.home.path).toMatch(/ /);
    expect(head.hasModel('spaced')).toBe(false);
  });
});
