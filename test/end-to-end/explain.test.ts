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

/** Returns the reasons of each row. */
async function reasons(search: string, name: string): Promise<string[][]> {
  const { table } = await head.run(search, rows());
  return column(table, name).map((cell) => cell.split('\n').filter((text) => text !== ''));
}

/** Parses the reasons of one row. */
function reasonsIn(cell: string): { readonly field: string; readonly amount: number }[] {
  return cell.split('\n').map((text) => {
    const [, field = '', amount] = /^(\w+)(?: \(\d back\))?:([+-].*)$/.exec(text) ?? [];
    return { field, amount: Number(amount) };
  });
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
    const { table } = await head.run('lstmscore m explain=1', rows());
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
      const found = reasonsIn(reasons[row] ?? '');
      const nats = found.map(({ amount }) => amount * Math.LN2);
      const sum = natsAbove(
        anomaly.sums?.[0] as RankTable,
        nats.reduce((total, part) => total + part, 0),
      );
      const least = natsAbove(anomaly.least as RankTable, Math.max(...nats));
      const ranked = Math.log(0.3 * Math.exp(sum) + 0.7 * Math.exp(least));
      const share = shareAbove(anomaly.combined, ranked);
      // A reason is written with three digits.
      expect(Math.abs(Math.log(share / (1 - Number(score))))).toBeLessThan(0.2);
      expect(Math.min(...found.map(({ amount }) => amount))).toBeGreaterThanOrEqual(0);
      expect(found.map(({ field }) => field).sort()).toEqual(['b', 'port']);
      // The first reason is of the field whose likely values are named.
      const fields = (expected[row] ?? '').split('\n').map((text) => text.replace(/=.*$/, ''));
      expect([...new Set(fields)]).toEqual([found[0]?.field]);
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
    const plain = input(new Map()).rows;
    await head.run(
      'lstmfit from letter into copies by host window=4 units=16 epochs=15 learning_rate=0.01',
      input(new Map()),
    );
    const other = letters.find(
      (letter) => letter !== plain[2008]?.[2] && letter !== plain[2007]?.[2],
    );
    const odd = new Map([
      [2008, other ?? ''],
      [1008, 'never'],
    ]);

    const { table } = await head.run('lstmscore copies explain=1 explain_all=true', input(odd));

    const reasons = column(table, 'anomaly_reason');
    expect(reasons[2008]).toMatch(/^letter \(2 back\):\+/);
    expect(reasons[1008]).toMatch(/^letter:\+/);
  });

  it.concurrent('gives the same reasons as a stream', async () => {
    const expected = await reasons('lstmscore m explain=2', 'reason(label)');

    const found = await reasons('lstmscore m explain=2 order=input', 'reason(label)');

    expect(found).toEqual(expected);
  });

  it.concurrent('names its column after as', async () => {
    const { table } = await head.run('lstmscore m as x explain=1', rows());

    expect(table.fields).toContain('x_reason');
  });

  it.concurrent('leaves out rows of the commonest of several classes, and says so', async () => {
    const { table, messages } = await head.run('lstmscore k explain=1', rows());
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
    await head.run(fit, rows(1500));
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
    const { messages } = await head.run('lstmscore n explain=1', rows());

    expect(messages.map(([, text]) => text)).toContain('Explained 600 rows.');
  });

  it.concurrent.each([
    [
      'm explain=1000',
      'Invalid value for explain: must be an integer between 0 and 100, got "1000"',
    ],
    ['m explain_all=true', 'explain_all needs explain: add explain=3, or leave explain_all out.'],
    [
      'n explain=1 explain_all=true',
      'This model predicts a number, so every row is explained: leave explain_all out.',
    ],
  ])('%s is refused', async (typed, sentence) => {
    const refusal = await head.refusal(`lstmscore ${typed}`, rows());

    expect(refusal.sentence).toBe(sentence);
  });
});
