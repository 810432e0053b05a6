import { describe, expect, it } from '@jest/globals';
import { summaryTable } from '../../../src/commands/fit/fit-tables.ts';
import { epochTable } from '../../../src/commands/tables/epoch-table.ts';
import { historyOf } from '../../../src/fit/training/history.ts';
import type { EpochRow } from '../../../src/fit/training/training.ts';
import type { ModelHeader } from '../../../src/model/header.ts';
import type { OutputColumn } from '../../../src/protocol/csv-writer.ts';
import { headerOf } from '../../support/headers.ts';
import { prepare, record } from '../../support/models/models.ts';
import { type Row, resultsOf } from '../../support/rows/rows.ts';

const rows = resultsOf(
  Array.from(
    { length: 40 },
    (_, at): Row => ({ _time: at, n: at % 7, y: at % 2 === 0 ? 'ok' : 'bad' }),
  ),
);
const classes = headerOf({
  ...prepare(rows, 'y from n into m window=3 units=2 split=random').draft,
  training: {
    ...record,
    rows: 60,
    rowsUsed: 50,
    seconds: 1.23456,
    epochs: 4,
    bestEpoch: 2,
    metrics: { accuracy: 0.9, f1: 1 / 3, brier: 0.1 },
    baseline: { name: 'always ok', metrics: { accuracy: 0.5 } },
    note: 'a note',
  },
});
const numbers = headerOf({
  ...prepare(rows, 'n from y into m window=3 units=2 mode=regress split=none').draft,
  training: {
    ...record,
    metricsOf: 'training',
    metrics: { mae: 1.5, rmse: 2, r2: 0.75 },
    baseline: { name: 'mean', metrics: { mae: 3 } },
    earliest: null,
  },
});

const table = (columns: readonly OutputColumn[]): Record<string, readonly string[]> =>
  Object.fromEntries(columns.map(({ name, values }) => [name, values]));

describe('epochTable', () => {
  const withEpochs = (header: ModelHeader, ...epochs: readonly EpochRow[]): ModelHeader => {
    const history = historyOf(header.target, epochs);
    return { ...header, training: { ...header.training, history } };
  };
  const epoch = (number: number, changes: Partial<EpochRow> = {}): EpochRow => ({
    epoch: number,
    loss: 0.5,
    valLoss: 0.1,
    metric: 0.75,
    valMetric: 1 / 3,
    learningRate: 0.003,
    seconds: 0.12345,
    rowsPerSecond: 1234.5,
    ...changes,
  });

  it('is one row an epoch, with the columns of the design', () => {
    expect(table(epochTable(withEpochs(classes, epoch(1), epoch(2))))).toEqual({
      epoch: ['1', '2'],
      loss: ['0.5', '0.5'],
      val_loss: ['0.1', '0.1'],
      accuracy: ['0.75', '0.75'],
      val_accuracy: ['0.33333334', '0.33333334'],
      learning_rate: ['0.003', '0.003'],
      seconds: ['0.123', '0.123'],
      rows_per_second: ['1235', '1235'],
      best: ['false', 'true'],
    });
  });

  it('is empty where nothing validated, and says mae of numbers', () => {
    const none = epoch(1, { valLoss: undefined, valMetric: undefined });

    expect(table(epochTable(withEpochs(numbers, none)))).toMatchObject({
      val_loss: [''],
      mae: ['0.75'],
      val_mae: [''],
      best: ['true'],
    });
  });
});

describe('summaryTable', () => {
  const place = { model: 'ddos', app: 'search', sharing: 'user', version: 7 };

  it('is one row with the columns of the design', () => {
    const columns = summaryTable(classes, place);

    expect(columns.every(({ values }) => values.length === 1)).toBe(true);
    expect(columns.map(({ name }) => name)).toEqual([
      ...[
        'model',
        'app',
        'sharing',
        'version',
        'mode',
        'window',
        'rows',
        'rows_used',
        'rows_dropped',
      ],
      ...['sequences', 'entities', 'features', 'parameters', 'epochs', 'best_epoch', 'seconds'],
      ...['threshold', 'positive', 'val_accuracy', 'val_f1', 'val_brier'],
      ...['baseline', 'baseline_accuracy', 'earliest', 'latest', 'seed', 'note'],
    ]);
    expect(table(columns)).toMatchObject({
      model: ['ddos'],
      version: ['7'],
      mode: ['classify'],
      window: ['3'],
      rows_dropped: ['10'],
      features: ['1'],
      // There are (1 + 2 inputs and hidden states, and a bias) · 8 gates, then 2 weights and a bias.
      parameters: ['35'],
      seconds: ['1.235'],
      threshold: ['0.5'],
      positive: ['bad'],
      val_f1: ['0.33333334'],
      baseline: ['always ok'],
      note: ['a note'],
    });
  });

  it('has figures of the test rows where there are any, and no version where none was saved', () => {
    const { training } = classes;
    const tested = { ...classes, training: { ...training, testMetrics: { f1: 0.25 } } };
    const columns = table(summaryTable(tested, { ...place, version: undefined }));

    expect(columns).toMatchObject({ version: [''], val_f1: ['0.33333334'], test_f1: ['0.25'] });
  });

  it('has no threshold and no positive class for numbers, and names training figures as such', () => {
    expect(table(summaryTable(numbers, place))).toMatchObject({
      mode: ['regress'],
      threshold: [''],
      positive: [''],
      train_mae: ['1.5'],
      baseline_mae: ['3'],
      earliest: [''],
    });
  });
});
