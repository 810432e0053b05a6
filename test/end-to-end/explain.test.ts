import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AnomalyCalibration, RankTable } from '../../src/model/record.ts';
import { natsAbove, shareAbove } from '../../src/tasks/anomaly/rank-table.ts';
import type { Table } from '../../tools/local-splunk/table.ts';
import { SearchHead } from '../support/package/search-head.ts';
import { column } from '../support/rows/sample-flows.ts';

const FIT = 'window=4 units=8 epochs=12 learning_rate=0.02 batch_size=32';

/**
 * Makes rows of one host. `label` is attack where `a` of the row before is large, `load` is twice the
 * `a` of two rows before, and `noise` is random. `port` has eight values, `b` has two.
 */
function rows(count = 600): Table {
  const random = (row: number, salt: number): number =>
    (1 + ((Math.sin(12.9898 * row + 78.233 * salt) * 43_758.5453) % 1)) % 1;
  const a = (row: number): number => Math.round(100 * random(row, 1));
  return {
    fields: ['_time', 'a', 'noise', 'port', 'b', 'label', 'load', 'kind'],
    rows: Array.from({ length: count }, (_, row) => [
      String(1_700_000_000 + 10 * row),
      String(a(row)),
      random(row, 2).toFixed(3),
      String(1000 + Math.floor(8 * random(row, 3))),
      random(row, 4) < 0.5 ? 'x' : 'y',
      a(row - 1) > 60 ? 'attack' : 'benign',
      String(2 * a(row - 2)),
      ['low', 'middle', 'high'][Math.floor(a(row) / 34)] ?? 'high',
    ]),
  };
}

let head: SearchHead;

beforeAll(async () => {
  head = await SearchHead.start();
  await head.run(`lstmfit label from a noise port b into m ${FIT}`, rows());
  await head.run(`lstmfit load from a noise into n ${FIT}`, rows());
  await head.run('lstmfit from b port into o window=4 units=8 epochs=4', rows());
  await head.run(
    `lstmfit kind from a noise b into k ${FIT} window=fields`.replace('window=4', ''),
    rows(),
  );
});

afterAll(() => head.close());

const ROWS = rows();

/** Returns the reasons of each row. */
async function reasons(search: string, name: string): Promise<string[][]> {
  const { table } = await head.once(search, ROWS);
  return column(table, name).map((cell) => cell.split('\n').filter((text) => text !== ''));
}

/** Parses the reasons of one row. */
function reasonsIn(cell: string): { readonly field: string; readonly amount: number }[] {
  return cell.split('\n').map((text) => {
    const [, field = '', amount] = /^([\w ]+?)(?: \(\d back\))?:([+-].*)$/.exec(text) ?? [];
    return { field, amount: Number(amount) };
  });
}

/** One part of the score of a row of two fields: of a field, or of one kind of counts, in the order of their weights. */
const COUNTS = ['row', 'whole', 'values', 'pair'] as const;
interface Part {
  readonly kind: 'head' | (typeof COUNTS)[number];
  readonly field: string;
  /** What the reason says. */
  readonly nats: number;
  readonly weight: number;
  /** Its weight among those of which the least share is looked for. */
  readonly chance: number;
}

function partsIn(
  cell: string,
  { weights: [ofNetwork = 1, ...others] = [] }: AnomalyCalibration,
): Part[] {
  const parts = reasonsIn(cell).map(({ field: name, amount }): Part => {
    const [, , field = ''] = /^(rare )?(\w+)/.exec(name) ?? [];
    const nats = amount * Math.LN2;
    const kind = kindOf(name);
    if (kind === 'head') return { kind, field, nats, weight: 1, chance: ofNetwork / 2 };
    const weight = others[COUNTS.indexOf(kind)] ?? 1;
    return { kind, field, nats, weight, chance: weight };
  });
  // What is rare as a whole has the same field as the row.
  const ofRow = parts.find(({ kind }) => kind === 'row')?.field ?? '';
  return parts.map((part) => (part.kind === 'whole' ? { ...part, field: ofRow } : part));
}

function kindOf(name: string): Part['kind'] {
  if (name === 'rare row') return 'whole';
  if (name.endsWith(' by itself')) return 'values';
  if (name.startsWith('rare ')) return 'row';
  return name.includes(' seldom with ') ? 'pair' : 'head';
}

/** Returns −ln of the share of a part over its chance. */
function oddness({ nats, weight, chance }: Part): number {
  return nats / weight + Math.log(chance);
}

/** Returns −ln of the weighted harmonic mean of the shares of both sums and of the least part. */
function rankedBy(
  parts: readonly Part[],
  { sums, least, weights = [] }: AnomalyCalibration,
): number {
  const [ofNetwork = 1, ...ofEvidence] = weights;
  const ofCounts = ofEvidence.reduce((sum, weight) => sum + weight, 0);
  const sumOf = (isHead: boolean): number =>
    parts.reduce((sum, { kind, nats }) => sum + ((kind === 'head') === isHead ? nats : 0), 0);
  const [heads, counts] = [true, false].map((isHead, at) =>
    Math.exp(natsAbove(sums?.[at] as RankTable, sumOf(isHead))),
  ) as [number, number];
  const mean = (ofNetwork * heads + ofCounts * counts) / (ofNetwork + ofCounts);
  const most = natsAbove(least as RankTable, Math.max(...parts.map(oddness)));
  return Math.log(0.3 * mean + 0.7 * Math.exp(most));
}

/** Returns the most frequent first reason. */
function commonest(lists: readonly (readonly string[])[]): string {
  const counts = new Map<string, number>();
  for (const [first = ''] of lists) {
    const name = first.replace(/:[^:]*$/, '');
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  counts.delete('');
  return [...counts].sort((one, other) => other[1] - one[1])[0]?.[0] ?? '';
}

describe('explain', () => {
  it.concurrent('names the field that moved the score most, and the row that held it', async () => {
    const ofClass = await reasons('lstmscore m explain=2', 'reason(label)');
    const ofNumber = await reasons('lstmscore n explain=1', 'reason(load)');
    const ofRow = await reasons('lstmscore k explain=1', 'reason(kind)');

    expect(commonest(ofClass)).toBe('a (1 back)');
    expect(commonest(ofNumber)).toBe('a (2 back)');
    expect(commonest(ofRow)).toBe('a');
  });

  it.concurrent('explains rows from the threshold on, unless all are asked for', async () => {
    const { table } = await head.once('lstmscore m explain=2', ROWS);
    const found = column(table, 'reason(label)').map((cell) => cell !== '');
    const all = await reasons('lstmscore m explain=1 explain_all=true', 'reason(label)');

    expect(found).toEqual(column(table, 'predicted(label)').map((name) => name === 'attack'));
    expect(all.every((list) => list.length === 1)).toBe(true);
  });

  it.concurrent('adds up over all fields to the move from one typical row', async () => {
    const { table } = await head.run('lstmscore n explain=100', rows());
    const guesses = column(table, 'predicted(load)').map(Number);
    const sums = column(table, 'reason(load)').map((cell) =>
      cell.split('\n').reduce((sum, text) => sum + Number(/:([+-].*)$/.exec(text)?.[1]), 0),
    );
    // Windows of one length start from the same typical window.
    const starts = guesses.map((guess, row) => guess - (sums[row] ?? 0)).slice(4);

    expect(Math.max(...starts) - Math.min(...starts)).toBeLessThan(0.03 * 200);
  });

  it.concurrent('tells the parts whose sum and largest one the score of mode=anomaly ranks', async () => {
    const { table } = await head.run('lstmscore o explain=100 explain_all=true', rows());
    const anomaly = head.versions('o')[0]?.header['anomaly'] as AnomalyCalibration;
    const reasons = column(table, 'anomaly_reason');
    const expected = column(table, 'anomaly_expected');

    for (const [row, score] of column(table, 'anomaly_score').entries()) {
      if (score === '') continue;
      const parts = partsIn(reasons[row] ?? '', anomaly);
      // A reason is written with three digits, so that each part may be larger or smaller by 0.5 %.
      const shareOf = (factor: number): number => {
        const all = parts.map((part) => ({ ...part, nats: factor * part.nats }));
        return shareAbove(anomaly.combined, rankedBy(all, anomaly));
      };
      expect(1 - Number(score)).toBeGreaterThan(shareOf(1.006) - 1e-6);
      expect(1 - Number(score)).toBeLessThan(shareOf(0.994) + 1e-6);
      expect(Math.min(...parts.map(({ nats }) => nats))).toBeGreaterThanOrEqual(0);
      expect(parts.map(({ kind, field }) => (kind === 'head' ? field : kind)).sort()).toEqual([
        ...['b', 'pair', 'port', 'row', 'values', 'whole'],
      ]);
      // The field whose likely values are named is that of the least share.
      const fields = (expected[row] ?? '').split('\n').map((text) => text.replace(/=.*$/, ''));
      const own = parts.filter(({ field }) => fields.includes(field));
      expect(new Set(fields).size).toBe(1);
      expect(Math.max(...own.map(oddness))).toBeGreaterThan(Math.max(...parts.map(oddness)) - 0.1);
    }
    expect(reasons.filter((text) => text !== '')).toHaveLength(600);
  });

  it.concurrent('names the row before that made a value odd, and none where the value itself is', async () => {
    const letters = ['p', 'q', 'r', 't'];
    const input = (odd: ReadonlyMap<number, string>): Table => ({
      fields: ['_time', 'host', 'letter'],
      rows: Array.from({ length: 3000 }, (_, row) => {
        const [host, step] = [Math.floor(row / 10), row % 10];
        // Each host repeats two letters of its own.
        const own = letters[Math.floor(4 * Math.abs(Math.sin(97 * host + 31 * (step % 2)))) % 4];
        return [String(row), `h${host}`, odd.get(row) ?? own ?? ''];
      }),
    });
    const plain = input(new Map()).rows.map((row) => row[2]);
    await head.run(
      'lstmfit from letter into copies by host window=4 units=16 epochs=15 learning_rate=0.01',
      input(new Map()),
    );
    // The commonest letter is likely after typical rows, and odd on a host that never has it.
    const counts = letters.map((letter) => plain.filter((own) => own === letter).length);
    const commonest = letters[counts.indexOf(Math.max(...counts))] ?? '';
    const at = plain.findIndex(
      (own, row) =>
        row > 2000 && row % 10 === 8 && own !== commonest && plain[row - 1] !== commonest,
    );
    const odd = new Map([
      [at, commonest],
      [1008, 'never'],
    ]);

    const { table } = await head.run('lstmscore copies explain=1 explain_all=true', input(odd));

    const reasons = column(table, 'anomaly_reason');
    expect(reasons[at]).toMatch(/^letter \(2 back\):\+/);
    expect(reasons[1008]).toMatch(/^letter:\+/);
  });

  it.concurrent('gives the same reasons as a stream, in a column named after as', async () => {
    const expected = await reasons('lstmscore m explain=2', 'reason(label)');

    const found = await reasons('lstmscore m as x explain=2 order=input', 'x_reason');

    expect(found).toEqual(expected);
  });

  it.concurrent('leaves out rows of the commonest of several classes, and says so', async () => {
    const { table, messages } = await head.once('lstmscore k explain=1', ROWS);
    const predicted = column(table, 'predicted(kind)');
    const explained = column(table, 'reason(kind)').map((cell) => cell !== '');
    const all = await reasons('lstmscore k explain=1 explain_all=true', 'reason(kind)');
    const counts = new Map<string, number>();
    for (const name of predicted) counts.set(name, (counts.get(name) ?? 0) + 1);
    const [[most = '', count = 0] = []] = [...counts].sort((a, b) => b[1] - a[1]);

    expect(explained).toEqual(predicted.map((name) => name !== most));
    expect(all.every((list) => list.length === 1)).toBe(true);
    expect(messages.map(([, text]) => text)).toContain(
      `Explained ${600 - count} rows that are not ${most}, the commonest class here; explain_all=true explains the others too.`,
    );
  });

  it('stops at max_explain_time, and says what it left out and how to explain it', async () => {
    const fit = 'lstmfit label from a noise port b into slow window=20 units=96 epochs=1';
    await head.run(fit, rows(300));
    head.configure({ max_explain_time: 1 });

    const { table, messages } = await head.run(
      'lstmscore slow explain=2 explain_all=true',
      rows(1500),
    );
    head.configure();

    const count = column(table, 'reason(label)').filter((cell) => cell !== '').length;
    const warning = messages.find(([, text]) => text.startsWith('Explained'));
    const [, explained, left, seconds] =
      /^Explained ([\d,]+) rows? of 1,500, and left out ([\d,]+): all would take about ([\d,]+) s, as the first 16 told, and the 1 s of max_explain_time in lstm_toolkit.conf are over\. Search with since= for the newest rows only: .*; or use a higher threshold\.$/
        .exec(warning?.[1] ?? '')
        ?.map((text) => Number(text.replaceAll(',', ''))) ?? [];
    expect(warning?.[0]).toBe('WARN');
    expect(explained).toBe(count);
    expect(left).toBe(1500 - count);
    expect(count).toBeGreaterThan(0);
    expect(seconds).toBeGreaterThanOrEqual(1);
    expect(head.log()).toContainEqual(
      expect.objectContaining({ event: 'estimate', model: 'slow', explained_rows: 1500 }),
    );
  });

  it.concurrent('says how many rows were explained', async () => {
    const { messages } = await head.once('lstmscore n explain=1', ROWS);

    expect(messages.map(([, text]) => text)).toContain('Explained 600 rows.');
  });
});
