import { describe, expect, it } from '@jest/globals';
import { batchFigures } from '../../../src/fit/training/batch-figures.ts';
import type { AnomalyTarget } from '../../../src/model/anomaly-target.ts';
import type { ClassTarget, NumberTarget } from '../../../src/model/target.ts';

const two: ClassTarget = { mode: 'classify', field: 'y', classes: ['no', 'yes'] };
const three: ClassTarget = { mode: 'classify', field: 'y', classes: ['a', 'b', 'c'] };
const number: NumberTarget = { mode: 'regress', field: 'y', mean: 100, scale: 10 };

const floats = (...values: number[]): Float32Array => Float32Array.from(values);

describe('batchFigures', () => {
  it('gives loss and accuracy of classes, at even chance', () => {
    const logits = floats(0, 2, -2);
    const targets = floats(1, 1, 1);

    expect(batchFigures(two)(logits, targets).metric).toBeCloseTo(2 / 3, 9);
    expect(batchFigures(two)(floats(0), floats(1)).loss).toBeCloseTo(Math.log(2), 6);
    expect(batchFigures(three)(floats(1, 2, 3), floats(2)).metric).toBe(1);
  });

  it('gives the error of numbers in the unit of the target', () => {
    const { loss, metric } = batchFigures(number)(floats(0, 1), floats(0.5, -1));

    expect(loss).toBeCloseTo((0.25 + 4) / 2, 6);
    expect(metric).toBeCloseTo((5 + 20) / 2, 5);
  });

  it('gives the sum of losses and the share of outcomes that were the likeliest, with mode=anomaly', () => {
    const next: AnomalyTarget = {
      mode: 'anomaly',
      heads: [
        { kind: 'category', field: 'c', vocabulary: { values: ['a'], hasNull: false } },
        { kind: 'pause', edges: [1, 2] },
      ],
    };
    const logits = floats(0, 0, 0, 0, 0, 9, 1, 0, 0, 0, 9, 0);

    const { loss, metric } = batchFigures(next)(logits, floats(0, 3, 0, 0));

    expect(loss).toBeCloseTo((Math.log(2) + Math.log1p(3 * Math.exp(-9)) + 0.3133 + 9.0004) / 2, 3);
    expect(metric).toBe(3 / 4);
  });
});
