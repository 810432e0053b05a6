import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Fault, IncomingRequest } from '../../tools/local-splunk/splunkd/splunkd.ts';
import { call } from '../support/local-splunk/rest-call.ts';
import { SearchHead } from '../support/package/search-head.ts';
import { column, flows, TINY } from '../support/rows/sample-flows.ts';

// Administrators allow some values in lstm_toolkit.conf, and searches ask for others.

const CONF = 'servicesNS/nobody/lstm_toolkit/configs/conf-lstm_toolkit/settings';
const FIT = `lstmfit label from bytes proto into m ${TINY}`;

let head: SearchHead;

beforeAll(async () => {
  head = await SearchHead.start();
  head.splunkd.addUser('root', ['admin']);
  head.splunkd.addUser('ana', ['user']);
  await head.run(FIT, flows());
  await head.run(`lstmfit label from bytes by src into windows ${TINY} window=3`, flows());
});

afterEach(() => {
  head.configure();
  head.splunkd.fault = () => undefined;
});

afterAll(() => head.close());

/** These refusals come with the rows, as well without a launch for parsing. */
const refusal = async (search: string) =>
  (await head.refusal(search, flows(), { isParsed: false })).sentence;

const isConf = ({ path }: IncomingRequest): boolean => path === `/${CONF}`;

const failConf = (fault: Fault): void => {
  head.splunkd.fault = (request) => (isConf(request) ? fault : undefined);
};

const refused = (status: number): Fault => ({
  status,
  body: { messages: [{ type: 'ERROR', text: 'not for you' }] },
});

describe('the settings', () => {
  it('are written by admins only, read by all, and hold from the next search on', async () => {
    const form = { max_fit_time: '5' };
    const post = (user: string) => call(head.splunkd, `POST ${CONF}`, { user, form });

    expect((await post('demo')).status).toBe(403);
    expect((await post('root')).status).toBe(200);

    const fit = FIT.replace('into m', 'into other max_time=6');
    const { sentence } = await head.refusal(fit, flows(), { user: 'ana' });
    expect(sentence).toBe(
      'max_time=6 is more than max_fit_time=5 of lstm_toolkit.conf allows: use max_time=5 or less, or ask an administrator to raise it.',
    );
  });

  it.each([
    [FIT, ''],
    ['lstmscore m', ''],
    ['lstmscore m order=input', ''],
  ])('are asked for once: %s', async (search) => {
    const before = head.splunkd.requests.length;
    await head.run(search, flows());

    const paths = head.splunkd.requests.slice(before).map(({ path }) => path);
    expect(paths.filter((path) => path === `/${CONF}`)).toHaveLength(1);
  });
});

describe('options', () => {
  it.each([
    ['max_rows=51', FIT, { max_rows: 50 }, 'max_rows=51 is more than max_rows=50'],
    ['threads=3', FIT, { threads: 2 }, 'threads=3 is more than threads=2'],
    ['max_rows=51', 'lstmscore m', { max_rows: 50 }, 'max_rows=51 is more than max_rows=50'],
    ['threads=3', 'lstmscore m', { threads: 2 }, 'threads=3 is more than threads=2'],
    ['threads=3', 'lstmscore m order=input', { threads: 2 }, 'threads=3 is more than threads=2'],
  ])('%s of "%s" cannot loosen %j', async (option, search, settings, start) => {
    head.configure(settings);
    const before = head.modelBytes('m');

    const sentence = await refusal(`${search} ${option}`);

    expect(sentence).toMatch(/^\w+=\d+ is more than \w+=\d+ of lstm_toolkit\.conf allows: use /);
    expect(sentence.startsWith(start)).toBe(true);
    expect(head.modelBytes('m')).toEqual(before);
  });

  it('may tighten', async () => {
    head.configure({ max_rows: 50, max_fit_time: 100 });

    const { messages } = await head.run(`${FIT} max_rows=40 max_time=60`, flows());

    expect(messages.map(([, text]) => text)).toContainEqual(
      expect.stringContaining('Not used: 20 older than the newest 40 (max_rows).'),
    );
  });

  it('that are not given are those of the settings', async () => {
    head.configure({ max_rows: 50 });

    const { messages } = await head.run(FIT, flows());
    const sentence = await refusal('lstmscore m');

    expect(messages.map(([, text]) => text)).toContainEqual(
      expect.stringContaining('Not used: 10 older than the newest 50 (max_rows).'),
    );
    expect(sentence).toBe(
      'The search returned 60 results, more than max_rows=50: use a shorter time range, or order=input after | sort 0 _time.',
    );
  });
});

describe('max_entities', () => {
  const sentence =
    'There are 3 entities (by src), more than max_entities=2 of lstm_toolkit.conf: use a shorter time range or another by, or ask an administrator to raise it.';

  it.each([
    `lstmfit label from bytes by src into crowd ${TINY} window=3`,
    'lstmscore windows',
    'lstmscore windows order=input',
  ])('bounds %s', async (search) => {
    head.configure({ max_entities: 2 });

    expect(await refusal(search)).toBe(sentence);
  });
});

describe('keep_versions and max_model_size_mb', () => {
  it('bound what a model keeps', async () => {
    head.configure({ keep_versions: 2 });
    const fit = `lstmfit label from bytes into kept ${TINY}`;

    for (const seed of [1, 2, 3]) await head.run(`${fit} seed=${seed}`, flows());

    expect(head.versions('kept').map(({ version }) => version)).toEqual(['3', '2']);
  });

  it('refuse a model that would be larger, before it trains', async () => {
    head.configure({ max_model_size_mb: 1 });
    const fit = 'lstmfit label from bytes into large units=512 window=3';

    const sentence = await refusal(fit);

    expect(sentence).toMatch(
      /^Model large would take [\d.]+ MB, more than 1 MB \(max_model_size_mb\): use fewer units/,
    );
    expect(head.epochs('large')).toEqual([]);
  });
});

describe('tensorboard_dir', () => {
  it('gets a file of figures for each fit', async () => {
    head.configure({ tensorboard_dir: '$SPLUNK_HOME/var/boards' });
    const fit = `lstmfit label from bytes into app:seen epochs=2 units=4`;

    await head.run(fit, flows(), { sid: '1763800000.9' });

    const [run = ''] = readdirSync(head.pathOf('var/boards/seen'));
    const folder = head.pathOf(`var/boards/seen/${run}`);
    const [name = '', ...others] = readdirSync(folder);
    expect(run).toMatch(/^\d{8}T\d{6}Z-demo$/);
    expect([name, others]).toEqual([
      expect.stringMatching(/^events\.out\.tfevents\.\d+\.1763800000\.9$/),
      [],
    ]);
    const text = readFileSync(join(folder, name), 'latin1');
    for (const figure of ['loss', 'val_loss', 'accuracy', 'val_accuracy', 'learning_rate']) {
      expect(text.split(figure).length).toBeGreaterThan(2);
    }
  });

  it('that cannot be written stops no fit', async () => {
    head.configure({ tensorboard_dir: '$SPLUNK_HOME/lib/libstdc++.so.6/boards' });

    const { table } = await head.run(FIT, flows());

    expect(table.rows).toHaveLength(1);
    expect(head.log()).toContainEqual(
      expect.objectContaining({ level: 'WARN', event: 'tensorboard', reason: 'ENOTDIR' }),
    );
  });
});

describe('settings that splunkd does not give', () => {
  const ADVICE = 'Ask an administrator to let your role read them.';
  it.each<[string, Fault, string]>([
    ['404', refused(404), `splunkd answered 404: not for you. ${ADVICE}`],
    ['a reset connection', 'reset', 'splunkd at URI did not answer: ECONNRESET.'],
  ])('%s: a fit refuses, scoring goes on with those of the app', async (_, fault, reason) => {
    failConf(fault);
    const before = head.modelBytes('m');
    const why = `The settings of lstm_toolkit.conf cannot be read: ${reason.replace('URI', head.splunkd.uri)}`;

    const sentence = await refusal(FIT);
    const scored = await head.run('lstmscore m as x', flows());
    const streamed = await head.run('lstmscore m as x order=input', flows());

    expect(sentence).toBe(why);
    expect(head.modelBytes('m')).toEqual(before);
    for (const { table, messages } of [scored, streamed]) {
      expect(new Set(column(table, 'x_status'))).toEqual(new Set(['ok']));
      expect(messages).toContainEqual([
        'WARN',
        `${why} Until then the limits that the app ships hold, and WebAssembly computes.`,
      ]);
    }
  });

  it.each([FIT, 'lstmscore m', 'lstmscore m order=input'])(
    'out of range stop %s',
    async (search) => {
      head.configure({ max_memory_mb: 'lots' });

      expect(await refusal(search)).toBe(
        'Invalid value for max_memory_mb in [settings] of lstm_toolkit.conf: must be an integer between 200 and 65536, got "lots". Ask an administrator to correct it.',
      );
    },
  );
});
