import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { parseConf } from '../support/package/conf.ts';
import { fitBody, longFit } from '../support/package/long-fit.ts';
import { SearchHead } from '../support/package/search-head.ts';
import { appFolder } from '../support/package/wire-command.ts';
import { flows, TINY } from '../support/rows/sample-flows.ts';

// lstm_toolkit.log has a line for each run of each command and a line for each epoch, in a form that
// Splunk reads.

const FIT = `lstmfit label from bytes proto into m ${TINY}`;

let head: SearchHead;

beforeAll(async () => {
  head = await SearchHead.start();
  await head.run(FIT, flows());
});

afterEach(() => head.configure());

afterAll(() => head.close());

/** Returns the lines that `work` adds. */
async function linesOf(work: () => Promise<unknown>): Promise<Record<string, unknown>[]> {
  const before = head.log().length;
  await work();
  return head.log().slice(before);
}

const eventsOf = (lines: readonly Record<string, unknown>[]): unknown[] =>
  lines.map(({ event }) => event);

describe('a run', () => {
  it.each([
    ['fit', FIT, { command: 'lstmfit', model: 'm', version: 2 }],
    ['score', 'lstmscore m', { command: 'lstmscore', model: 'user:m', version: 2 }],
    ['stream', 'lstmscore m order=input', { command: 'lstmscore', model: 'user:m', version: 2 }],
  ])('of a %s has one line: what ran, on what, and what came of it', async (_, search, facts) => {
    const lines = await linesOf(() => head.run(search, flows(), { sid: '1763800000.7' }));

    expect(lines.filter(({ event }) => event === 'run')).toEqual([
      {
        time: expect.stringMatching(/Z$/),
        level: 'INFO',
        event: 'run',
        pid: expect.any(Number),
        sid: '1763800000.7',
        app: 'search',
        user: 'demo',
        ...facts,
        kernel: expect.stringMatching(/^(avx512|avx2|wasm)$/),
        rows: 60,
        seconds: expect.any(Number),
        memory_mb: expect.any(Number),
        outcome: 'ok',
      },
    ]);
    const { memory_mb: megabytes } = lines.at(-1) ?? {};
    expect(megabytes).toBeGreaterThan(30);
    expect(megabytes).toBeLessThan(200);
  });

  it.each([
    ['lstmmodels', { command: 'lstmmodels' }],
    ['lstmmodels m show=versions', { command: 'lstmmodels', model: 'm' }],
    ['lstmmanage share m sharing=user', { command: 'lstmmanage', model: 'user:m' }],
  ])('of | %s has one too', async (search, facts) => {
    const lines = await linesOf(() => head.run(`| ${search}`, { fields: [], rows: [] }));

    expect(lines.filter(({ event }) => event === 'run')).toEqual([
      expect.objectContaining({ ...facts, rows: 0, outcome: 'ok' }),
    ]);
  });

  it('that is refused says so, without the sentence, which may hold values', async () => {
    const search = 'lstmfit label from bytes into m mode=regress';

    const lines = await linesOf(() => head.refusal(search, flows()));

    expect(eventsOf(lines)).toEqual(['phase', 'run']);
    expect(lines[1]).toMatchObject({ level: 'WARN', outcome: 'error', rows: 60 });
    expect(JSON.stringify(lines)).not.toMatch(/attack|benign/);
  });

  it('that is cancelled says so', async () => {
    const command = await longFit(head, fitBody(60), 'cancelled');
    command.kill('SIGTERM');
    await command.gone();

    expect(head.log().at(-1)).toMatchObject({
      event: 'run',
      command: 'lstmfit',
      model: 'cancelled',
      outcome: 'cancelled',
    });
  });
});

describe('a fit', () => {
  it('has a line for each phase and each epoch', async () => {
    const lines = await linesOf(() => head.run(FIT.replace('epochs=1', 'epochs=2'), flows()));

    const told = lines.map(({ event, phase }) => phase ?? event);
    const during = ['training', 'epoch', 'epoch', 'evaluating', 'saving'];
    expect(told).toEqual(['reading', 'estimate', ...during, 'run']);
    expect(lines[2]).toMatchObject({ model: 'm', epochs: 2, max_seconds: 600 });
    expect(lines[4]).toMatchObject({ model: 'm', epoch: 2, best_epoch: expect.any(Number) });
    expect(lines[1]).toMatchObject({
      model: 'm',
      threads: 1,
      estimated_memory_mb: expect.any(Number),
      estimated_seconds: expect.any(Number),
    });
  });
});

describe('log_level', () => {
  const both = async (): Promise<void> => {
    await head.run('lstmscore m', flows());
    await head.refusal('lstmscore m max_rows=1', flows());
  };

  it.each([
    ['INFO', ['ok', 'error']],
    ['warn', ['error']],
    ['ERROR', []],
  ])('%s logs runs that came out %j', async (level, outcomes) => {
    head.configure({ log_level: level });

    const lines = await linesOf(both);

    const runs = lines.filter(({ event }) => event === 'run');
    expect(runs.map(({ outcome }) => outcome)).toEqual(outcomes);
  });
});

describe('props.conf', () => {
  const stanzas = parseConf(readFileSync(join(appFolder, 'default/props.conf'), 'utf8'));
  const settings = stanzas.get('lstm_toolkit') ?? {};

  /** The letters of strptime match these patterns. */
  const DIGITS: Readonly<Record<string, string>> = {
    '%Y': '\\d{4}',
    '%m': '\\d\\d',
    '%d': '\\d\\d',
    '%H': '\\d\\d',
    '%M': '\\d\\d',
    '%S': '\\d\\d',
    '%3N': '\\d{3}',
  };

  it('finds the time of each line, and nothing else', () => {
    const { TIME_PREFIX = '', TIME_FORMAT = '', MAX_TIMESTAMP_LOOKAHEAD = '' } = settings;
    const format = TIME_FORMAT.replaceAll('.', '\\.').replaceAll(
      /%3N|%\w/g,
      (letter) => DIGITS[letter] ?? letter,
    );
    const pattern = new RegExp(`${TIME_PREFIX}(${format})"`);
    const lines = head.logText().split('\n').slice(0, -1);

    expect(lines.length).toBeGreaterThan(5);
    for (const line of lines) {
      const time = pattern.exec(line)?.[1];
      expect(time).toBe(JSON.parse(line).time);
      expect(time).toHaveLength(Number(MAX_TIMESTAMP_LOOKAHEAD));
      expect(Buffer.byteLength(line)).toBeLessThan(Number(settings['TRUNCATE']));
    }
    expect(settings['TZ']).toBe('UTC');
  });

  it('gives the log its source type, also where it was renamed', () => {
    const [source = ''] = stanzas.keys();
    const pattern = new RegExp(source.replace('source::...', '.*'));

    expect(stanzas.get(source)).toEqual({ sourcetype: 'lstm_toolkit' });
    for (const name of ['lstm_toolkit.log', 'lstm_toolkit.log.1']) {
      expect(head.pathOf(`var/log/splunk/${name}`)).toMatch(pattern);
    }
    expect(settings).toMatchObject({ KV_MODE: 'json', SHOULD_LINEMERGE: 'false' });
  });

  it('holds in every app', () => {
    const meta = parseConf(readFileSync(join(appFolder, 'metadata/default.meta'), 'utf8'));

    expect(meta.get('props')).toEqual({ export: 'system' });
  });
});
