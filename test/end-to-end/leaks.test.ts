import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { NO_RESULTS, type Table } from '../../tools/local-splunk/table.ts';
import { SearchHead } from '../support/package/search-head.ts';
import { mixedFlows, noisyFlows } from '../support/rows/noisy-flows.ts';
import { column, START, STEP, withColumn } from '../support/rows/sample-flows.ts';

// A fit warns once of each reason why its figures look better than the model is, and is silent where
// there is none.

let head: SearchHead;

beforeAll(async () => {
  head = await SearchHead.start();
});

afterAll(() => head.close());

const CLEAN = mixedFlows(1000);
const LABELS = column(CLEAN, 'label');
const isAttack = (row: number): boolean => LABELS[row] === 'attack';

/** This is enough to learn `mixedFlows` much better than a logistic regression does. */
const LEARNT = 'units=8 epochs=15 learning_rate=0.02';
const ENOUGH = `window=1 ${LEARNT}`;

/**
 * Where one field tells the class, a logistic regression is as good as the LSTM, and rows of one class tell
 * nothing; the tests of leaks ignore these verdicts.
 */
const BEATEN = /^(?:A simpler model is as good|Its figures tell nothing)/;

const texts = (messages: readonly (readonly string[])[], wanted: string): string[] =>
  messages.flatMap(([level, text = '']) => (level === wanted ? [text] : []));

async function leakWarnings(fit: string, input: Table): Promise<string[]> {
  // Without a test part the validation rows are what is warned of.
  const test = /\btest=/.test(fit) ? '' : ' test=0';
  const { messages } = await head.run(`lstmfit ${fit}${test}`, input);
  return texts(messages, 'WARN').filter((text) => !BEATEN.test(text));
}

/** Sorts rows by class, and keeps the times in their order. */
function classByClass({ fields, rows }: Table): Table {
  const sorted = rows.toSorted((a, b) => (String(a[4]) > String(b[4]) ? -1 : 1));
  return { fields, rows: sorted.map((row, at) => row.with(0, String(START + STEP * at))) };
}

/** Makes the newest rows equal the oldest ones, except for their times. */
function repeating({ fields, rows }: Table, again: number): Table {
  const first = rows.length - again;
  const copied = rows.map((row, at) =>
    at < first ? row : (rows[at - first] ?? row).with(0, row[0] ?? ''),
  );
  return { fields, rows: copied };
}

const COPY = withColumn(CLEAN, 'verdict', (_, row) => (isAttack(row) ? '7' : '3'));

const NAMES = withColumn(CLEAN, 'Attack Name', (_, row) => {
  if (!isAttack(row)) return 'none';
  return row % 3 === 0 ? 'scan' : 'ddos';
});

const ONE_CLASS_EACH = withColumn(
  CLEAN,
  'src',
  (_, row) => `10.${isAttack(row) ? 0 : 1}.0.${row % 3}`,
);

const ORDERED = classByClass(CLEAN);

describe('a clean fit', () => {
  it.each([
    ['of rows', `label from * into clean_rows ${ENOUGH}`],
    ['of entities', `label from bytes packets into clean_entities by src ${ENOUGH}`],
    ['with a random split', `label from * into clean_random split=random ${ENOUGH}`],
    ['with whole entities', `label from * into clean_whole by src split=entity ${ENOUGH}`],
  ])('%s warns of nothing', async (_, fit) => {
    const { messages } = await head.run(`lstmfit ${fit}`, CLEAN);
    expect(texts(messages, 'WARN')).toEqual([]);
  });
});

describe('a warning says which field, how much, and what to type', () => {
  const cases: [string, string, Table, unknown[]][] = [
    [
      'a field that tells the class by itself',
      `label from * into named ${ENOUGH}`,
      NAMES,
      [
        'Fields that give label away by themselves: Attack Name (AUC 1.000). Leave out what is not known yet when rows are scored: -"Attack Name".',
      ],
    ],
    [
      'a copy of the class that was named',
      `label from bytes packets verdict into copied ${ENOUGH}`,
      COPY,
      [
        'Kept because named, though a copy of label: verdict. The model will learn little else: leave out with -verdict.',
      ],
    ],
    [
      'the number in another unit that was named',
      `bytes from packets kb into unit ${ENOUGH}`,
      withColumn(CLEAN, 'kb', (_, row) => String(Number(CLEAN.rows[row]?.[2]) / 1000)),
      [
        'Kept because named, though a copy of bytes: kb. The model will learn little else: leave out with -kb.',
      ],
    ],
    [
      'nearly the number',
      `bytes from packets near into nearly ${ENOUGH}`,
      withColumn(CLEAN, 'near', (_, row) => String(Number(CLEAN.rows[row]?.[2]) + (row % 7))),
      [
        'Fields that are nearly copies of bytes: near (correlation 1.000). Leave out what is not known yet when rows are scored: -near.',
      ],
    ],
    [
      'an identifier that was named',
      `label from bytes packets id into identified ${ENOUGH}`,
      withColumn(CLEAN, 'id', (_, row) => String(5000 + 3 * row)),
      [
        expect.stringMatching(
          /^Kept because they were named, though they look like identifiers, which a model can learn by heart: id \(.+\)\. Leave them out with -id\.$/,
        ),
      ],
    ],
    [
      'an entity that is the class',
      `label from bytes packets into one_class by src ${ENOUGH}`,
      ONE_CLASS_EACH,
      [
        'Each entity (src) has one class in the training rows (AUC 1.000 by itself), and 200 of 200 validation rows are of entities that trained: their figures may be better than those of others, as windows can show who it is. Use split=entity to see how the model does on others.',
      ],
    ],
    [
      'an entity that is the class and a feature',
      `label from bytes packets src into one_class_feature by src categories=src ${ENOUGH}`,
      ONE_CLASS_EACH,
      [
        'Fields that give label away by themselves: src (AUC 1.000). Leave out what is not known yet when rows are scored: -src.',
        'The entity (src) gives the class away (AUC 1.000 by itself) and is a feature, and 200 of 200 validation rows are of entities that trained: the model may only learn who it is. Use split=entity to see how the model does on others.',
      ],
    ],
    [
      'rows that come again in the validation part',
      `label from bytes packets into again window=fields ${LEARNT}`,
      repeating(CLEAN, 100),
      [
        expect.stringMatching(
          /^1\d\d of 200 validation rows \(\d\d\.\d %\) are exact copies of training rows, which flatters the figures: remove copies with \| dedup bytes packets, or add fields that tell rows apart\.$/,
        ),
      ],
    ],
    [
      'windows of one row that come again in the validation part',
      `label from bytes packets into one_again window=1 ${LEARNT}`,
      repeating(CLEAN, 100),
      [
        expect.stringMatching(
          /^1\d\d of 200 validation rows \(\d\d\.\d %\) are exact copies of training rows, which flatters the figures: remove copies with \| dedup bytes packets, or add fields that tell rows apart\.$/,
        ),
      ],
    ],
    [
      'windows that come again in the validation part',
      `label from bytes packets into windows_again window=3 ${LEARNT}`,
      repeating(CLEAN, 100),
      [
        '98 of 200 validation windows (49.0 %) are exact copies of training windows, which flatters the figures: search a longer time range, or add fields that tell rows apart.',
      ],
    ],
    [
      'the same, and in the test part',
      `label from bytes packets into tested_again window=3 ${LEARNT} test=0.05`,
      repeating(CLEAN, 100),
      [
        '48 of 200 validation windows (24.0 %) are exact copies of training windows, which flatters the figures: search a longer time range, or add fields that tell rows apart.',
        '50 of 50 test windows (100.0 %) are exact copies of training windows, which flatters the figures: search a longer time range, or add fields that tell rows apart.',
      ],
    ],
    [
      'rows that come class by class',
      `label from bytes packets into ordered ${ENOUGH}`,
      ORDERED,
      [
        'The rows are ordered by class (AUC of time 1.000): training and validation hold different classes. Use split=random, or a time range in which classes mix.',
        'All 200 validation rows are of the class attack, so the validation figures say little: use split=random, or a time range in which classes mix.',
      ],
    ],
  ];

  it.each(cases)('%s', async (_, fit, input, expected) => {
    expect(await leakWarnings(fit, input)).toEqual(expected);
  });

  it('and the model keeps which fields they are', async () => {
    const id = withColumn(NAMES, 'id', (_, row) => String(5000 + 3 * row));
    await head.run(`lstmfit label from bytes id "Attack Name" into kept ${ENOUGH}`, id);
    const fields = await head.records('| lstmmodels kept show=fields', NO_RESULTS);
    const doubts = fields.filter(({ role }) => role === 'feature');
    expect(doubts.map(({ field, reason = '' }) => [field, reason])).toEqual([
      ['bytes', ''],
      ['id', expect.stringMatching(/^looks like an identifier: ./)],
      ['Attack Name', 'alone tells label almost without error'],
    ]);
  });

  it('a model that sequences add nothing to', async () => {
    const fit = 'lstmfit label from bytes packets into simple window=1 units=4 epochs=8';
    const { messages } = await head.run(fit, noisyFlows(1000));
    expect(texts(messages, 'WARN')).toEqual([
      expect.stringMatching(
        /^A simpler model is as good on these rows: on 100 untouched rows F1 [\d.]+ against 0\.\d+ of logistic regression; try window=fields, which reads ranges of numbers, window=20 by <field>, /,
      ),
    ]);
  });
});

describe('typing the words of the warning ends it', () => {
  it.each([
    ['-field', `label from * -"Attack Name" into told ${ENOUGH}`, NAMES],
    [
      'split=entity',
      `label from bytes packets into told_by by src split=entity ${ENOUGH}`,
      ONE_CLASS_EACH,
    ],
    ['split=random', `label from bytes packets into mixed split=random ${ENOUGH}`, ORDERED],
  ])('%s', async (_, fit, input) => {
    const found = await leakWarnings(fit, input);
    expect(found.filter((text) => !/^All \d+ validation rows /.test(text))).toEqual([]);
  });
});

describe('a glob leaves out', () => {
  it.each([
    ['a copy of the class', COPY, 'verdict (a copy of label)'],
    [
      'an identifier',
      withColumn(CLEAN, 'id', (_, row) => `flow ${row}`),
      'id (a different value in every row)',
    ],
    ['a field of one value', withColumn(CLEAN, 'site', () => 'paris'), 'site (one value)'],
  ])('%s, and says so without a warning', async (_, input, expected) => {
    const { messages } = await head.run('lstmfit label from * into globbed window=1', input);
    expect(texts(messages, 'INFO')).toContainEqual(`Left out: ${expected}.`);
    expect(texts(messages, 'WARN')).toEqual([]);
    const encoder = head.versions('globbed')[0]?.header['encoder'] as {
      fields: { field: string }[];
    };
    expect(encoder.fields.map(({ field }) => field)).toEqual(['src', 'bytes', 'packets']);
  });
});
