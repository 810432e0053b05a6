import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Fault, IncomingRequest } from '../../tools/local-splunk/splunkd/splunkd.ts';
import { SearchHead } from '../support/package/search-head.ts';
import { column, flows, TINY, withColumn } from '../support/rows/sample-flows.ts';
import { together } from '../support/together.ts';

let head: SearchHead;

beforeAll(async () => {
  head = await SearchHead.start(['lstm_toolkit', 'other_app']);
  head.splunkd.addUser('ana', ['user']);
  head.splunkd.addUser('ben', ['power', 'user']);
  head.splunkd.addUser('eve', ['user'], ['run_custom_command', 'search']);
  await head.run(`lstmfit label from bytes into steady ${TINY}`, flows());
  await head.run(`lstmfit label from bytes into app:common ${TINY}`, flows());
  await head.run(`lstmfit label from bytes into fixed ${TINY}`, flows());
});

afterEach(() => {
  head.splunkd.fault = () => undefined;
});

afterAll(() => head.close());

const FIT = (model: string, options = '') =>
  `lstmfit label from bytes into ${model} ${options} ${TINY}`;

/** This fit would take minutes, so a refusal that comes at once came before the first epoch. */
const LONG_FIT = (model: string) =>
  `lstmfit label from bytes into ${model} epochs=10000 patience=0 units=128`;

/** These refusals come with the rows, as well without a launch for parsing. */
const refusal = async (search: string, input = flows(3), options: object = {}) =>
  await head.refusal(search, input, { isParsed: false, ...options });

const scoreMessages = async (search: string, options: object = {}) => {
  const { messages } = await head.run(search, flows(3), options);
  return messages.map(([level, text]) => `${level} ${text}`);
};

describe('the model file', () => {
  it('is a table with one row a version, whose checksum covers header and weights', async () => {
    const { createHash } = await import('node:crypto');
    await head.run(FIT('written', 'note="a, \\"b\\" ключ"'), flows());
    const text = head.modelBytes('written').toString();
    expect(text).toMatch(/^format,version,created,header,weights,sha256\n4,1,\d{4}-\d\d-\d\dT/);
    const [version, ...others] = head.versions('written');
    expect(others).toEqual([]);
    const { header, weights = '', sha256 } = version ?? {};
    expect(header?.['training']).toMatchObject({ note: 'a, "b" ключ', seed: 0 });
    expect(Buffer.from(weights, 'base64').length % 4).toBe(0);
    const [json = ''] = /"\{.*\}"(?=,)/s.exec(text) ?? [];
    const raw = json.slice(1, -1).replaceAll('""', '"');
    const hash = createHash('sha256').update(raw).update(Buffer.from(weights, 'base64'));
    expect(sha256).toBe(hash.digest('hex'));
  });

  it('keeps the search as a hash only', async () => {
    await head.run(`where bytes > 12 | ${FIT('hashed')}`, flows());
    expect(head.modelBytes('hashed').toString()).not.toMatch(/bytes > 12|where/);
  });

  it('has the same weights for the same rows, options and seed, others for another seed', async () => {
    const variants = [
      ['windows', 'window=3 dropout=0.4 units="3,2"'],
      ['lots', 'split=random'],
    ];
    await together(variants, async ([model, options]) => {
      const weights: (string | undefined)[] = [];
      for (const seed of [5, 5, 6]) {
        const fit = `lstmfit label from bytes proto into ${model} ${options} seed=${seed} epochs=2`;
        await head.run(fit, flows(), { chunkRows: 7 + weights.length });
        weights.push(head.versions(`${model}`)[0]?.weights);
      }
      expect(weights[1]).toBe(weights[0]);
      expect(weights[2]).not.toBe(weights[0]);
    });
  });

  // The other damages are in test/store/model-file.test.ts.
  const damages: [string, (text: string) => string, RegExp][] = [
    ['cut short', (text) => text.slice(0, text.length / 2), /cannot be used: it is cut short/],
    [
      'cut short within the header',
      (text) => text.slice(0, 200),
      /cannot be used: it is cut short/,
    ],
    ['of another app', () => 'a,b\n1,2\n', /it is no model of this app/],
    [
      'of a newer format',
      (text) => text.replace('\n4,', '\n5,'),
      /written by a newer release .*update the app/,
    ],
    [
      'with another byte in its weights',
      (text) => text.replace(/\}",(.)/, (start, at) => start.replace(/.$/, at === 'A' ? 'B' : 'A')),
      /its checksum is wrong/,
    ],
  ];

  it.each(damages)('%s is refused in one sentence', async (_, damage, sentence) => {
    const path = head.pathOf(head.modelFile('damaged'));
    const whole = readFileSync(head.pathOf(head.modelFile('steady')), 'latin1');
    const changed = damage(whole);
    expect(changed).not.toBe(whole);
    writeFileSync(path, changed, 'latin1');

    const told = await refusal('lstmscore damaged');

    expect(told.sentence).toMatch(/^(?:The file of model|Model) damaged [^\n]+\.$/);
    expect(told.sentence).toMatch(sentence);
    expect(readFileSync(path, 'latin1')).toBe(changed);
  });

  it('that is damaged is refused for a stream, and by a fit that would replace it, too', async () => {
    writeFileSync(head.pathOf(head.modelFile('damaged')), 'a,b\n1,2\n');
    const refusals = await Promise.all([
      refusal('lstmscore damaged order=input', flows(3)),
      refusal(LONG_FIT('damaged'), flows()),
    ]);
    for (const { sentence } of refusals) {
      expect(sentence).toMatch(/^The file of model damaged cannot be used: it is no model/);
    }
    expect(head.modelBytes('damaged').toString()).toBe('a,b\n1,2\n');
  });
});

describe('a second fit', () => {
  it('makes version 2, and lstmscore names the version it used', async () => {
    await head.run(FIT('again'), flows());
    const { messages } = await head.run(FIT('again', 'seed=2'), flows());
    expect(messages.at(-1)?.[1]).toMatch(
      /^Model again saved, version 2, private to demo, [\d,]+ kB\.$/,
    );
    expect(head.versions('again')[0]?.version).toBe('2');
    expect(await scoreMessages('lstmscore again')).toContainEqual(
      expect.stringMatching(
        /^INFO Scored with user:again version 2, trained \d{4}-\d\d-\d\d, private/,
      ),
    );
  });

  it('with replace=never is refused before the first epoch, and nothing changes', async () => {
    const old = head.modelBytes('steady');
    const { sentence } = await refusal(`${LONG_FIT('steady')} replace=never`, flows());
    expect(sentence).toMatch(/^Model steady exists, and replace=never: /);
    expect(head.modelBytes('steady')).toEqual(old);
  });

  it('with replace=never makes a model where there is none', async () => {
    await head.run(FIT('fresh', 'replace=never'), flows());
    expect(head.hasModel('fresh')).toBe(true);
  });

  it.each([
    [
      'other classes',
      'label',
      withColumn(flows(), 'label', (label) => (label === 'attack' ? 'ddos' : label)),
    ],
    [
      'one class more',
      'label',
      withColumn(flows(), 'label', (label, row) => (row % 9 === 0 ? 'scan' : label)),
    ],
    ['a number where there were classes', 'load', flows()],
  ])('may not change what the model predicts: %s', async (_, target, input) => {
    const old = head.modelBytes('fixed');
    const { sentence } = await refusal(
      `lstmfit ${target} from bytes into fixed epochs=10000 patience=0 units=128`,
      input,
    );
    expect(sentence).toMatch(
      /^Model fixed tells benign from attack, and this fit would .*: choose another name after into\.$/,
    );
    expect(head.modelBytes('fixed')).toEqual(old);
  });
});

describe('where a model lives', () => {
  it('is the user unless app: says otherwise', async () => {
    await head.run(FIT('mine'), flows(), { user: 'ana' });
    await head.run(FIT('user:mine_too'), flows(), { user: 'ana' });
    await head.run(FIT('app:ours'), flows(), { user: 'ben', app: 'other_app' });
    expect(head.hasModel('mine', 'ana')).toBe(true);
    expect(head.hasModel('mine_too', 'ana')).toBe(true);
    expect(head.hasModel('app:ours', 'ben', 'other_app')).toBe(true);
  });

  it('a shared model is found by others, with and without app:', async () => {
    for (const text of ['common', 'app:common']) {
      expect(await scoreMessages(`lstmscore ${text}`, { user: 'ana' })).toContainEqual(
        expect.stringMatching(/^INFO Scored with app:common version 1, .*shared in app search\.$/),
      );
    }
  });

  it('a private model is found by its owner only', async () => {
    await head.run(FIT('secret_one'), flows(), { user: 'ana' });
    expect(await scoreMessages('lstmscore user:secret_one', { user: 'ana' })).toContainEqual(
      expect.stringMatching(/user:secret_one version 1, .*private to ana/),
    );
    const { sentence } = await refusal('lstmscore secret_one', flows(3), { user: 'ben' });
    expect(sentence).toMatch(
      /^Model secret_one does not exist: looked among the private models of ben, in app search and among global models\./,
    );
  });

  it.each([
    ['nothing_here', 'among the private models of demo, in app search and among global models'],
    ['user:common', 'among the private models of demo'],
    ['app:steady', 'in app search and among global models'],
  ])('lstmscore %s, which is not there, names the scopes searched', async (text, scopes) => {
    for (const order of ['time', 'input']) {
      const { sentence } = await refusal(`lstmscore ${text} order=${order}`, flows(3));
      expect(sentence).toContain(`does not exist: looked ${scopes}.`);
    }
  });

  it('of an app is not found from another app, unless it is global', async () => {
    const elsewhere = { app: 'other_app' };
    await head.run(FIT('app:worldly'), flows());
    const { sentence } = await refusal('lstmscore worldly', flows(3), elsewhere);
    expect(sentence).toMatch(/^Model worldly does not exist: .*in app other_app/);

    share('worldly', 'global');
    expect(await scoreMessages('lstmscore worldly', elsewhere)).toContainEqual(
      expect.stringMatching(/app:worldly version 1, .*shared in app search and global/),
    );
    // A fit in the other app makes a model of its own.
    await head.run(FIT('app:worldly'), flows(), elsewhere);
    expect(head.versions('app:worldly', 'demo', 'other_app')[0]?.version).toBe('1');
    expect(head.versions('app:worldly')[0]?.version).toBe('1');
  });

  it('a private model hides a shared one, with a warning', async () => {
    await head.run(FIT('app:twice'), flows());
    await head.run(FIT('twice', 'seed=9'), flows());
    const messages = await scoreMessages('lstmscore twice');
    expect(messages).toContainEqual(
      expect.stringMatching(/^INFO Scored with user:twice version 1/),
    );
    expect(messages).toContainEqual(
      expect.stringMatching(/^WARN .*private model twice hides app:twice/),
    );
    const shared = await scoreMessages('lstmscore app:twice');
    expect(shared).toContainEqual(expect.stringMatching(/^INFO Scored with app:twice version 1/));
    expect(shared.filter((text) => text.startsWith('WARN'))).toEqual([]);
    expect(head.versions('twice')[0]?.weights).not.toBe(head.versions('app:twice')[0]?.weights);
  });

  it('a private model that hides nothing is no warning', async () => {
    const messages = await scoreMessages('lstmscore steady');
    expect(messages.filter((text) => text.startsWith('WARN'))).toEqual([]);
  });
});

describe('who may not write is told before the first epoch', () => {
  it.each([
    [
      'a new model of the app',
      'app:forbidden',
      'ana',
      /^You may not write model forbidden in app search, which the roles admin, power may write: leave out app: /,
    ],
    [
      'an existing model of the app',
      'app:common',
      'ana',
      /^You may not write model common in app search, which the roles admin, power may write: /,
    ],
    ['anything', 'private_one', 'eve', /capability upload_lookup_files/],
  ])('%s', async (_, model, user, sentence) => {
    const before = [head.files(), head.epochs(model)];
    const told = await refusal(LONG_FIT(model), flows(), { user });
    expect(told.sentence).toMatch(sentence);
    expect([head.files(), head.epochs(model)]).toEqual(before);
  });

  it('a user who may write saves a model', async () => {
    await head.run(FIT('app:allowed'), flows(), { user: 'ben' });
    await head.run(FIT('app:allowed'), flows(), { user: 'demo' });
    expect(head.versions('app:allowed')[0]?.version).toBe('2');
  });
});

const MODELS = /\/data\/lookup-table-files\/__lstm_/;
const isRead = ({ method, path }: IncomingRequest) => method === 'GET' && MODELS.test(path);
const isWrite = ({ method }: IncomingRequest) => method === 'POST';
const status = (code: number, text = ''): Fault => ({
  status: code,
  body: { messages: text === '' ? [] : [{ type: 'ERROR', text }] },
});

const FAULTS: [string, Fault][] = [
  ['401', status(401, 'call not properly authenticated')],
  ['403', status(403, 'no rights here')],
  ['500', status(500, 'In handler lookup-table-files: broken')],
  ['503', status(503)],
  ['400 without a word', status(400)],
  ['200 without what was asked for', { status: 200, body: {} }],
  ['200 with a list for an entry', { status: 200, body: { entry: [[]] } }],
  ['a reset', 'reset'],
];

describe('when splunkd answers a read with', () => {
  // faults.test.ts has the other faults.
  it.each(FAULTS.filter(([name]) => /^[25]00/.test(name)))(
    '%s: one sentence, and no model is lost',
    async (_, fault) => {
      const old = head.modelBytes('steady');
      const files = head.files();
      head.splunkd.fault = (request) => (isRead(request) ? fault : undefined);

      const refusals = await Promise.all([
        refusal('lstmscore steady', flows(3)),
        refusal(LONG_FIT('steady'), flows()),
      ]);

      for (const { sentence, error } of refusals) expectSentence(sentence, error.messages);
      expect(head.modelBytes('steady')).toEqual(old);
      expect(head.files()).toEqual(files);
    },
  );

  it('503 or a reset just once: nobody notices', async () => {
    for (const fault of [status(503), 'reset' as const]) {
      let left = 1;
      head.splunkd.fault = (request) => (isRead(request) && left-- > 0 ? fault : undefined);
      expect((await head.run('lstmscore steady', flows(3))).table.rows).toHaveLength(3);
    }
  });

  it.each([
    ['elsewhere on the disk', () => '/etc/passwd'],
    ['that climbs out of etc', () => head.pathOf('etc/../var/__lstm_steady.mlmodel')],
  ])('a path %s: it is not opened', async (_, path) => {
    head.splunkd.fault = (request) => (isRead(request) ? entryWith(path()) : undefined);
    const { sentence, error } = await refusal('lstmscore steady');
    expectSentence(sentence, error.messages);
    expect(sentence).toMatch(/steady/);
  });

  it('a path at which there is no file: one sentence too', async () => {
    const gone = head.pathOf('etc/apps/other_app/lookups/__lstm_steady.mlmodel');
    head.splunkd.fault = (request) => (isRead(request) ? entryWith(gone) : undefined);
    const { sentence, error } = await refusal('lstmscore steady', flows(3));
    expectSentence(sentence, error.messages);
    const { sentence: fitted } = await refusal(LONG_FIT('steady'), flows());
    expectSentence(fitted, error.messages);
  });
});

describe('when splunkd answers the save with', () => {
  /** After these faults a save is made again. */
  const passing: [string, Fault][] = [
    ['503', status(503)],
    ['a reset', 'reset'],
  ];
  const isPassing = (name: string): boolean => passing.some(([other]) => name === other);
  const cases: [string, Fault][] = [
    ...FAULTS.filter(([name]) => !name.startsWith('200') && !isPassing(name)),
    ['404', status(404, 'no such app')],
    ['409', status(409, 'exists already')],
  ];

  it.each(cases)(
    '%s: one sentence, nothing staged, and the old version stays',
    async (_, fault) => {
      const old = head.modelBytes('steady');
      head.splunkd.fault = (request) => (isWrite(request) ? fault : undefined);

      const [updated, created] = await Promise.all([
        refusal(FIT('steady', 'seed=4'), flows()),
        refusal(FIT('never_made'), flows()),
      ]);

      for (const { sentence, error } of [updated, created])
        expectSentence(sentence, error.messages);
      expect(head.staged()).toEqual([]);
      head.splunkd.fault = () => undefined;
      expect(head.hasModel('never_made')).toBe(false);
      expect(head.modelBytes('steady')).toEqual(old);
    },
  );

  it.each<[string, Fault]>([
    ['a reset', 'reset after'],
    ['half an answer', 'truncate'],
  ])('%s after it moved the file: the file tells that the version is saved', async (_, fault) => {
    const model = `moved_${String(fault).replace(' ', '_')}`;
    await head.run(FIT(model), flows());
    head.splunkd.fault = (request) => (isWrite(request) ? fault : undefined);

    await head.run(FIT(model, 'seed=4'), flows());
    await head.run(FIT(`${model}_new`), flows());

    expect(head.versions(model).map(({ version }) => version)).toEqual(['2', '1']);
    expect(head.hasModel(`${model}_new`)).toBe(true);
    expect(head.staged()).toEqual([]);
  });

  it('an error: the old version still scores as before', async () => {
    const expected = await head.run('lstmscore steady', flows(3));
    head.splunkd.fault = (request) => (isWrite(request) ? status(500) : undefined);
    await head.refusal(FIT('steady', 'seed=4'), flows());
    const { table } = await head.run('lstmscore steady', flows(3));
    expect(table).toEqual(expected.table);
  });

  /** Lets the first saves fail, and counts all of them. */
  function failSaves(count: number, fault: Fault): { readonly saves: number } {
    const counted = { saves: 0 };
    head.splunkd.fault = (request) =>
      isWrite(request) && ++counted.saves <= count ? fault : undefined;
    return counted;
  }

  it.each(passing)('%s just once: only the log says so', async (name, fault) => {
    const model = `again_after_${name.replace(' ', '_')}`;
    const { messages: usual } = await head.run(FIT(model), flows());
    const counted = failSaves(1, fault);

    const { messages } = await head.run(FIT(model), flows());

    expect(messages.map(([level]) => level)).toEqual(usual.map(([level]) => level));
    expect(messages.at(-1)?.[1]).toMatch(/^Model \w+ saved, version 2, /);
    expect([counted.saves, head.versions(model).length]).toEqual([2, 2]);
    expect(head.staged()).toEqual([]);
    const told = head.log().filter(({ event, model: of }) => event === 'not saved' && of === model);
    expect(told).toEqual([expect.objectContaining({ level: 'INFO', version: 2, attempt: 1 })]);
  });

  it.each(passing)(
    '%s each time: one sentence after three tries, nothing staged, and the old version stays',
    async (_, fault) => {
      const old = head.modelBytes('steady');
      const counted = failSaves(Number.POSITIVE_INFINITY, fault);

      const { sentence, error } = await head.refusal(FIT('steady', 'seed=4'), flows());

      expectSentence(sentence, error.messages);
      expect(sentence).toMatch(
        / Model steady is not saved after three tries: run the search again\.$/,
      );
      expect(counted.saves).toBe(3);
      expect(head.staged()).toEqual([]);
      expect(head.modelBytes('steady')).toEqual(old);
    },
  );

  it('an error: it is not tried again', async () => {
    const counted = failSaves(1, status(500));
    await head.refusal(FIT('steady'), flows());
    expect(counted.saves).toBe(1);
  });

  it('403 or 401: the sentence says whose right is missing, and what splunkd said', async () => {
    head.splunkd.fault = (request) =>
      isWrite(request) ? status(403, 'no rights here') : undefined;
    const { sentence } = await head.refusal(FIT('app:steady'), flows());
    expect(sentence).toMatch(/^You may not save model steady: .* splunkd says: no rights here\.$/);
    head.splunkd.fault = (request) => (isWrite(request) ? status(401, 'expired') : undefined);
    const { sentence: unauthorized } = await head.refusal(FIT('app:steady'), flows());
    expect(unauthorized).toMatch(/session .*401.* splunkd says: expired\.$/);
  });
});

describe('lstmscore', () => {
  it('never writes: no file, no request but reads', async () => {
    const before = head.files();
    const calls = head.splunkd.requests.length;
    for (const text of ['steady', 'common order=input', 'steady as x since=-1h']) {
      const { table } = await head.run(`lstmscore ${text}`, flows(20));
      expect(column(table, '_time').length).toBeLessThanOrEqual(20);
    }
    expect(head.files()).toEqual(before);
    const methods = head.splunkd.requests.slice(calls).map(({ method }) => method);
    expect(new Set(methods)).toEqual(new Set(['GET']));
  });
});

/** Expects one line that ends as a sentence and is the only error under the job. */
function expectSentence(sentence: string, messages: readonly (readonly [string, string])[]): void {
  expect(sentence).toMatch(/^[A-Z"s][^\n]+\.$/);
  expect(sentence).not.toMatch(/defect|undefined|\[object|at \w+ \(/);
  expect(messages.filter(([level]) => level === 'ERROR')).toHaveLength(1);
}

function entryWith(path: string): Fault {
  const acl = { app: 'search', sharing: 'user', owner: 'demo', can_write: true };
  return { status: 200, body: { entry: [{ name: 'x', acl, content: { 'eai:data': path } }] } };
}

const ADMIN = { name: 'root', roles: ['admin'], capabilities: ['upload_lookup_files'] };

function share(name: string, sharing: string): void {
  const form = new URLSearchParams({ sharing, owner: 'nobody' });
  const { lookups } = head.splunkd.api;
  lookups.setAcl(ADMIN, { owner: 'nobody', app: 'search' }, `__lstm_${name}.mlmodel`, form);
}
