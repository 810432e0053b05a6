import { describe, expect, it } from '@jest/globals';
import { doubtWhenScoring } from '../../src/evaluate/doubt.ts';
import type { TrainingRecord } from '../../src/model/record.ts';
import type { ClassTarget } from '../../src/model/target.ts';
import { record } from '../support/models/models.ts';

const two: ClassTarget = { mode: 'classify', field: 'y', classes: ['benign', 'attack'] };

describe('doubtWhenScoring', () => {
  const said = (training: Partial<TrainingRecord>, isOwnThreshold = true): string[] =>
    doubtWhenScoring({ target: two, training: { ...record, ...training } }, isOwnThreshold).map(
      ({ text }) => text,
    );

  it.each<[string, Partial<TrainingRecord>, string[]]>([
    ['nothing was doubted', {}, []],
    [
      'the fit was no better than chance',
      { doubt: 'chance', testMetrics: {} },
      [
        'On the test rows of its fit this model was no better than chance, so what it says of these rows means nothing: train it again with other fields after from, with by <field>, or of a longer time range.',
      ],
    ],
    [
      'its threshold called most negatives positive',
      { doubt: 'false positives', metrics: { fpr: 0.75 } },
      [
        'On the validation rows of its fit this model had a false-positive rate of 0.75, so its alerts mean little: score with threshold=fpr:0.01, or train it again.',
      ],
    ],
  ])('says what the fit found where %s', (_, training, expected) => {
    expect(said(training)).toEqual(expected);
  });

  it('does not mention a threshold that is not used', () => {
    expect(said({ doubt: 'false positives', metrics: { fpr: 0.75 } }, false)).toEqual([]);
  });
});
