import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { LOCK_FILE } from '../../src/store/write-lock.ts';
import type { SearchOptions } from '../../tools/local-splunk/search-options.ts';
import { NO_RESULTS } from '../../tools/local-splunk/table.ts';
import { SearchHead } from '../support/package/search-head.ts';
import { wrapApp } from '../support/package/wrapped-app.ts';
import { flows, TINY } from '../support/rows/sample-flows.ts';

// These tests put other things under the name of the file that writers lock.

let head: SearchHead;
let lock: string;

beforeAll(async () => {
  head = await SearchHead.start();
  lock = join(head.splunkd.home.lookupTmp, LOCK_FILE);
  for (const seed of [1, 2]) await head.run(FIT('steady', seed), flows());
});

afterEach(() => rmSync(lock, { recursive: true, force: true }));

afterAll(() => head.close());

const FIT = (model: string, seed = 1) =>
  `lstmfit label from bytes into ${model} seed=${seed} ${TINY}`;

/** This fit would take minutes, so a refusal that comes at once came before the first epoch. */
const LONG_FIT = 'lstmfit label from bytes into steady epochs=10000 patience=0 units=128';

const CHANGES = [
  '| lstmmanage rollback steady',
  '| lstmmanage delete steady',
  '| lstmmanage share steady sharing=app',
];

/** Returns the sentence with which every command that writes is refused. */
async function refusal(changes: Partial<SearchOptions> = {}): Promise<string> {
  const options = { isParsed: false, ...changes };
  const before = head.modelBytes('steady');
  const epochs = head.epochs('steady').length;
  const { sentence } = await head.refusal(LONG_FIT, flows(), options);
  for (const search of CHANGES) {
    expect((await head.refusal(search, NO_RESULTS, options)).sentence).toBe(sentence);
  }
  expect(head.epochs('steady')).toHaveLength(epochs);
  expect(head.modelBytes('steady')).toEqual(before);
  return sentence;
}

describe('in the place of the lock', () => {
  const replace = (make: () => void): void => {
    rmSync(lock, { recursive: true, force: true });
    make();
  };

  it.each<[string, () => void]>([
    ['a folder', () => mkdirSync(lock)],
    ['no file', () => void execFileSync('mkfifo', [lock])],
    ['a link', () => symlinkSync('elsewhere', lock)],
  ])('%s is told before the first epoch', async (what, make) => {
    replace(make);

    expect(await refusal()).toBe(
      `The model cannot be saved, as its lock ${lock} is ${what}, where a file must be: remove it.`,
    );
  });

  it.each(['x', 'no database\n'.repeat(500), 'SQLite format 3\0 as far as here'.repeat(99)])(
    'a file with other contents is emptied, by many writers at once',
    async (contents) => {
      replace(() => writeFileSync(lock, contents));
      await Promise.all([3, 4].map(async (seed) => await head.run(FIT('mended', seed), flows())));
      await head.run('| lstmmanage rollback mended', NO_RESULTS);
      await head.run('| lstmmanage delete mended', NO_RESULTS);

      // SQLite takes a file that is shorter than its own header for an empty one.
      expect(['', 'x']).toContain(readFileSync(lock, 'utf8'));
    },
  );
});

const NOBODY = 65_534;
const asNobody = `setpriv --reuid ${NOBODY} --regid ${NOBODY} --clear-groups`;
const canChange = spawnSync('sh', ['-c', `${asNobody} true`]).status === 0;

// These tests need root, which can run the commands as a user that may not write what root owns.
(canChange ? describe : describe.skip)('a lock that a search made as root', () => {
  let folder: string;
  let options: Partial<SearchOptions>;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'lstm-nobody-'));
    chmodSync(folder, 0o755);
    const { path } = head.splunkd.home;
    chmodSync(path, 0o755);
    const names = readdirSync(join(path, 'var'), { recursive: true, encoding: 'utf8' });
    const model = head.modelFile('steady');
    for (const name of ['var', ...names.map((name) => join('var', name)), model]) {
      chownSync(join(path, name), NOBODY, NOBODY);
    }
    options = {
      appFolder: wrapApp(join(folder, 'nobody'), asNobody),
      // The files that the scheduler and splunkd make for a job belong to Splunk's account too.
      onLaunch: (_, dispatch) => chownSync(dispatch, NOBODY, NOBODY),
    };
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  it.each([0o644, 0o600])('with mode %d is told before the first epoch', async (mode) => {
    writeFileSync(lock, '');
    chmodSync(lock, mode);

    expect(await refusal(options)).toBe(
      `The model cannot be saved, as its lock ${lock} belongs to user 0 with mode ${mode.toString(8)}, so that this search cannot write it: give it to the account that Splunk runs as with chown, and chmod 600, or remove it while no search saves a model.`,
    );
  });
});
