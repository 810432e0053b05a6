import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Table } from '../../tools/local-splunk/table.ts';
import { SearchHead } from '../support/package/search-head.ts';
import { noisyFlows } from '../support/rows/noisy-flows.ts';
import { column, flows, START, TINY, withColumn, without } from '../support/rows/sample-flows.ts';
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

beforeAll(async () => {
  head = await SearchHead.start();
  await together([...RULES], async ([rule, end]) => {
    const fit = `lstmfit label from bytes into m_${end} ${QUICK} threshold=${rule}`;
    fits.set(rule, await rowsOf(`${fit} output=predictions as x`, DATA));
  });
});

afterAll(() => head.close());

async function rowsOf(search: string, input: Table): Promise<ScoredRow[]> {
  const { table } = await head.run(search, input);
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

  it('comes with the number of false positives, and the bound of their rate', async () => {
    const negatives = validationOf('fpr:0.05').filter(({ isAttack }) => !isAttack);
    const hits = count(negatives, ({ isAlert }) => isAlert);
    const fit = `lstmfit label from bytes into said ${QUICK} threshold=fpr:0.05`;
    const { messages } = await head.run(fit, DATA);
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
    ['0.3', 'low'],
    ['fpr:0.05', 'fpr'],
    ['alerts:500/day', 'alerts'],
  ])('predicts as the model that was fitted with threshold=%s', async (rule, end) => {
    const { table: expected } = await head.run(`lstmscore m_${end} as x`, LATER);
    for (const order of ['time', 'input']) {
      const search = `lstmscore m_auto as x threshold=${rule} order=${order}`;
      const { table } = await head.run(search, LATER);
      expect(table).toEqual(expected);
    }
    const { table: own } = await head.run('lstmscore m_auto as x', LATER);
    expect(column(own, 'x')).not.toEqual(column(expected, 'x'));
  });
});

describe('a threshold that the rows cannot choose is refused', () => {
  const positives = (table: Table, isAttack: (row: number) => boolean): Table =>
    withColumn(table, 'label', (_, row) => (isAttack(row) ? 'attack' : 'benign'));

  /** Of the 300 validation rows 200 are negative. */
  const FEW = positives(noisyFlows(1500), (row) => row % 3 === 0);

  const cases: [string, string, Table, RegExp][] = [
    [
      'a share of too few negatives, with the smallest there is',
      'label from bytes into x threshold=fpr:0.001',
      FEW,
      /^fpr:0\.001 needs 3,000 validation rows of the class benign, and there are 200: allow at least fpr:0\.015, or search for more rows\.$/,
    ],
    [
      'alerts in no time',
      'label from bytes into x threshold=alerts:5/day',
      without(DATA, '_time'),
      /^alerts:5\/day needs validation rows with times, and there are none: name the field that holds them with time=<field>/,
    ],
    [
      'less than one alert',
      'label from bytes into x threshold=alerts:5/day',
      DATA,
      /^alerts:5\/day is 0\.23 alerts in the 67 minutes of validation rows: allow at least alerts:22\/day, or search a longer time range\.$/,
    ],
    [
      'f1 of one class',
      'label from bytes into x threshold=f1',
      positives(DATA, (row) => row < 1000),
      /^f1 needs validation rows of both classes, and all 400 are of the class benign: search for more rows/,
    ],
    [
      'a rule without validation rows',
      'label from bytes into x threshold=fpr:0.05 split=none',
      DATA,
      /^threshold=fpr needs held-out rows, and split=none has none: leave one out\.$/,
    ],
    [
      'a rule for three classes',
      'kind from bytes into x threshold=fpr:0.05',
      flows(),
      /^threshold is for a target of two classes, and kind has 3: leave it out\.$/,
    ],
    [
      'a rule for a number',
      'load from bytes into x threshold=f1',
      flows(),
      /^threshold is for classes, and load is a number/,
    ],
  ];

  it.each(cases)('in lstmfit: %s', async (_, text, input, sentence) => {
    const { sentence: said } = await head.refusal(`lstmfit ${text} window=1 ${TINY}`, input);
    expect(said).toMatch(sentence);
    expect(head.hasModel('x')).toBe(false);
  });

  it('in lstmfit: one negative more makes it possible', async () => {
    const fit = `lstmfit label from bytes into x_enough window=1 threshold=fpr:0.015 ${TINY}`;
    await head.run(fit, FEW);
    const { sentence } = await head.refusal(fit.replace('0.015', '0.0149'), FEW);
    expect(sentence).toMatch(/^fpr:0\.0149 needs 202 /);
  });

  it.each([
    [
      'a share of too few negatives',
      'm_auto threshold=fpr:0.001',
      /^fpr:0\.001 needs 3,000 validation rows of the class benign, and there are 272: allow at least fpr:0\.012/,
    ],
    ['less than one alert', 'm_auto threshold=alerts:5/day', /^alerts:5\/day is 0\.23 alerts /],
    [
      'f1, whose rows are gone',
      'm_auto threshold=f1',
      /^Invalid value for threshold: must be a number between 0 and 1, fpr:<share> such as fpr:0\.001, or alerts:<number>\/day, got "f1"$/,
    ],
    [
      'a rule for a model without validation rows',
      'unheld threshold=fpr:0.05',
      /^threshold=fpr:… needs the validation rows of the fit, and this model had none: give a number, or train with another split\.$/,
    ],
    [
      'alerts for a model without times',
      'timeless threshold=alerts:5/day',
      /^alerts:5\/day needs validation rows with times, and there are none/,
    ],
    [
      'a rule for three classes',
      'three threshold=fpr:0.5',
      /^threshold is for models of two classes, and this one predicts one of 3: leave it out\.$/,
    ],
  ])('in lstmscore: %s', async (_, text, sentence) => {
    await fitOthers();
    const { sentence: said } = await head.refusal(`lstmscore ${text}`, DATA);
    expect(said).toMatch(sentence);
  });
});

/** Fits models whose stored curve cannot answer every rule. */
async function fitOthers(): Promise<void> {
  if (head.hasModel('three')) return;
  await head.run(`lstmfit label from bytes into unheld window=1 split=none ${TINY}`, DATA);
  await head.run(`lstmfit label from bytes into timeless window=1 ${TINY}`, without(DATA, '_time'));
  await head.run(`lstmfit kind from bytes into three window=1 ${TINY}`, flows());
}

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
  it.each(['auto', 'none', 'attack:50', 'benign:30'])(
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
