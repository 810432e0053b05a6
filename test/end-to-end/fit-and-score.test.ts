import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Table } from '../../tools/local-splunk/table.ts';
import { SearchHead } from '../support/package/search-head.ts';
import { column, flows, newestFirst, TINY, withColumn } from '../support/rows/sample-flows.ts';

let head: SearchHead;

beforeAll(async () => {
  head = await SearchHead.start();
});

afterAll(() => head.close());

const rowOf = ({ fields, rows }: Table, at: number) =>
  Object.fromEntries(fields.map((field, index) => [field, String(rows[at]?.[index] ?? '')]));

describe('lstmscore gives what the fit itself predicted', () => {
  it.concurrent.each([
    ['two classes', 'label from bytes proto'],
    ['two classes, in windows by source', 'label from bytes proto', 'by src window=3'],
    ['three classes', 'kind from bytes proto'],
    ['three classes, in windows', 'kind from bytes proto', 'window=4'],
    ['a number', 'load from bytes proto'],
    ['a number, a row at a time', 'load from bytes proto', 'window=fields'],
    ['a number, in windows by source', 'load from * -src', 'by src window=2 min_rows=2'],
    ['stacked layers with dropout', 'label from bytes', 'window=3 units="4,3" dropout=0.3'],
    ['all options of encoding', 'label from *', 'categorical=embedding ip=onehot window=3'],
    ['a split by lot', 'kind from bytes', 'split=random validation=0.3'],
    ['no validation', 'label from bytes', 'split=none nulls=drop unseen=null'],
    ['sgd', 'load from bytes', 'optimizer=sgd learning_rate=0.05 clip=0 batch_size=7 patience=0'],
    ['rmsprop', 'label from bytes', 'optimizer=rmsprop positive=benign threshold=0.3'],
  ])('%s', async (title, fields, options = '') => {
    const model = `same_${title.replaceAll(/\W/g, '_')}`;
    const settings = options.includes('units') ? 'epochs=1' : TINY;
    const fit = `lstmfit ${fields} into ${model} ${options} ${settings} output=predictions`;
    const input = newestFirst(flows());

    const { table: fitted } = await head.run(fit, input);
    const { table: scored } = await head.run(`lstmscore ${model}`, input);

    const sets = fitted.fields.filter((field) => field.startsWith('set('));
    expect(sets).toHaveLength(1);
    expect(fitted.fields.filter((field) => !sets.includes(field))).toEqual(scored.fields);
    for (const field of scored.fields) expect(column(scored, field)).toEqual(column(fitted, field));
    expect(scored.fields.slice(0, input.fields.length)).toEqual(input.fields);
    for (const field of input.fields) expect(column(scored, field)).toEqual(column(input, field));
  });
});

it('a fit with unseen=error predicts its own rare values', async () => {
  const input = withColumn(flows(), 'proto', (proto, row) => (row < 2 ? 'sctp' : proto));
  const fit = `lstmfit label from bytes proto into rare unseen=error ${TINY} output=predictions`;

  const { table } = await head.run(fit, input);

  expect(new Set(column(table, 'status(label)'))).toEqual(new Set(['ok']));
});

describe('the columns', () => {
  const classes = ['dns', 'scan', 'web'];

  beforeAll(async () => {
    await head.run(`lstmfit label from bytes into two ${TINY}`, flows());
    await head.run(`lstmfit kind from bytes into three ${TINY}`, flows());
    await head.run(`lstmfit load from bytes into number window=fields ${TINY}`, flows());
  });

  it.concurrent.each([
    ['two', ['predicted(label)', 'probability(label=attack)', 'status(label)']],
    ['two as "my guess"', ['my guess', 'my guess_probability', 'my guess_status']],
    [
      'three probabilities=1',
      ['predicted(kind)', ...classes.map((name) => `probability(kind=${name})`), 'status(kind)'],
    ],
    [
      'three as x probabilities=yes',
      ['x', ...classes.map((name) => `x_probability_${name}`), 'x_status'],
    ],
    ['number', ['predicted(load)', 'status(load)']],
    ['two as x order=input', ['x', 'x_probability', 'x_status']],
  ])('of lstmscore %s', async (text, names) => {
    const { table } = await head.run(`lstmscore ${text}`, flows(5));
    const added = table.fields.filter((field) => !flows(1).fields.includes(field));
    expect(added.toSorted()).toEqual(names.toSorted());
  });

  it.concurrent.each([
    [
      'label from bytes into o1',
      ['predicted(label)', 'probability(label=attack)', 'status(label)', 'set(label)'],
    ],
    ['label from bytes into o2 as x', ['x', 'x_probability', 'x_status', 'x_set']],
  ])('of lstmfit %s output=predictions', async (text, names) => {
    const { table } = await head.run(`lstmfit ${text} output=predictions ${TINY}`, flows());
    expect(table.fields.slice(flows(1).fields.length).toSorted()).toEqual(names.toSorted());
  });

  it.concurrent('show for every row whether it trained, validated or neither', async () => {
    const input = withColumn(flows(50), 'label', (label, row) => (row % 10 === 3 ? '' : label));
    const { table } = await head.run(
      `lstmfit label from bytes into sets output=predictions ${TINY}`,
      input,
    );
    const sets = column(table, 'set(label)');
    expect(sets.filter((_, row) => row % 10 === 3)).toEqual([
      'none',
      'none',
      'none',
      'none',
      'none',
    ]);
    // The newest fifth of 45 labelled rows is the validation part.
    expect(sets.filter((set) => set !== 'none')).toEqual([
      ...Array.from({ length: 36 }, () => 'train'),
      ...Array.from({ length: 9 }, () => 'validation'),
    ]);
    expect(new Set(column(table, 'status(label)'))).toEqual(new Set(['ok']));
  });

  it.concurrent('replace columns of the same name, with a warning', async () => {
    const input = withColumn(
      withColumn(flows(4), 'predicted(label)', () => ['old', 'older']),
      'status(label)',
      () => 'old',
    );
    const { table, messages } = await head.run('lstmscore two', input);
    expect(table.fields.filter((field) => field === 'predicted(label)')).toHaveLength(1);
    expect(column(table, 'status(label)')).toEqual(['ok', 'ok', 'ok', 'ok']);
    expect(column(table, 'predicted(label)').join()).not.toMatch(/old/);
    expect(messages).toContainEqual([
      'WARN',
      'Replaced existing columns: predicted(label), status(label).',
    ]);
  });

  it.concurrent('are those of the second time in a search that is scored twice', async () => {
    const { table, messages } = await head.run(
      'lstmscore two as x | lstmscore number as x',
      flows(4),
    );
    expect(column(table, 'x').every((text) => Number.isFinite(Number(text)))).toBe(true);
    expect(messages.filter(([level]) => level === 'WARN')).toEqual([
      ['WARN', 'Replaced existing columns: x, x_status.'],
    ]);
  });
});

describe('values', () => {
  beforeAll(async () => {
    await head.run('lstmfit label from bytes into learnt epochs=30 units=8', flows());
    await head.run('lstmfit kind from bytes proto into many epochs=5 units=8', flows());
    await head.run('lstmfit load from bytes into amount window=fields epochs=30 units=8', flows());
  });

  it.concurrent('are the shortest text that reads back as the same float32', async () => {
    const searches = ['learnt probabilities=true', 'many probabilities=true', 'amount'];
    for (const search of searches) {
      const { table } = await head.run(`lstmscore ${search}`, flows());
      const names = table.fields.filter((field) => /^prob|^predicted\(load/.test(field));
      for (const text of names.flatMap((name) => column(table, name))) {
        const value = Math.fround(Number(text));
        const digits = text.replace(/e.*$/i, '').replaceAll(/[-.]|^[-0.]+/g, '').length;
        const shorter = Number(value.toPrecision(Math.max(1, digits - 1)));
        expect(text).toMatch(/^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/);
        expect(digits === 1 || Math.fround(shorter) !== value).toBe(true);
      }
    }
  });

  it.concurrent('of probabilities sum to one, and the likeliest class is predicted', async () => {
    const { table } = await head.run('lstmscore many probabilities=true', flows());
    const classes = ['dns', 'scan', 'web'];
    for (const [at] of table.rows.entries()) {
      const row = rowOf(table, at);
      const shares = classes.map((name) => Number(row[`probability(kind=${name})`]));
      expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 5);
      const likeliest = classes[shares.indexOf(Math.max(...shares))];
      expect(row['predicted(kind)']).toBe(likeliest);
    }
  });

  it.concurrent.each(['0', '0.2', '1'])(
    'with threshold=%s a row is positive from there on',
    async (threshold) => {
      const { table } = await head.run(`lstmscore learnt threshold=${threshold}`, flows());
      const shares = column(table, 'probability(label=attack)').map(Number);
      const expected = shares.map((share) => (share >= Number(threshold) ? 'attack' : 'benign'));
      expect(column(table, 'predicted(label)')).toEqual(expected);
    },
  );

  it.concurrent('follow the threshold of the fit when lstmscore names none', async () => {
    await head.run(`lstmfit label from bytes into eager threshold=0 ${TINY}`, flows());
    const eager = await head.run('lstmscore eager', flows(10));
    expect(new Set(column(eager.table, 'predicted(label)'))).toEqual(new Set(['attack']));
    const other = await head.run('lstmscore eager threshold=1', flows(10));
    expect(new Set(column(other.table, 'predicted(label)'))).toEqual(new Set(['benign']));
  });

  it.concurrent('are right for what is easy to learn', async () => {
    const { table } = await head.run('lstmscore learnt', flows(200));
    const truth = column(flows(200), 'label');
    const right = column(table, 'predicted(label)').filter((text, row) => text === truth[row]);
    expect(right.length).toBeGreaterThan(190);
  });
});

describe('the positive class of two', () => {
  it.concurrent.each([
    ['benign', 'attack', '', 'attack'],
    ['6', '7', 'positive=6.0', '6'],
  ])('of %s and %s %s is %s', async (one, two, option, positive) => {
    const input = withColumn(flows(20), 'label', (label) => (label === 'attack' ? one : two));
    const model = `positive_${one}_${two}_${option}`.replaceAll(/\W/g, '_');
    const fit = `lstmfit label from bytes into ${model} ${option} output=summary ${TINY}`;
    const [summary] = await head.records(fit, input);
    expect(summary?.['positive']).toBe(positive);
  });
});

describe('output=epochs', () => {
  it.concurrent.each([
    ['label from bytes', 'accuracy'],
    ['load from bytes', 'mae'],
  ])('of %s has a row an epoch with %s', async (fields, metric) => {
    const model = `e_${fields.slice(0, 4).trim()}`;
    const { table } = await head.run(
      `lstmfit ${fields} into ${model} epochs=3 units=4 patience=0`,
      flows(),
    );
    expect(table.fields).toEqual([
      'epoch',
      'loss',
      'val_loss',
      metric,
      `val_${metric}`,
      'learning_rate',
      'seconds',
      'rows_per_second',
      'best',
    ]);
    expect(column(table, 'epoch')).toEqual(['1', '2', '3']);
    expect(column(table, 'best').filter((best) => best === 'true')).toHaveLength(1);
    for (const name of table.fields.slice(1, -1)) {
      expect(column(table, name).every((text) => Number(text) >= 0 && text !== '')).toBe(true);
    }
  });

  it.concurrent('has no validation figures where no row validated', async () => {
    const { table } = await head.run(
      `lstmfit label from bytes into unvalidated split=none ${TINY}`,
      flows(),
    );
    expect(column(table, 'val_loss')).toEqual(['']);
    expect(column(table, 'val_accuracy')).toEqual(['']);
  });

  it.concurrent('stops where patience ends', async () => {
    const { table } = await head.run(
      'lstmfit label from src into stale epochs=500 patience=2 units=2',
      flows(),
    );
    expect(table.rows.length).toBeLessThan(500);
    const best = column(table, 'best').indexOf('true');
    expect(best).toBeLessThan(table.rows.length);
  });
});

describe('output=summary', () => {
  const begin =
    'model app sharing version mode window rows rows_used rows_dropped sequences entities features parameters epochs best_epoch seconds threshold positive';
  const classMetrics = 'accuracy precision recall f1 roc_auc pr_auc fpr log_loss brier';

  it.concurrent.each([
    [
      'label from bytes proto into s1 by src window=3',
      'val_',
      classMetrics,
      {
        model: 's1',
        app: 'search',
        sharing: 'user',
        version: '1',
        mode: 'classify',
        window: '3',
        rows: '60',
        rows_used: '60',
        rows_dropped: '0',
        entities: '3',
        features: '2',
        epochs: '1',
        best_epoch: '1',
        threshold: '0.5',
        positive: 'attack',
        seed: '0',
        earliest: '1700000000',
        latest: '1700000590',
      },
    ],
    [
      'label from bytes into app:s2 split=none seed=3 note="a, \\"b\\""',
      'train_',
      classMetrics,
      {
        model: 's2',
        sharing: 'app',
        window: 'fields',
        seed: '3',
        note: 'a, "b"',
      },
    ],
    ['load from bytes into s3', 'val_', 'mae rmse r2', { mode: 'regress', window: '20' }],
  ])('of %s is one row about the model', async (fields, prefix, metrics, values) => {
    const { table, messages } = await head.run(`lstmfit ${fields} output=summary ${TINY}`, flows());
    expect(table.rows).toHaveLength(1);
    const ofSet = metrics.split(' ').map((name) => `${prefix}${name}`);
    const ofBaseline = metrics
      .split(' ')
      .slice(0, 4)
      .map((name) => `baseline_${name}`);
    const expected = [
      ...begin.split(' '),
      ...ofSet,
      'baseline',
      ...ofBaseline,
      'earliest',
      'latest',
      'seed',
      'note',
    ];
    expect(expected.filter((name) => !table.fields.includes(name))).toEqual([]);
    expect(table.fields.filter((name) => expected.includes(name))).toEqual(expected);
    expect(rowOf(table, 0)).toMatchObject(values);
    expect(messages.some(([level]) => level === 'ERROR')).toBe(false);
  });

  it.concurrent('counts the rows that were dropped, and a message says why', async () => {
    const input = withColumn(
      withColumn(flows(), 'label', (label, row) => (row % 20 === 0 ? ' ' : label)),
      'bytes',
      (bytes, row) => (row === 7 ? '' : bytes),
    );
    const { table, messages } = await head.run(
      `lstmfit label from bytes into counted nulls=drop output=summary ${TINY}`,
      input,
    );
    expect(rowOf(table, 0)).toMatchObject({ rows: '60', rows_used: '56', rows_dropped: '4' });
    expect(messages[1]).toEqual([
      'INFO',
      expect.stringMatching(/^60 results read, 56 used.* 3 without label, 1 with a null feature/),
    ]);
  });
});
