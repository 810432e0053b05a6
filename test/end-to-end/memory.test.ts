import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { createRandom } from '../../src/random.ts';
import type { SearchResult } from '../../tools/local-splunk/run-search.ts';
import type { Launch } from '../../tools/local-splunk/search-options.ts';
import type { Table } from '../../tools/local-splunk/table.ts';
import { type Refusal, SearchHead } from '../support/package/search-head.ts';
import { type CommandName, WireCommand } from '../support/package/wire-command.ts';
import { execute, getinfo, hold } from '../support/package/wire-dialogue.ts';

// These tests measure max_memory_mb: a search that is just allowed stays below it, and one that is
// refused never reaches it.

// A test runs three searches on 30,000 rows.
jest.setTimeout(240_000);
const PATIENT = { replyTimeoutMs: 120_000 };
/** A command is refused when it has rows, as well without a launch for parsing. */
const REFUSED = { ...PATIENT, isParsed: false };

let head: SearchHead;

beforeAll(async () => {
  head = await SearchHead.start();
});

afterEach(() => head.configure());

afterAll(() => head.close());

/** Makes rows of numbers, a few categories and an address, `by` one of 50 hosts. */
function busyRows(count: number, numbers: number): Table {
  const random = createRandom(1);
  const fields = Array.from({ length: numbers }, (_, at) => `n${at}`);
  const rows = Array.from({ length: count }, (_, row) => [
    String(1_700_000_000 + row),
    `host${row % 50}`,
    `10.${row % 7}.${row % 199}.${row % 251}`,
    `code${row % 23}`,
    row % 5 < 2 ? 'attack' : 'benign',
    ...fields.map(() => String(Math.round(1e6 * random.normal()) / 1e3)),
  ]);
  return { fields: ['_time', 'host', 'ip', 'code', 'label', ...fields], rows };
}

const ROWS = busyRows(30_000, 12);
const FEW: Table = { ...ROWS, rows: ROWS.rows.slice(0, 3000) };

/** Returns the megabytes of the process that ran the rows. */
function peakOf(launches: readonly Launch[]): number {
  return (launches.find(({ phase }) => phase === 'run')?.peakKilobytes ?? Number.NaN) / 1024;
}

/** Returns the megabytes that a fit says it would take. */
function estimateIn(messages: SearchResult['messages']): number {
  const text = messages.map(([, said]) => said).find((said) => said.startsWith('Estimated before'));
  return Number(/training: (\d+) MB/.exec(text ?? '')?.[1]);
}

/** Returns the megabytes that a refused search says it would take. */
function neededIn(sentence: string): number {
  return Number(/would take about (\d+) MB, more/.exec(sentence)?.[1]);
}

/** Refuses a fit, though not by the estimate of reading alone, which comes first. */
async function refusedFit(fit: string): Promise<Refusal & { limit: number }> {
  for (let limit = 200; ; ) {
    head.configure({ max_memory_mb: limit });
    const refused = await head.refusal(fit, ROWS, REFUSED);
    if (!refused.sentence.startsWith('Reading ')) return { ...refused, limit };
    limit = neededIn(refused.sentence);
  }
}

describe('a fit', () => {
  it.each([
    ['window=10 by host', '* into m units=16 window=10 epochs=1 by host'],
    ['window=fields', '* into m units=8 window=fields epochs=1'],
    ['with predictions', 'n* code into m units=8 window=5 epochs=1 output=predictions'],
  ])('%s that is just allowed stays below the limit', async (_, words) => {
    const fit = `lstmfit label from ${words}`;
    const refused = await refusedFit(fit);
    const estimate = neededIn(refused.sentence);

    head.configure({ max_memory_mb: estimate });
    const { launches, messages } = await head.run(fit, ROWS, PATIENT);

    expect(estimateIn(messages)).toBe(estimate);
    expect(peakOf(launches)).toBeLessThan(estimate);
    // The number is an estimate of this fit, not just a large number.
    expect(peakOf(launches)).toBeGreaterThan(estimate / 3);
    expect(refused.sentence).toMatch(
      /^Training on 30,000 rows with .* would take about \d+ MB, more than max_memory_mb allows/,
    );
    expect(peakOf(refused.error.launches)).toBeLessThan(refused.limit);
  });

  it('that would need more is refused before it trains', async () => {
    const fit = 'lstmfit label from * into refused window=20000 units=64 epochs=1';
    head.configure({ max_memory_mb: 500 });

    const { sentence, error } = await head.refusal(fit, ROWS, REFUSED);

    expect(sentence).toMatch(/^Training on 30,000 rows with window=20000, units=64 .*\(500 MB\)/);
    expect(peakOf(error.launches)).toBeLessThan(500);
    expect(head.epochs('refused')).toEqual([]);
    expect(head.hasModel('refused')).toBe(false);
  });

  it('says its estimate in a message and in the summary', async () => {
    const fit = 'lstmfit label from n0 n1 into told window=5 epochs=1 output=summary';
    const { messages, table } = await head.run(fit, FEW, PATIENT);

    expect(messages).toContainEqual([
      'INFO',
      expect.stringMatching(
        /^Estimated before training: \d+ MB of at most 4,000 MB, .*\d s of at most 600 s, .*\d s an epoch\.$/,
      ),
    ]);
    expect(table.fields.slice(-2)).toEqual(['estimated_memory_mb', 'estimated_seconds']);
    expect(table.rows[0]?.slice(-2).map(Number)).toEqual([
      expect.closeTo(100, -2),
      expect.any(Number),
    ]);
  });

  it('whose first pass would outlast the time limit many times is refused', async () => {
    const fit = 'lstmfit label from n* into endless window=500 units=256 max_time=1';

    const { sentence } = await head.refusal(fit, ROWS, REFUSED);

    expect(sentence).toMatch(
      /^One pass over the training rows would take about [\d,]+ s, and 1 s are allowed \(max_time, max_fit_time\): use fewer rows/,
    );
  });
});

describe('scoring', () => {
  beforeAll(async () => {
    await head.run('lstmfit label from * into m units=16 window=10 epochs=1 by host', FEW, PATIENT);
  });

  it('all rows at once, where that is just allowed, stays below the limit', async () => {
    head.configure({ max_memory_mb: 200 });
    const { sentence, error } = await head.refusal('lstmscore m', ROWS, REFUSED);
    const estimate = neededIn(sentence);
    head.configure({ max_memory_mb: estimate });

    const { launches } = await head.run('lstmscore m', ROWS, PATIENT);

    expect(sentence).toMatch(/^Scoring 30,000 rows at once would take about \d+ MB, more/);
    expect(peakOf(error.launches)).toBeLessThan(200);
    expect(peakOf(launches)).toBeLessThan(estimate);
    expect(peakOf(launches)).toBeGreaterThan(estimate / 3);
  });

  it('as a stream stays below a limit that is too tight for all rows at once', async () => {
    head.configure({ max_memory_mb: 200 });

    const { launches, table } = await head.run('lstmscore m order=input', ROWS, PATIENT);

    expect(table.rows).toHaveLength(30_000);
    expect(peakOf(launches)).toBeLessThan(200);
  });
});

/** Makes `count` rows as CSV: numbers, addresses that are all different, and one of 30 classes. */
function csvRows(count: number, numbers: number, addresses: number): string {
  const random = createRandom(2);
  const names = [...Array(numbers).keys()].map((at) => `n${at}`);
  const hosts = [...Array(addresses).keys()].map((at) => `ip${at}`);
  const lines = Array.from({ length: count }, (_, row) => [
    1_700_000_000 + row,
    `class${row % 30}`,
    ...names.map(() => Math.round(1e6 * random.normal()) / 1e3),
    ...hosts.map((_name, at) => `10.${(row >> 16) + at}.${(row >> 8) & 255}.${row & 255}`),
  ]);
  return [['_time', 'kind', ...names, ...hosts], ...lines].map((line) => `${line}\n`).join('');
}

describe('scoring stays below its estimate', () => {
  it.each([
    ['numbers', 60_000, 12, 0, 'n*', 'shape threads=2'],
    ['tokens of numbers', 60_000, 12, 0, 'n* window=fields', 'shape'],
    ['a probability of each class', 50_000, 4, 0, 'n*', 'shape probabilities=true'],
    ['addresses', 25_000, 2, 10, 'ip*', 'shape'],
  ])('of %s', async (_, count, numbers, addresses, features, words) => {
    const small = csvRows(600, numbers, addresses);
    const large = csvRows(count, numbers, addresses);
    const surroundings = head.surroundings();
    const fit = `kind from ${features} into shape units=4 epochs=1${features.includes('window') ? '' : ' window=2'}`;
    const fitted = await hold('lstmfit', surroundings, { args: fit.split(' ') }, [small]);
    const score = async (megabytes: number) => {
      head.configure({ max_memory_mb: megabytes });
      const command = new WireCommand('lstmscore', surroundings.environment);
      await command.ask(getinfo(surroundings, { args: words.split(' ') }));
      const { metadata } = await command.ask(execute(true), large);
      const status = readFileSync(`/proc/${command.pid}/status`, 'utf8');
      await command.end();
      const peak = Number(/^VmHWM:\s*(\d+)/m.exec(status)?.[1]) / 1024;
      return { error: metadata['error'] as string | undefined, peak };
    };

    const refused = await score(200);
    const estimate = neededIn(refused.error ?? '');
    const scored = await score(estimate);

    expect(fitted.last.metadata['error']).toBeUndefined();
    expect(refused.peak).toBeLessThan(200);
    expect(scored.error).toBeUndefined();
    expect(scored.peak).toBeLessThan(estimate);
    expect(scored.peak).toBeGreaterThan(estimate / 3);
  });
});

describe('rows that are more than may be held', () => {
  const LINE = `1700000000,attack,${'x'.repeat(990)}\n`;
  const CHUNK = `_time,label,text\n${LINE.repeat(4000)}`;

  it.each<[CommandName, string[]]>([
    ['lstmfit', ['label', 'from', 'text', 'into', 'held']],
    ['lstmscore', ['m']],
  ])('are read to the end, but not kept: %s', async (name, args) => {
    head.configure({ max_memory_mb: 200 });
    const surroundings = head.surroundings();
    const command = new WireCommand(name, surroundings.environment);
    await command.ask(getinfo(surroundings, { args }));

    for (let at = 0; at < 40; at++) {
      const { metadata } = await command.ask(execute(false), CHUNK);
      expect(metadata).toEqual({ finished: false });
    }
    const { metadata } = await command.ask(execute(true), CHUNK);
    const status = readFileSync(`/proc/${command.pid}/status`, 'utf8');
    await command.end();

    expect(metadata['error']).toMatch(/^The results take 161 MB, and 64 MB may be held: keep only/);
    expect(Number(/^VmHWM:\s*(\d+)/m.exec(status)?.[1]) / 1024).toBeLessThan(200);
  });
});
