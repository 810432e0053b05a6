import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { binaryMetrics, regressionMetrics } from '../../src/evaluate/metrics.ts';
import { argmax } from '../../src/evaluate/probabilities.ts';
import type { Metrics } from '../../src/model/record.ts';
import { type Table, toRecords } from '../../tools/local-splunk/table.ts';
import { SearchHead } from '../support/package/search-head.ts';
import { column, flows, newestFirst, TINY, withColumn } from '../support/rows/sample-flows.ts';

/** The cases of `test/golden/metrics.json`, which scikit-learn computed. */
interface Golden {
  readonly name: string;
  readonly threshold: number;
  readonly y_true: number[];
  readonly y_predicted: number[];
  readonly probability: number[];
  readonly probabilities: number[][];
  readonly metrics: Metrics;
}

const golden: Record<'binary' | 'multiclass' | 'regression', Golden[]> = JSON.parse(
  readFileSync(new URL('../golden/metrics.json', import.meta.url), 'utf8'),
);

const SCORED = ['label', 'predicted(label)', 'probability(label=1)', 'status(label)'];

let head: SearchHead;

beforeAll(async () => {
  head = await SearchHead.start();
});

afterAll(() => head.close());

/** Returns the one row of a macro, with numbers as numbers, without its null fields and the note. */
async function figures(search: string, rows: Table): Promise<Record<string, number>> {
  const { table } = await head.run(search, rows);
  expect(table.rows).toHaveLength(1);
  const [{ note, ...row } = {}] = toRecords(table);
  // Either there are figures, or a sentence says why there are none.
  expect(note === undefined).toBe(Number(row['rows']) > 0);
  return Object.fromEntries(Object.entries(row).map(([name, text]) => [name, Number(text)]));
}

function expectSame(actual: Record<string, number>, expected: Metrics): void {
  expect(Object.keys(actual).sort()).toEqual(Object.keys(expected).sort());
  for (const [name, value] of Object.entries(expected)) {
    expect([name, actual[name]]).toEqual([name, expect.closeTo(value, 9)]);
  }
}

/** These rows must not count. */
const LEFT_OUT = [
  ['', '1', '0.9', 'ok'],
  ['1', '', '', 'warmup'],
  ['0', '', '', 'missing'],
  ['1', '1', '0.8', 'unseen'],
];

/** Adds rows to leave out to every other case, and reverses the order there. */
function scored(rows: readonly (readonly string[])[], odd: boolean): Table {
  return { fields: SCORED, rows: odd ? rows : [...LEFT_OUT, ...rows, ...LEFT_OUT].toReversed() };
}

describe('scikit-learn gives the same', () => {
  it.concurrent.each(golden.binary.map((entry, at) => [entry.name, entry, at] as const))(
    'two classes: %s',
    async (_, { y_true, probability, threshold, metrics }, at) => {
      const rows = y_true.map((actual, sample) => {
        const chance = probability[sample] ?? Number.NaN;
        return [String(actual), String(Number(chance >= threshold)), String(chance), 'ok'];
      });
      const isOdd = at % 2 === 1;

      const found = await figures('`lstm_metrics(label,1)`', scored(rows, isOdd));

      const counts = { rows: y_true.length, rows_left_out: isOdd ? 0 : 8 };
      expectSame(found, { ...counts, ...metrics });
    },
  );

  it.concurrent.each(golden.multiclass.map((entry, at) => [entry.name, entry, at] as const))(
    'many classes: %s',
    async (_, { y_true, probabilities, metrics }, at) => {
      const rows = y_true.map((actual, sample) => {
        const chances = probabilities[sample] ?? [];
        return [String(actual), String(argmax(chances, 0, chances.length)), '', 'ok'];
      });
      const isOdd = at % 2 === 1;

      const found = await figures('`lstm_class_metrics(label)`', scored(rows, isOdd));

      // The other figures need the probability of every class.
      const { accuracy, precision, recall, f1 } = metrics as Record<string, number>;
      const expected = { accuracy, precision, recall, f1 } as Metrics;
      const counts = { rows: y_true.length, rows_left_out: isOdd ? 0 : 8 };
      expectSame(found, { ...counts, classes: new Set(y_true).size, ...expected });
    },
  );

  it.concurrent.each(golden.regression.map((entry, at) => [entry.name, entry, at] as const))(
    'numbers: %s',
    async (_, { y_true, y_predicted, metrics }, at) => {
      const rows = y_true.map((actual, sample) => {
        return [String(actual), String(y_predicted[sample]), '', 'ok'];
      });
      const isOdd = at % 2 === 1;

      const found = await figures('`lstm_metrics(label)`', scored(rows, isOdd));

      // The error of the naive forecast needs the training rows.
      const { mase: _unknown, ...expected } = metrics as Record<string, number>;
      expectSame(found, { rows: y_true.length, rows_left_out: isOdd ? 0 : 8, ...expected });
    },
  );
});

describe('figures that the rows do not define are null', () => {
  const all = (rows: readonly (readonly string[])[]): Table => ({ fields: SCORED, rows });
  const none = { rows: 0, rows_left_out: 4 };

  it.concurrent.each([
    ['no row', '`lstm_metrics(label,1)`', [], { rows: 0, rows_left_out: 0 }],
    ['no row that counts', '`lstm_metrics(label,1)`', LEFT_OUT, none],
    ['no number', '`lstm_metrics(label)`', LEFT_OUT, none],
    ['no number at all', '`lstm_metrics(label)`', [], { rows: 0, rows_left_out: 0 }],
    ['no class', '`lstm_class_metrics(label)`', LEFT_OUT, { ...none, classes: 0 }],
    [
      'no class at all',
      '`lstm_class_metrics(label)`',
      [],
      { rows: 0, rows_left_out: 0, classes: 0 },
    ],
    [
      'another positive class',
      '`lstm_metrics(label,2)`',
      [['1', '1', '0.9', 'ok']],
      { rows: 0, rows_left_out: 1 },
    ],
    [
      'a number that is always the same',
      '`lstm_metrics(label)`',
      [
        ['1700000000.1', '1700000000.1', '', 'ok'],
        ['1700000000.1', '1700000001.1', '', 'ok'],
      ],
      { rows: 2, rows_left_out: 0, mae: 0.5, rmse: Math.SQRT1_2 },
    ],
  ])('%s', async (_, search, rows, expected) => {
    expectSame(await figures(search, all(rows)), expected);
  });

  it.concurrent.each([
    ['1', { recall: 0.5, precision: 1, f1: 2 / 3, accuracy: 0.5 }],
    ['0', { recall: 0, precision: 0, f1: 0, accuracy: 0.5, fpr: 0.5 }],
  ])('only class %s', async (label, expected) => {
    const rows = [
      [label, '1', '0.75', 'ok'],
      [label, '0', '0.25', 'ok'],
    ];
    const [loss, brier] = [-(Math.log(0.75) + Math.log(0.25)) / 2, (0.25 ** 2 + 0.75 ** 2) / 2];
    const found = await figures('`lstm_metrics(label,1)`', all(rows));
    expectSame(found, { rows: 2, rows_left_out: 0, ...expected, log_loss: loss, brier });
  });
});

it.concurrent.each([
  ['certain and wrong', [0, 1, 0, 1], [0, 0, 1, 1]],
  ['nothing to find, nothing found', [0, 0, 0], [0.25, 0.3, 0.4]],
])('two classes: %s', async (_, actual, chances) => {
  const rows = actual.map((label, row) => {
    const chance = chances[row] ?? Number.NaN;
    return [String(label), String(Number(chance >= 0.5)), String(chance), 'ok'];
  });
  const found = await figures('`lstm_metrics(label,1)`', { fields: SCORED, rows });
  const expected = binaryMetrics(actual, chances, 0.5);
  expectSame(found, { rows: actual.length, rows_left_out: 0, ...expected });
});

it.concurrent.each([
  [
    'large numbers that differ little',
    Array.from({ length: 50 }, (_, row) => 1_700_000_000 + ((row * 7) % 11) / 4),
    (value: number, row: number) => value + (row % 3) / 8,
  ],
  [
    'numbers of few digits',
    [0, 1, 2, 4],
    (value: number, row: number) => value + (row < 2 ? 0.5 : 0),
  ],
])('keeps the digits of %s', async (_, actual, guess) => {
  const predicted = actual.map(guess);
  const rows = actual.map((value, row) => [String(value), String(predicted[row]), '', 'ok']);
  const found = await figures('`lstm_metrics(label)`', { fields: SCORED, rows });
  const expected = regressionMetrics(actual, predicted);
  expectSame(found, { rows: actual.length, rows_left_out: 0, ...expected });
});

describe('a field that is not there is named in the note', () => {
  const all = (rows: readonly (readonly string[])[], fields = SCORED): Table => ({ fields, rows });
  const scoredRow = ['1', '1', '0.9', 'ok'];

  it.concurrent.each([
    ['no results', '`lstm_metrics(label,1)`', all([]), 'There are no results to judge.'],
    [
      'a mistyped target',
      '`lstm_metrics(lable,1)`',
      all([scoredRow]),
      'No row has the field status(lable): name the target of the model; rows scored with as need lstm_metrics_as.',
    ],
    [
      'nothing scored',
      '`lstm_metrics(label,1)`',
      all([['1', '', '', 'warmup']]),
      'No row has the status ok in status(label), which says why.',
    ],
    [
      'no labels',
      '`lstm_metrics(label,1)`',
      all(LEFT_OUT),
      'No row that was scored has a value in label: check its name.',
    ],
    [
      'another positive class',
      '`lstm_metrics(label,2)`',
      all([scoredRow]),
      'No row with a label has a number in probability(label=2): name the positive class of the model.',
    ],
    [
      'a class as a number',
      '`lstm_metrics(label)`',
      all([['high', '1', '', 'ok']]),
      'No row that was scored has a number in label: check its name.',
    ],
    [
      'no forecast',
      '`lstm_metrics(label)`',
      all([['1', '', '', 'ok']]),
      'No row with a true value has a number in predicted(label).',
    ],
    [
      'a mistyped target of many classes',
      '`lstm_class_metrics(kind)`',
      all([scoredRow]),
      'No row has the field status(kind): name the target of the model; rows scored with as need lstm_class_metrics_as.',
    ],
    [
      'a mistyped name of as',
      '`lstm_metrics_as(label,1,verdict)`',
      all([scoredRow]),
      'No row has the field verdict_status: name what stands after as in lstmscore.',
    ],
    [
      'a mistyped name of as, of many classes',
      '`lstm_class_metrics_as(label,verdict)`',
      all([scoredRow]),
      'No row has the field verdict_status: name what stands after as in lstmscore.',
    ],
    [
      'a mistyped name of as, of a number',
      '`lstm_metrics_as(label,guess)`',
      all([scoredRow]),
      'No row has the field guess_status: name what stands after as in lstmscore.',
    ],
  ])('%s', async (_, search, rows, note) => {
    const [row] = await head.records(search, rows);

    expect(row).toEqual(expect.objectContaining({ rows: '0', note }));
  });

  it.concurrent('does not take the probability of one class for that of the other', async () => {
    const fields = ['label', 'x', 'x_probability', 'x_status'];
    const rows = ['0', '1', '0', '1'].map((label, row) => [
      label,
      String(row % 2),
      String(row % 2 === 1 ? 0.8 : 0.1),
      'ok',
    ]);

    expect(await head.records('`lstm_metrics_as(label,0,x)`', { fields, rows })).toEqual([
      {
        rows: '0',
        rows_left_out: '4',
        note: 'Rows predicted as 0 have the lower probabilities: name the positive class of the model.',
      },
    ]);
  });
});

describe('rows that lstmscore scored with as', () => {
  it('have the same figures', async () => {
    await head.run(`lstmfit label from bytes proto into named ${TINY}`, flows());
    await head.run(`lstmfit load from bytes proto into number_named ${TINY}`, flows());
    await head.run(`lstmfit kind from bytes proto into kinds_named ${TINY}`, flows());
    const pairs = [
      ['named', 'lstm_metrics(label,attack)', 'lstm_metrics_as(label,attack,x)'],
      ['named probabilities=true', 'lstm_metrics(label,attack)', 'lstm_metrics_as(label,attack,x)'],
      ['number_named', 'lstm_metrics(load)', 'lstm_metrics_as(load,x)'],
      ['kinds_named', 'lstm_class_metrics(kind)', 'lstm_class_metrics_as(kind,x)'],
    ];

    for (const [model = '', plain = '', named = ''] of pairs) {
      const [name, ...options] = model.split(' ');
      const expected = await figures(`lstmscore ${model} | \`${plain}\``, flows());
      const found = await figures(
        `lstmscore ${name} as x ${options.join(' ')} | \`${named}\``,
        flows(),
      );
      expect(found).toEqual(expected);
      expect(found['rows']).toBe(60);
    }
  });
});

describe('rows that lstmscore scored', () => {
  it('have the figures of the fit, of two classes', async () => {
    const input = withColumn(newestFirst(flows(80)), 'label', (label, row) =>
      row % 9 === 2 ? '' : row % 7 === 3 ? 'benign' : label,
    );
    await head.run(`lstmfit label from bytes proto into two by src min_rows=3 ${TINY}`, input);
    const { table } = await head.run('lstmscore two', input);
    const labels = column(table, 'label');
    const counted = column(table, 'status(label)').map(
      (status, row) => status === 'ok' && labels[row] !== '',
    );
    const actual = labels
      .map((label) => Number(label === 'attack'))
      .filter((_, row) => counted[row]);
    const chances = column(table, 'probability(label=attack)').filter((_, row) => counted[row]);
    const alerts = column(table, 'predicted(label)').filter((_, row) => counted[row]);
    const lowest = Math.min(...chances.filter((_, row) => alerts[row] === 'attack').map(Number));

    const found = await figures('lstmscore two | `lstm_metrics(label,attack)`', input);

    const expected = binaryMetrics(actual, chances.map(Number), lowest);
    expectSame(found, { rows: actual.length, rows_left_out: 80 - actual.length, ...expected });
    expect(found['rows_left_out']).toBeGreaterThan(9);
  });

  it('have the figures of the fit, of a number whose name needs quotes', async () => {
    const input = withColumn(flows(60), 'load (ms)', (_, row) =>
      row % 8 === 1 ? 'n/a' : String(row / 4),
    );
    await head.run(`lstmfit load from bytes proto into number ${TINY}`, flows(60));
    const renamed =
      'rename "predicted(load)" as "predicted(load (ms))", "status(load)" as "status(load (ms))"';
    const { table } = await head.run('lstmscore number', input);
    const kept = column(table, 'load (ms)').map(
      (text, row) => text !== 'n/a' && column(table, 'status(load)')[row] === 'ok',
    );
    const numbers = (field: string): number[] =>
      column(table, field)
        .filter((_, row) => kept[row])
        .map(Number);

    const found = await figures(
      `lstmscore number | ${renamed} | \`lstm_metrics("load (ms)")\``,
      input,
    );

    const expected = regressionMetrics(numbers('load (ms)'), numbers('predicted(load)'));
    expectSame(found, {
      rows: kept.filter(Boolean).length,
      rows_left_out: kept.filter((is) => !is).length,
      ...expected,
    });
    expect(found['rows_left_out']).toBeGreaterThan(7);
  });

  it('have the accuracy that their columns show, of three classes', async () => {
    await head.run(`lstmfit kind from bytes proto into three ${TINY}`, flows());
    const found = await figures('lstmscore three | `lstm_class_metrics(kind)`', flows());
    const { table } = await head.run('lstmscore three', flows());
    const predicted = column(table, 'predicted(kind)');
    const hits = column(table, 'kind').filter((kind, row) => kind === predicted[row]).length;
    expect(found).toMatchObject({
      rows: 60,
      rows_left_out: 0,
      classes: 3,
      accuracy: expect.closeTo(hits / 60, 9),
    });
  });
});

it.each([
  ["`lstm_metrics(it's,attack)`", "lstm_metrics needs the target and its positive class without '"],
  ['`lstm_metrics(label,a|b)`', 'lstm_metrics needs the target and its positive class without'],
  ['`lstm_metrics("a[b]")`', 'lstm_metrics needs a target without'],
  [String.raw`${'`'}lstm_class_metrics(a\b)${'`'}`, 'lstm_class_metrics needs a target without'],
  ['`lstm_metrics(label,attack,0.5)`', "macro 'lstm_metrics(3)' that cannot be found"],
])('%s is refused', async (search, message) => {
  const { sentence } = await head.refusal(search, flows(3));
  expect(sentence).toContain(message);
});
