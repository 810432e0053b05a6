import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decidingClassFigure, gain } from '../../src/evaluate/figures.ts';
import { argmax, classProbabilities, predictedClass } from '../../src/evaluate/probabilities.ts';
import type { DecidingFigure, Metrics, ThresholdCurve } from '../../src/model/record.ts';
import type { ClassTarget, NumberTarget } from '../../src/model/target.ts';
import type { ThresholdRule } from '../../src/model/threshold-rule.ts';
import { taskOf } from '../../src/tasks/table.ts';

const two: ClassTarget = { mode: 'classify', field: 'y', classes: ['no', 'yes'] };
const three: ClassTarget = { mode: 'classify', field: 'y', classes: ['a', 'b', 'c'] };
const number: NumberTarget = { mode: 'regress', field: 'y', mean: 100, scale: 10 };

const floats = (...values: number[]): Float32Array => Float32Array.from(values);

describe('the output of a task', () => {
  it.each([
    [two, 1, 'binary_crossentropy'],
    [three, 3, 'categorical_crossentropy'],
    [number, 1, 'mean_squared_error'],
  ])('of %j', (target, outputs, loss) => {
    expect(taskOf(target).output(target)).toEqual({ outputs, loss });
  });
});

describe('classProbabilities', () => {
  it('is a sigmoid for two classes', () => {
    const found = [...classProbabilities(two, floats(0, Math.log(3)))];

    expect(found).toEqual([0.5, 0.5, expect.closeTo(0.25, 6), expect.closeTo(0.75, 6)]);
  });

  it('is a softmax for more', () => {
    const found = [...classProbabilities(three, floats(0, Math.log(2), Math.log(3)))];

    expect(found).toEqual([1 / 6, 1 / 3, 1 / 2].map((share) => expect.closeTo(share, 6)));
  });

  it('sums to 1 for every sample, whatever the logits', () => {
    const logit = fc.float({ noNaN: true, noDefaultInfinity: true });
    const row = fc.array(logit, { minLength: 6, maxLength: 6 });
    fc.assert(
      fc.property(row, fc.constantFrom(two, three), (logits, target) => {
        const found = classProbabilities(target, floats(...logits));
        const width = target.classes.length;

        for (let first = 0; first < found.length; first += width) {
          const sample = found.subarray(first, first + width);
          expect(sample.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 5);
          expect(Math.min(...sample)).toBeGreaterThanOrEqual(0);
        }
      }),
    );
  });
});

describe('predictedClass', () => {
  it.each([
    [0.3, 0.5, 0],
    [0.5, 0.5, 1],
    [0.3, 0.3, 1],
    [0.7, 0.7, 1],
    [0.9, 0.9, 1],
    [0.9, 0.95, 0],
    [0, 0, 1],
    [1, 1, 1],
  ])('of two with probability %d and threshold %d is %d', (probability, threshold, expected) => {
    const probabilities = Float32Array.of(9, 9, 1 - probability, probability);

    // In float32 the probability is a little off, but its column shows 0.7.
    expect(predictedClass(two, probabilities, 1, threshold)).toBe(expected);
  });

  it('of more than two is the likeliest, whatever the threshold', () => {
    const probabilities = floats(0.2, 0.5, 0.3, 0.4, 0.2, 0.4);

    expect(predictedClass(three, probabilities, 0, 0.9)).toBe(1);
    expect(predictedClass(three, probabilities, 1, 0.9)).toBe(0);
  });
});

describe('argmax', () => {
  it.each([
    [[1, 2, 3], 0, 3, 2],
    [[3, 3, 1], 0, 3, 0],
    [[9, 1, 2], 1, 2, 1],
    [[-3, -2], 0, 2, 1],
  ])('of %j from %d on, of %d, is %d', (values, first, length, best) => {
    expect(argmax(values, first, length)).toBe(best);
  });
});

describe('gain', () => {
  it.each<[string, DecidingFigure, Metrics, Metrics, number]>([
    ['a higher F1', 'f1', { f1: 0.75 }, { f1: 0.5 }, 0.25],
    ['a lower average precision', 'pr_auc', { pr_auc: 0.5 }, { pr_auc: 0.75, f1: 0 }, -0.25],
    ['a smaller error', 'rmse', { rmse: 2 }, { rmse: 3 }, 1],
    ['a figure that is missing', 'f1', {}, { f1: 0.5 }, Number.NaN],
  ])('of %s', (_, figure, own, other, expected) => {
    expect(gain(figure, own, other)).toBe(expected);
  });
});

describe('decidingClassFigure', () => {
  const curveOf = (negativeCount: number, count: number): ThresholdCurve =>
    ({ negativeCount, count }) as ThresholdCurve;
  const [many, few] = [curveOf(100, 200), curveOf(191, 200)];

  it.each<[string, ThresholdRule, ThresholdCurve | undefined, DecidingFigure]>([
    ['the best F1', { kind: 'f1' }, many, 'f1'],
    ['the best F1 of few rows', { kind: 'f1' }, few, 'f1'],
    ['auto', { kind: 'auto' }, many, 'f1'],
    ['auto, of too few rows of a class', { kind: 'auto' }, few, 'pr_auc'],
    ['auto, of training rows', { kind: 'auto' }, undefined, 'f1'],
    ['a budget', { kind: 'fpr', rate: 0.01 }, many, 'pr_auc'],
    ['more classes', { kind: 'auto' }, undefined, 'f1'],
  ])('of %s', (_, rule, curve, expected) => {
    expect(decidingClassFigure(rule, curve)).toBe(expected);
  });
});
