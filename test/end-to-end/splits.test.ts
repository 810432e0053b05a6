import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { SearchResult } from '../../tools/local-splunk/run-search.ts';
import type { Table } from '../../tools/local-splunk/table.ts';
import { SearchHead } from '../support/package/search-head.ts';
import { column, flows, shuffled, TINY, withColumn } from '../support/rows/sample-flows.ts';
import { together } from '../support/together.ts';

// These tests check which rows train, validate and test, and the messages where a part lacks a class.

let head: SearchHead;

beforeAll(async () => {
  head = await SearchHead.start();
});

afterAll(() => head.close());

const SOURCES = column(flows(), 'src');

/** Returns the part of each row, in the order of time, and the messages. */
async function partsOf(
  fit: string,
  input: Table,
): Promise<{ sets: string[]; messages: SearchResult['messages'] }> {
  const search = `lstmfit ${fit} ${TINY} output=predictions as x`;
  const { table, messages } = await head.run(`${search} | sort 0 _time`, input);
  return { sets: column(table, 'x_set'), messages };
}

function counts(sets: readonly string[]): Record<string, number> {
  const found: Record<string, number> = {};
  for (const set of sets) found[set] = (found[set] ?? 0) + 1;
  return found;
}

const repeated = (set: string, count: number): string[] => Array<string>(count).fill(set);

/** Counts the runs of neighbours in the same part. */
const runsOf = (sets: readonly string[]): number =>
  sets.filter((set, row) => set !== sets[row - 1]).length;

const usage = (messages: SearchResult['messages']): string | undefined =>
  messages.map(([, text]) => text).find((text) => / results read, /.test(text));

describe('split=time', () => {
  it.each([
    ['rows', ''],
    ['windows', 'window=3'],
    ['windows of each entity', 'window=3 by src'],
  ])('of %s: the newest test, those before validate, the oldest train', async (title, options) => {
    const model = `time_${title.replaceAll(' ', '_')}`;
    const fit = `label from bytes proto into ${model} ${options} validation=0.25 test=0.1`;
    const { sets, messages } = await partsOf(fit, shuffled(flows()));
    expect(sets).toEqual([
      ...repeated('train', 39),
      ...repeated('validation', 15),
      ...repeated('test', 6),
    ]);
    expect(usage(messages)).toBe('60 results read, 60 used, 15 of them to validate and 6 to test.');
  });

  it('has no test part where the rows are few, and no message mentions one', async () => {
    const { sets, messages } = await partsOf('label from bytes into untested', flows());
    expect(counts(sets)).toEqual({ train: 48, validation: 12 });
    expect(usage(messages)).toBe('60 results read, 60 used, 12 of them to validate.');
  });

  it('leaves out windows with label=any that reach over a border, and counts them', async () => {
    const fit = 'label from bytes into crossing by src window=3 label=any test=0.2';
    const { sets, messages } = await partsOf(fit, flows());
    const borders = [36, 48];
    // A window of three rows crosses the border for the first two rows of each source after it.
    const expected = SOURCES.map((src, row) => {
      const start = borders.findLast((border) => border <= row) ?? 0;
      const before = SOURCES.slice(start, row).filter((other) => other === src).length;
      if (start > 0 && before < 2) return 'none';
      return ['train', 'validation', 'test'][borders.filter((border) => border <= row).length];
    });
    expect(sets).toEqual(expected);
    expect(counts(sets)['none']).toBe(12);
    expect(usage(messages)).toBe(
      '60 results read, 48 used, 6 of them to validate and 6 to test. Not used: 12 by label=any (their window crosses the split).',
    );
    const last = await partsOf(fit.replace('label=any', 'label=last'), flows());
    expect(counts(last.sets)).toEqual({ train: 36, validation: 12, test: 12 });
  });
});

describe('split=random', () => {
  it('deals rows at random, in another way for another seed', async () => {
    const fit = 'label from bytes proto into dealt split=random test=0.1';
    const { sets, messages } = await partsOf(fit, flows());
    expect(counts(sets)).toEqual({ train: 42, validation: 12, test: 6 });
    expect(runsOf(sets)).toBeGreaterThan(10);
    expect(usage(messages)).toBe('60 results read, 60 used, 12 of them to validate and 6 to test.');
    expect((await partsOf(fit, flows())).sets).toEqual(sets);
    expect((await partsOf(`${fit} seed=1`, flows())).sets).not.toEqual(sets);
  });

  it('deals windows in whole blocks', async () => {
    const fit = 'label from bytes into blocks split=random window=3 test=0.1';
    const { sets, messages } = await partsOf(fit, flows());
    // The training windows at the borders share rows with held-out ones.
    expect(counts(sets)).toEqual({ train: 34, none: 8, validation: 12, test: 6 });
    expect(messages.map(([, text]) => text)).toContain(
      '8 training windows at the borders of held-out blocks left out: they share rows with held-out windows.',
    );
    expect(usage(messages)).toMatch(
      / Not used: 8 by split=random \(their window shares rows with a held-out one\)\.$/,
    );
    // Three blocks of six windows are held out, each with at most two borders.
    expect(runsOf(sets)).toBeLessThanOrEqual(13);
    expect(new Set(sets.slice(0, 48))).not.toEqual(new Set(['train']));
  });
});

describe('split=entity', () => {
  const TEN = withColumn(flows(200), 'src', (_, row) => `10.0.0.${row % 10}`);

  it.each([
    ['windows', 'window=3'],
    ['rows', 'window=fields'],
  ])('of %s keeps an entity on one side', async (title, options) => {
    const fit = `label from bytes into whole_${title} by src split=entity ${options} test=0.1`;
    const { sets, messages } = await partsOf(fit, TEN);
    const sides = new Map<string, Set<string>>();
    for (const [row, set] of sets.entries()) {
      const src = `10.0.0.${row % 10}`;
      sides.set(src, (sides.get(src) ?? new Set()).add(set));
    }
    expect([...sides.values()].map((found) => found.size)).toEqual(Array(10).fill(1));
    expect(counts(sets)).toEqual({ train: 140, validation: 40, test: 20 });
    expect(usage(messages)).toBe(
      '200 results read, 200 used, 40 of them to validate and 20 to test.',
    );
  });

  it('holds out other entities for another seed', async () => {
    const fit = 'label from bytes into whole_seeded by src split=entity window=3';
    const found = new Set<string>();
    for (const seed of [0, 1, 2]) {
      found.add((await partsOf(`${fit} seed=${seed}`, TEN)).sets.join());
    }
    expect(found.size).toBeGreaterThan(1);
  });
});

describe('split=none', () => {
  it('trains on all rows, and calls the figures those of training', async () => {
    const { sets, messages } = await partsOf('label from bytes into all split=none', flows());
    expect(counts(sets)).toEqual({ train: 60 });
    expect(usage(messages)).toBe('60 results read, 60 used.');
    expect(messages.filter(([, text]) => /comes to no row/.test(text))).toEqual([]);
    expect(messages).toContainEqual(['INFO', expect.stringMatching(/^Training rows: accuracy /)]);
    const fit = `lstmfit label from bytes into all split=none ${TINY} output=summary`;
    const [summary = {}] = await head.records(fit, flows());
    expect(Object.keys(summary).filter((name) => /^(?:val|test)_/.test(name))).toEqual([]);
    expect(summary).toHaveProperty('train_f1');
  });
});

describe('test=auto', () => {
  it('is a tenth from 500 sequences on, the newest', async () => {
    const summaries = new Map<number, Record<string, unknown>>();
    await together([499, 500], async (count) => {
      const fit = `lstmfit label from bytes into many_${count} window=1 ${TINY} output=summary`;
      const { table, messages } = await head.run(fit, flows(count));
      const [row = []] = table.rows;
      summaries.set(count, Object.fromEntries(table.fields.map((name, at) => [name, row[at]])));
      const held =
        count === 500 ? '100 of them to validate and 50 to test' : '100 of them to validate';
      const rows = count.toLocaleString('en');
      expect(usage(messages)).toBe(`${rows} results read, ${rows} used, ${held}.`);
    });
    expect(summaries.get(499)).not.toHaveProperty('test_f1');
    expect(summaries.get(500)).toHaveProperty('test_f1');
    expect(summaries.get(500)).toHaveProperty('val_f1');
  });

  it('counts sequences that can be examples only', async () => {
    const input = withColumn(flows(500), 'label', (label, row) => (row === 7 ? '' : label));
    const fit = `lstmfit label from bytes into unlabelled window=1 ${TINY}`;
    const { messages } = await head.run(fit, input);
    expect(usage(messages)).toBe(
      '500 results read, 499 used, 100 of them to validate. Not used: 1 without label.',
    );
  });

  it('chooses nothing: the figures of other parts stay, whatever the test rows say', async () => {
    const inverted = withColumn(flows(300), 'label', (label, row) => {
      if (row < 270) return label;
      return label === 'attack' ? 'benign' : 'attack';
    });
    const options = 'window=1 test=0.1 epochs=5 units=4 learning_rate=0.05 output=summary';
    const search = (model: string): string => `lstmfit label from bytes into ${model} ${options}`;
    const [right = {}] = await head.records(search('honest'), flows(300));
    const [wrong = {}] = await head.records(search('fooled'), inverted);
    expect(right).toMatchObject({ test_f1: '1', val_f1: '1' });
    expect(wrong).toMatchObject({ test_f1: '0', val_f1: '1', threshold: right['threshold'] });
    expect(head.versions('honest')[0]?.weights).toBe(head.versions('fooled')[0]?.weights);
  });
});

describe('a part that lacks a class is said, with the remedy', () => {
  const labelled = (isAttack: (row: number) => boolean, table = flows()): Table =>
    withColumn(table, 'label', (_, row) => (isAttack(row) ? 'attack' : 'benign'));
  const cases: [string, string, Table, string][] = [
    [
      'validation by time',
      'label from bytes into lack_time',
      labelled((row) => row < 40 && row % 2 === 0),
      'All 12 validation rows are of the class benign, so the validation figures say little: use split=random, or a time range in which classes mix.',
    ],
    [
      'test by time',
      'label from bytes into lack_test test=0.1',
      labelled((row) => row < 54 && row % 2 === 0),
      'All 6 test rows are of the class benign, so the test figures say little: use split=random, or a time range in which classes mix.',
    ],
    [
      'validation by lot',
      'label from bytes into lack_random split=random',
      labelled((row) => row === 3),
      'All 12 validation rows are of the class benign, so the validation figures say little: search for more rows.',
    ],
    [
      'validation by entity',
      'label from bytes into lack_entity by src split=entity',
      labelled((row) => SOURCES[row] === '10.0.0.1'),
      'All 20 validation rows are of the class benign, so the validation figures say little: use another seed, or search for more entities.',
    ],
    [
      'validation, of a class of three',
      'kind from bytes into lack_one',
      withColumn(flows(), 'kind', (kind, row) => (row >= 48 && kind === 'scan' ? 'web' : kind)),
      'No validation row has the class scan (15 training rows): the validation figures say nothing of it; use split=random, or a time range in which classes mix.',
    ],
    [
      'training, of a class of three',
      'kind from bytes into lack_training test=0.1',
      withColumn(flows(), 'kind', (kind, row) => (row < 50 && kind === 'scan' ? 'web' : kind)),
      'No training row has the class scan (5): the model cannot learn it, and the held-out rows counted here are wrong in the figures; use split=random, or a time range in which classes mix.',
    ],
  ];

  it.each(cases)('%s', async (_, fit, input, expected) => {
    const { messages } = await head.run(`lstmfit ${fit} ${TINY}`, input);
    expect(messages).toContainEqual(['WARN', expected]);
  });

  it('not where it has all of them', async () => {
    const fit = `lstmfit label from bytes into lack_none test=0.1 ${TINY}`;
    const { messages } = await head.run(fit, flows());
    const said = messages.filter(([, text]) => /rows are of the class|No \w+ row has/.test(text));
    expect(said).toEqual([]);
  });

  it('a class that training lacks is wrong in the figures', async () => {
    const input = withColumn(flows(100), 'kind', (_, row) => {
      if (row >= 80) return row % 4 === 0 ? 'seen' : 'late';
      return row % 2 === 0 ? 'seen' : 'other';
    });
    const options = 'window=1 units=4 epochs=20 learning_rate=0.05 output=summary';
    const [summary = {}] = await head.records(
      `lstmfit kind from bytes into lack_late ${options}`,
      withColumn(input, 'bytes', (_, row) => String(row % 2 === 0 ? 100 + row : 900 + row)),
    );
    // Five of the twenty rows are of the class that training has, and easy to predict.
    expect(summary['val_accuracy']).toBe('0.25');
  });

  it('all training rows of one class is an error', async () => {
    const early = labelled((row) => row >= 48);
    const { sentence } = await head.refusal(`lstmfit label from bytes into lack ${TINY}`, early);
    expect(sentence).toBe(
      'All training rows are of the class "benign": use split=random, or a time range in which classes mix.',
    );
    const whole = `lstmfit label from bytes into lack by src split=entity seed=1 ${TINY}`;
    const { sentence: said } = await head.refusal(
      whole,
      labelled((row) => SOURCES[row] === '10.0.0.1'),
    );
    expect(said).toBe(
      'All training rows are of the class "benign": use another seed, or search for more entities.',
    );
  });
});

describe('no row left to validate', () => {
  const alone = withColumn(flows(), 'src', () => '10.0.0.1');
  const cases: [string, string, Table][] = [
    ['a small share of few rows', 'validation=0.001', flows()],
    ['one entity alone', 'by src split=entity', alone],
    ['windows that all reach over the border', 'by src window=20 label=any', flows()],
  ];

  it.each(cases)(
    'is said, and the figures are those of training: %s',
    async (_, options, input) => {
      const fit = `lstmfit label from bytes into unheld ${options} ${TINY}`;
      const { messages } = await head.run(fit, input);
      expect(messages).toContainEqual([
        'WARN',
        expect.stringMatching(
          /^validation=[\d.]+ comes to no row here, so training rows, which are/,
        ),
      ]);
      expect(messages).toContainEqual(['INFO', expect.stringMatching(/^Training rows: accuracy /)]);
      expect(messages.filter(([, text]) => /^Threshold /.test(text))).toEqual([]);
    },
  );

  it('means that no threshold can be chosen', async () => {
    const fit = 'lstmfit label from bytes into unchosen validation=0.001 units=4 epochs=20';
    await head.run(fit, flows());
    expect(head.versions('unchosen')[0]?.header['threshold']).toBe(0.5);
    const { sentence } = await head.refusal('lstmscore unchosen threshold=fpr:0.1', flows());
    expect(sentence).toMatch(/^threshold=fpr:… needs the validation rows of the fit, and /);
  });
});

it('shares of almost all rows are accepted', async () => {
  const fit = 'label from bytes into thin validation=0.5 test=0.4 split=random';
  const { sets } = await partsOf(fit, flows());
  expect(counts(sets)).toEqual({ train: 6, validation: 30, test: 24 });
});
