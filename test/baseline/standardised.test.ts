import { describe, expect, it } from '@jest/globals';
import type { Objective } from '../../src/baseline/lbfgs.ts';
import {
  columnMoments,
  standardised,
  toStandardised,
  toWeights,
} from '../../src/baseline/standardised.ts';
import { createRandom } from '../../src/random.ts';
import { inputsOf, randomInputs } from '../support/rows/linear-inputs.ts';

describe('columnMoments', () => {
  it('are the mean and the standard deviation of each column, ridge included', () => {
    const inputs = inputsOf({
      count: 4,
      dense: 2,
      columns: 2,
      ones: 1,
      values: [1, 7, 3, 7, 1, 7, 3, 7],
      indexes: [0, 1, 1, 1],
    });

    const { means, scales } = columnMoments(inputs, 0.25);

    expect([...means]).toEqual([2, 7, 0.25, 0.75]);
    expect([...scales]).toEqual([Math.sqrt(1.25), 0.5, Math.sqrt(0.4375), Math.sqrt(0.4375)]);
  });
});

describe('standardised', () => {
  /** The function is Σ k·w² + w, in which every column has a minimum and a gradient of its own. */
  const objective: Objective = (weights, gradient) =>
    weights.reduce((sum, weight, k) => {
      gradient[k] = 2 * k * weight + 1;
      return sum + k * weight * weight + weight;
    }, 0);

  it.each([1, 3])(
    'is the objective of the same model, with its gradient, %d outputs',
    (outputs) => {
      const random = createRandom(6);
      const moments = columnMoments(randomInputs(30, random), 0.1);
      const count = (moments.means.length + 1) * outputs;
      const point = Float64Array.from({ length: count }, random.normal);
      const gradient = new Float64Array(count);
      const inner = standardised(objective, moments, outputs);
      const scratch = new Float64Array(count);

      const value = inner(point, gradient);

      expect(value).toBe(objective(toWeights(point, moments, outputs), scratch));
      for (const k of point.keys()) {
        const [above, below] = [point.slice(), point.slice()];
        above[k] = above[k] + 1e-5;
        below[k] = below[k] - 1e-5;
        const slope = (inner(above, scratch) - inner(below, scratch)) / 2e-5;
        expect(Math.abs(gradient[k] / slope - 1)).toBeLessThan(1e-5);
      }
    },
  );
});

describe('toStandardised', () => {
  it.each([1, 3])('is the inverse of toWeights, %d outputs', (outputs) => {
    const random = createRandom(8);
    const moments = columnMoments(randomInputs(30, random), 0.1);
    const length = (moments.means.length + 1) * outputs;
    const point = Float64Array.from({ length }, random.normal);

    const again = toStandardised(toWeights(point, moments, outputs), moments, outputs);

    for (const [at, value] of again.entries()) expect(value).toBeCloseTo(point[at], 12);
  });
});
