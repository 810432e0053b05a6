import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { SearchResult } from '../../tools/local-splunk/run-search.ts';
import type { Table } from '../../tools/local-splunk/table.ts';
import { SearchHead } from '../support/package/search-head.ts';
import { noisyFlows } from '../support/rows/noisy-flows.ts';
import { column, flows, START, TINY, withColumn } from '../support/rows/sample-flows.ts';
import { together } from '../support/together.ts';

// These tests check from which probability a row is positive, and whether probabilities are calibrated.

const DATA = noisyFlows(2000);
const QUICK = 'window=1 units=4 epochs=5 learning_rate=0.01';

/** The rules as a user types them, with the end of the name of the model that has the rule. */
const RULES = new Map([
  ['auto', 'auto'],
  ['f1', 'f1'],
  ['0.3', 'low'],
  ['fpr:0.05', 'fpr'],
  ['alerts:500/day', 'alerts'],
]);

interface ScoredRow {
  readonly set: string;
  readonly isAttack: boolean;
  readonly isAlert: boolean;
  readonly probability: number;
}

let head: SearchHead;
const fits = new Map<string, ScoredRow[]>();
let messages: SearchResult['messages'];

beforeAll(async () => {
  head = await SearchHead.start();
  await together([...RULES], async ([rule, end]) => {
    const fit = `lstmfit label from bytes into m_${end} ${QUICK} threshold=${rule}`;
    const result = await head.run(`${fit} output=predictions as x`, DATA);
    fits.set(rule, rowsIn(result.table));
    if (rule === 'fpr:0.05') ({ messages } = result);
  });
});

afterAll(() => head.close());

const rowsOf = async (search: string, input: Table): Promise<ScoredRow[]> =>
  rowsIn((await head.run(search, input)).table);

function rowsIn(table: Table): ScoredRow[] {
  const sets = table.fields.includes('x_set') ? column(table, 'x_set') : [];
  const [labels, alerts] = [column(table, 'label'), column(table, 'x')];
  return column(table, 'x_probability').map((text, row) => ({
    set: sets[row] ?? '',
    isAttack: labels[row] === 'attack',
    isAlert: alerts[row] === 'attack',
    probability: Number(text),
  }));
}

const validationOf = (rule: string): ScoredRow[] =>
  (fits.get(rule) ?? []).filter(({ set }) => set === 'validation');

const thresholdOf = (model: string): unknown => head.versions(model)[0]?.header['threshold'];

const count = (rows: readonly ScoredRow[], isCounted: (row: ScoredRow) => boolean): number =>
  rows.filter(isCounted).length;

function f1Of(rows: readonly ScoredRow[], threshold: number): number {
  const alerts = rows.filter(({ probability }) => probability >= threshold);
  const hits = count(alerts, ({ isAttack }) => isAttack);
  return (2 * hits) / (alerts.length + count(rows, ({ isAttack }) => isAttack));
}

describe('a threshold chosen by lstmfit', () => {
  it('separates rows by their probability, whatever the rule', () => {
    for (const [rule, end] of RULES) {
      const threshold = Number(thresholdOf(`m_${end}`));
      const found = (fits.get(rule) ?? []).map(({ isAlert }) => isAlert);
      const expected = (fits.get(rule) ?? []).map(({ probability }) => probability >= threshold);
      expect(found).toEqual(expected);
      expect(new Set(found).size).toBe(2);
    }
  });

  it('changes neither the weights nor the probabilities', () => {
    const [weights] = head.versions('m_auto').map((version) => version.weights);
    const probabilities = fits.get('auto')?.map(({ probability }) => probability);
    for (const [rule, end] of RULES) {
      expect(head.versions(`m_${end}`)[0]?.weights).toBe(weights);
      expect(fits.get(rule)?.map(({ probability }) => probability)).toEqual(probabilities);
    }
  });

  it('is the number given', () => {
    expect(thresholdOf('m_low')).toBe(0.3);
  });

  it('of f1 has the highest F1 of all on the validation rows; auto is f1', () => {
    const rows = validationOf('f1');
    const best = Math.max(...rows.map(({ probability }) => f1Of(rows, probability)));
    expect(f1Of(rows, Number(thresholdOf('m_f1')))).toBeCloseTo(best, 9);
    expect(thresholdOf('m_auto')).toBe(thresholdOf('m_f1'));
    expect(best).toBeGreaterThan(f1Of(rows, 0.5));
  });

  it('of fpr:0.05 keeps the budget on the validation rows, and uses most of it', () => {
    const negatives = validationOf('fpr:0.05').filter(({ isAttack }) => !isAttack);
    const share = count(negatives, ({ isAlert }) => isAlert) / negatives.length;
    expect(share).toBeLessThanOrEqual(0.05);
    expect(share).toBeGreaterThan(0.04);
  });

  it('of alerts:500/day keeps the budget on the validation rows, and uses most of it', () => {
    const rows = validationOf('alerts:500/day');
    const [first = 0, last = 0] = [DATA.rows[1600]?.[0], DATA.rows[1999]?.[0]].map(Number);
    const budget = (500 * (last - first)) / 86_400;
    const alerts = count(rows, ({ isAlert }) => isAlert);
    expect(alerts).toBeLessThanOrEqual(budget);
    expect(alerts).toBeGreaterThan(0.85 * budget);
  });

  it('is 0.5 where a class has fewer than 20 validation rows', async () => {
    await head.run(`lstmfit label from bytes into few_rows ${QUICK}`, flows(150));
    expect(thresholdOf('few_rows')).toBe(0.5);
  });

  it('comes with the number of false positives, and the bound of their rate', () => {
    const negatives = validationOf('fpr:0.05').filter(({ isAttack }) => !isAttack);
    const hits = count(negatives, ({ isAlert }) => isAlert);
    const text = messages.map(([, said]) => said).find((said) => said.startsWith('Threshold '));
    const [, said, bound] =
      /: (\d+ of \d+) validation rows of the class benign would be called attack, a false-positive rate of 0\.\d+, at most (0\.\d+) with 95 % confidence\.$/.exec(
        text ?? '',
      ) ?? [];
    expect(said).toBe(`${hits} of ${negatives.length}`);
    // The exact bound lies about 1.7 standard errors above the rate.
    const rate = hits / negatives.length;
    const error = Math.sqrt((rate * (1 - rate)) / negatives.length);
    expect(Number(bound)).toBeGreaterThan(rate + 1.5 * error);
    expect(Number(bound)).toBeLessThan(rate + 2.5 * error);
  });
});

describe('a threshold given to lstmscore', () => {
  const LATER = noisyFlows(1000, 0.3, 2);

  it.each([
    ['0.3', 'low', 'input'],
    ['fpr:0.05', 'fpr', 'input'],
    ['alerts:500/day', 'alerts', 'time'],
  ])('predicts as the model that was fitted with threshold=%s', async (rule, end, order) => {
    const { table: expected } = await head.run(`lstmscore m_${end} as x`, LATER);
    const search = `lstmscore m_auto as x threshold=${rule} order=${order}`;
    const { table } = await head.run(search, LATER);
    expect(table).toEqual(expected);
    const { table: own } = await head.once('lstmscore m_auto as x', LATER);
    expect(column(own, 'x')).not.toEqual(column(expected, 'x'));
  });
});

it('a share of false positives is allowed from the least one that the negatives can tell', async () => {
  // Of the 300 validation rows 200 are negative.
  const few = withColumn(noisyFlows(1500), 'label', (_, row) =>
    row % 3 === 0 ? 'attack' : 'benign',
  );
  const fit = `lstmfit label from bytes into x_enough window=1 threshold=fpr:0.015 ${TINY}`;
  await head.run(fit, few);
  const { sentence } = await head.refusal(fit.replace('0.015', '0.0149'), few);
  expect(sentence).toMatch(/^fpr:0\.0149 needs 202 /);
});

describe('probabilities equal the observed shares', () => {
  const RARE = noisyFlows(4000, 0.05);
  const LATER = withColumn(noisyFlows(4000, 0.05, 2), '_time', (_, row) =>
    String(START + 10 * (4000 + row)),
  );
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value / values.length, 0);
  const shareOf = (rows: readonly ScoredRow[]): number =>
    count(rows, ({ isAttack }) => isAttack) / rows.length;
  const sumOf = (rows: readonly ScoredRow[]): number =>
    mean(rows.map(({ probability }) => probability));

  // Without correction, rows of attacks with weight 10 would have a mean of about 0.3.
  it.each(['auto', 'none', 'attack:50'])(
    'with class_weight=%s, in the test part and in later rows',
    async (weight) => {
      const model = `rare_${weight.replace(':', '_')}`;
      const options = `class_weight="${weight}" test=0.2 batch_size=64 output=predictions as x`;
      const rows = await rowsOf(`lstmfit label from bytes into ${model} ${QUICK} ${options}`, RARE);
      const tested = rows.filter(({ set }) => set === 'test');
      expect(tested).toHaveLength(800);
      expect(Math.abs(sumOf(tested) - shareOf(tested))).toBeLessThan(0.01);
      const later = await rowsOf(`lstmscore ${model} as x`, LATER);
      expect(Math.abs(sumOf(later) - shareOf(later))).toBeLessThan(0.01);
      // In the upper tenth of the rows, the mean probability equals the share of attacks.
      const upper = later.toSorted((a, b) => b.probability - a.probability).slice(0, 400);
      expect(shareOf(upper)).toBeGreaterThan(0.15);
      expect(Math.abs(sumOf(upper) - shareOf(upper))).toBeLessThan(0.08);
    },
  );

  it('only the effect of class weights is corrected where no row validates', async () => {
    const means = new Map<string, number>();
    await together(['auto', 'none'], async (weight) => {
      const options = `class_weight=${weight} split=none batch_size=64 output=predictions as x`;
      const fit = `lstmfit label from bytes into all_${weight} ${QUICK} ${options}`;
      means.set(weight, sumOf(await rowsOf(fit, RARE)));
    });
    expect(head.versions('all_auto')[0]?.weights).not.toBe(head.versions('all_none')[0]?.weights);
    for (const found of means.values()) expect(Math.abs(found - 0.05)).toBeLessThan(0.012);
  });
});
