import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Table } from '../../tools/local-splunk/table.ts';
import { SearchHead } from '../support/package/search-head.ts';

let head: SearchHead;

beforeAll(async () => {
  head = await SearchHead.start();
});

afterAll(() => head.close());

type Label = readonly [label: string, probability: number];

/** Rows of two classes with ties among their probabilities. */
const LABELS: readonly Label[] = Array.from({ length: 120 }, (_, row) => {
  const isAttack = (row * 7) % 5 < 2;
  const chance = (((row * 37) % 41) + (isAttack ? 9 : 0)) / 50;
  return [isAttack ? 'ddos' : 'benign', chance] as const;
});

const PLAIN = ['label', 'probability(label=ddos)'];
const NAMED = ['label', 'x_probability'];

function table(fields: readonly string[], rows: readonly Label[]): Table {
  return { fields, rows: rows.map(([label, chance]) => [label, String(chance)]) };
}

interface Point {
  readonly threshold: number;
  readonly alerts: number;
  readonly hits: number;
}

/** Counts from the start for each threshold, the highest first. */
function pointsOf(rows: readonly Label[], positive = 'ddos'): Point[] {
  const thresholds = [...new Set(rows.map(([, chance]) => chance))].sort((a, b) => b - a);
  return thresholds.map((threshold) => {
    const alerts = rows.filter(([, chance]) => chance >= threshold);
    const hits = alerts.filter(([label]) => label === positive);
    return { threshold, alerts: alerts.length, hits: hits.length };
  });
}

/** Expects the same numbers in the same columns, and nothing else but a note. */
async function expectRows(
  search: string,
  input: Table,
  expected: readonly Readonly<Record<string, number>>[],
): Promise<void> {
  const found = await head.records(search, input);
  expect(found).toHaveLength(expected.length);
  for (const [at, { note: _note, ...row }] of found.entries()) {
    const close = Object.entries(expected[at] ?? {}).map(([name, value]) => [
      name,
      expect.closeTo(value, 9),
    ]);
    const numbers = Object.entries(row).map(([name, text]) => [name, Number(text)]);
    expect(Object.fromEntries(numbers)).toEqual(Object.fromEntries(close));
  }
}

const positives = LABELS.filter(([label]) => label === 'ddos').length;
const negatives = LABELS.length - positives;

type RowOf = (point: Point) => Readonly<Record<string, number>>;

const CURVES: readonly (readonly [macro: string, rowOf: RowOf])[] = [
  [
    'lstm_roc',
    ({ threshold, alerts, hits }: Point) => {
      return { threshold, fpr: (alerts - hits) / negatives, recall: hits / positives };
    },
  ],
  [
    'lstm_pr',
    ({ threshold, alerts, hits }: Point) => {
      return { threshold, recall: hits / positives, precision: hits / alerts };
    },
  ],
  [
    'lstm_threshold',
    ({ threshold, alerts, hits }: Point) => {
      const [precision, recall] = [hits / alerts, hits / positives];
      const f1 = hits === 0 ? 0 : (2 * precision * recall) / (precision + recall);
      return { threshold, alerts, precision, recall, f1, fpr: (alerts - hits) / negatives };
    },
  ],
];

describe.each(CURVES)('%s', (macro, rowOf) => {
  const expected = pointsOf(LABELS).map(rowOf);

  it('has a row for each probability', async () => {
    const search = `\`${macro}(label,"probability(label=ddos)")\``;
    await expectRows(search, table(PLAIN, LABELS), expected);
  });

  it('takes the class as an argument where the name of the field tells none', async () => {
    const search = `\`${macro}(label,x_probability,ddos)\``;
    await expectRows(search, table(NAMED, LABELS), expected);
  });
});

it('takes one of several classes against the rest', async () => {
  const rows = LABELS.map(([label, chance], at): Label => {
    return [label === 'benign' && at % 3 === 0 ? 'portscan' : label, chance];
  });
  const isScan = rows.filter(([label]) => label === 'portscan').length;
  const expected = pointsOf(rows, 'portscan').map(({ threshold, alerts, hits }) => {
    const fpr = (alerts - hits) / (rows.length - isScan);
    return { threshold, fpr, recall: hits / isScan };
  });

  await expectRows('`lstm_roc(label,x_probability,portscan)`', table(NAMED, rows), expected);
});

it('tells classes that are numbers by their texts', async () => {
  const rows: Label[] = [
    ['1', 0.9],
    ['1.0', 0.8],
    ['0', 0.1],
  ];
  await expectRows('`lstm_roc(label,x_probability,1)`', table(NAMED, rows), [
    { threshold: 0.9, fpr: 0, recall: 1 },
    { threshold: 0.8, fpr: 0.5, recall: 1 },
    { threshold: 0.1, fpr: 1, recall: 1 },
  ]);
});

it('keeps some 1,000 exact points of a long curve, with the highest F1', async () => {
  const rows = Array.from({ length: 3500 }, (_, row): Label => {
    return [row % 7 === 0 || row > 3200 ? 'ddos' : 'benign', ((row * 7919) % 3501) / 3501];
  });
  const found = await head.records(
    '`lstm_threshold(label,x_probability,ddos)`',
    table(NAMED, rows),
  );
  const all = pointsOf(rows);
  const total = rows.filter(([label]) => label === 'ddos').length;
  const f1Of = ({ alerts, hits }: Point): number => (2 * hits) / (alerts + total);

  expect(found.length).toBeGreaterThanOrEqual(1000);
  expect(found.length).toBeLessThan(1010);
  expect(Number(found[0]?.['threshold'])).toBeCloseTo(all[0]?.threshold ?? 0, 9);
  expect(Number(found.at(-1)?.['alerts'])).toBe(3500);
  expect(Math.max(...found.map(({ f1 }) => Number(f1)))).toBeCloseTo(Math.max(...all.map(f1Of)), 9);
});

it('lstm_calibration has a row for each tenth with rows', async () => {
  const bins = Map.groupBy(LABELS, ([, chance]) => Math.min(9, Math.floor(chance * 10)));
  const expected = [...bins]
    .sort(([a], [b]) => a - b)
    .map(([bin, rows]) => {
      const sum = rows.reduce((total, [, chance]) => total + chance, 0);
      const hits = rows.filter(([label]) => label === 'ddos').length;
      const observed = hits / rows.length;
      const probability = sum / rows.length;
      return { lower: bin / 10, upper: (bin + 1) / 10, probability, observed, rows: rows.length };
    });

  const found = '`lstm_calibration(label,"probability(label=ddos)")`';
  await expectRows(found, table(PLAIN, LABELS), expected);
  await expectRows('`lstm_calibration(label,x_probability,ddos)`', table(NAMED, LABELS), expected);
});

it('lstm_calibration counts a probability of 1 in the last tenth', async () => {
  const rows: Label[] = [
    ['ddos', 1],
    ['benign', 0.95],
  ];
  await expectRows('`lstm_calibration(label,x_probability,ddos)`', table(NAMED, rows), [
    { lower: 0.9, upper: 1, probability: 0.975, observed: 0.5, rows: 2 },
  ]);
});

describe('lstm_confusion', () => {
  const rows = [
    ['benign', 'benign'],
    ['benign', 'ddos'],
    ['ddos', 'ddos'],
    ['benign', 'benign'],
    ['', 'ddos'],
    ['ddos', ''],
  ];

  it('counts pairs and their share of the true class', async () => {
    const input = { fields: ['label', 'x'], rows };
    expect(await head.records('`lstm_confusion(label,x)`', input)).toEqual([
      {
        actual: 'benign',
        predicted: 'benign',
        count: '2',
        share: expect.stringMatching(/^0\.66666/),
        note: '2 of 6 rows have no value in label or x and are left out.',
      },
      {
        actual: 'benign',
        predicted: 'ddos',
        count: '1',
        share: expect.stringMatching(/^0\.33333/),
      },
      { actual: 'ddos', predicted: 'ddos', count: '1', share: '1' },
    ]);
  });

  it('reads the column that lstmscore names predicted(…)', async () => {
    const input = { fields: ['label', 'predicted(label)'], rows: rows.slice(0, 4) };
    const found = await head.records('`lstm_confusion(label,"predicted(label)")`', input);
    expect(found.map(({ count }) => count)).toEqual(['2', '1', '1']);
  });

  it.each([
    ['lable', 'x', 'No row has a value in lable: check its name.'],
    ['label', 'y', 'No row with a value in label has one in y: check its name.'],
  ])('says that there is nothing in %s and %s', async (actual, predicted, note) => {
    const input = { fields: ['label', 'x'], rows };
    const found = await head.records(`\`lstm_confusion(${actual},${predicted})\``, input);
    expect(found).toEqual([{ count: '0', note }]);
  });
});

const ALL_CURVES = ['lstm_roc', 'lstm_pr', 'lstm_threshold', 'lstm_calibration'];

describe.each(ALL_CURVES)('%s says why there is nothing', (macro) => {
  const needed = macro === 'lstm_calibration' ? 'a probability' : 'a number';

  it.each([
    ['(lable,x_probability,ddos)', LABELS, 'No row has a value in lable: check its name.'],
    ['(label,y,ddos)', LABELS, `No row with a value in label has ${needed} in y: check its name.`],
    [
      '(label,x_probability,scan)',
      LABELS,
      'No row with a label is of the positive class: name the class as the last argument, as in (label,verdict_probability,ddos).',
    ],
    [
      '(label,x_probability)',
      LABELS,
      'No row with a label is of the positive class: name the class as the last argument, as in (label,verdict_probability,ddos).',
    ],
    [
      '(label,x_probability,ddos)',
      LABELS.filter(([label]) => label === 'ddos'),
      'All rows with a label are of the positive class: add rows of other classes.',
    ],
  ])('%s', async (call, rows, note) => {
    const [row, ...more] = await head.records(`\`${macro}${call}\``, table(NAMED, rows));
    expect(more).toEqual([]);
    expect(row).toEqual(macro === 'lstm_calibration' ? { rows: '0', note } : { note });
  });

  it('counts the rows that it leaves out', async () => {
    const rows: Label[] = [...LABELS, ['', 0.5], ['ddos', Number.NaN]];
    const found = await head.records(`\`${macro}(label,x_probability,ddos)\``, table(NAMED, rows));
    expect(found.map(({ note }) => note).filter((note) => note !== undefined)).toEqual([
      `2 of 122 rows have no value in label or not ${needed} in x_probability and are left out.`,
    ]);
  });
});

it.each([
  ['`lstm_confusion(a|b,x)`', 'lstm_confusion needs the field with the true class'],
  ["`lstm_roc(it's,x)`", 'lstm_roc needs the field with the label'],
  ['`lstm_calibration(label,x,a[b])`', 'lstm_calibration needs the field with the label'],
])('%s is refused', async (search, message) => {
  const { sentence } = await head.refusal(search, table(NAMED, LABELS));
  expect(sentence).toContain(message);
});
