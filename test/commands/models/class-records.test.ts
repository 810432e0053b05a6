import { describe, expect, it } from '@jest/globals';
import {
  classRecords,
  curveRecords,
  evaluationOrReason,
} from '../../../src/commands/models/class-records.ts';
import type { ModelHeader } from '../../../src/model/header.ts';
import type { ClassEvaluation } from '../../../src/model/record.ts';
import { headerOf } from '../../support/headers.ts';
import { prepare, record } from '../../support/models/models.ts';
import { type Row, resultsOf } from '../../support/rows/rows.ts';

const rows = resultsOf(
  Array.from({ length: 40 }, (_, at): Row => {
    return { _time: 60 * at, n: at % 7, y: at % 2 === 0 ? 'bad' : 'ok', z: 'pqr'.charAt(at % 3) };
  }),
);

/** Ten rows, four of them of the class; the threshold 0.5 calls three of these and one other. */
const EVALUATION: ClassEvaluation = {
  set: 'test',
  confusion: [5, 1, 1, 3],
  curves: [
    {
      class: 1,
      thresholds: [0.9, 0.5, 0],
      positives: [2, 3, 4],
      negatives: [0, 1, 6],
      calibration: { probabilities: [0.25, 0.75], positives: [1, 3], rows: [6, 4] },
    },
  ],
  seconds: 43_200,
};

function header(typed: string, evaluation?: ClassEvaluation): ModelHeader {
  const { draft } = prepare(rows, `${typed} units=2 split=none`);
  const { threshold } = draft;
  const half = threshold === null ? null : 0.5;
  return headerOf({
    ...draft,
    threshold: half,
    training: record,
    ...(evaluation && { evaluation }),
  });
}

const two = header('y from n into m', EVALUATION);

describe('classRecords', () => {
  it('has a row for each class, with a column for each that was predicted', () => {
    expect(classRecords(two, EVALUATION)).toEqual([
      {
        class: 'ok',
        precision: '0.8333333',
        recall: '0.8333333',
        f1: '0.8333333',
        support: 6,
        'predicted(ok)': 5,
        'predicted(bad)': 1,
        set: 'test',
      },
      {
        class: 'bad',
        precision: '0.75',
        recall: '0.75',
        f1: '0.75',
        support: 4,
        'predicted(ok)': 1,
        'predicted(bad)': 3,
        set: 'test',
      },
    ]);
  });
});

describe('curveRecords', () => {
  const records = curveRecords(two, EVALUATION);
  const of = (name: string, ...columns: string[]): unknown[][] =>
    records
      .filter(({ curve }) => curve === name)
      .map((row) => columns.map((column) => row[column]));

  it('begins the ROC curve where no row is called', () => {
    expect(of('roc', 'threshold', 'fpr', 'recall', 'chosen')).toEqual([
      [undefined, '0', '0', false],
      ['0.9', '0', '0.5', false],
      ['0.5', '0.16666667', '0.75', true],
      ['0', '1', '1', false],
    ]);
  });

  it('has precision and recall', () => {
    expect(of('pr', 'threshold', 'recall', 'precision', 'fpr', 'chosen')).toEqual([
      ['0.9', '0.5', '1', undefined, false],
      ['0.5', '0.75', '0.75', undefined, true],
      ['0', '1', '0.4', undefined, false],
    ]);
  });

  it('tells by rising threshold what each would do', () => {
    expect(of('threshold', 'threshold', 'f1', 'alerts_per_day', 'chosen')).toEqual([
      ['0', '0.5714286', '20', false],
      ['0.5', '0.75', '8', true],
      ['0.9', '0.6666667', '4', false],
    ]);
  });

  it('has the calibration', () => {
    expect(of('calibration', 'probability', 'observed', 'rows', 'threshold')).toEqual([
      ['0.25', '0.16666667', 6, undefined],
      ['0.75', '0.75', 4, undefined],
    ]);
  });

  it('has all columns in every row, in one order', () => {
    const columns = Object.keys(records[0] ?? {});
    expect(columns).toContain('observed');
    for (const row of records) {
      expect(Object.keys(row)).toEqual(columns);
      expect(row).toMatchObject({ set: 'test', class: 'bad' });
    }
  });

  it.each<[string, Partial<ClassEvaluation['curves'][number]>, number | null, unknown[][]]>([
    [
      'alerts a day where rows have no time',
      {},
      null,
      [
        ['0', ''],
        ['0.5', ''],
        ['0.9', ''],
      ],
    ],
    ['shares of no row', { thresholds: [1], positives: [0], negatives: [0] }, 60, [['1', '0']]],
  ])('leaves out %s', (_, changes, seconds, expected) => {
    const curves = EVALUATION.curves.map((curve) => ({ ...curve, ...changes }));
    const found = curveRecords(two, { ...EVALUATION, curves, seconds });
    const shown = found.filter(({ curve }) => curve === 'threshold');
    expect(shown.map((row) => [row['threshold'], row['alerts_per_day']])).toEqual(expected);
  });
});

describe('evaluationOrReason', () => {
  it.each<[string, ModelHeader, unknown]>([
    ['of classes', two, EVALUATION],
    [
      'of an older release',
      header('z from n into m'),
      'Version 3 was trained by a release that did not keep what show=curves shows: train it again.',
    ],
    [
      'of numbers',
      header('n from y into m mode=regress'),
      expect.stringMatching(/^show=curves is of models of classes, and this one .*show=search/),
    ],
  ])('a model %s', (_, one, expected) => {
    const stored = { version: 3, created: '2026-11-20T16:00:00.000Z', header: one };
    expect(evaluationOrReason(stored, 'curves')).toEqual(expected);
  });
});
