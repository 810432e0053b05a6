import { describe, expect, it } from '@jest/globals';
import type { Optimizer } from '../../../src/kernel/kernel.ts';
import { norm, updateWeights } from '../../../src/kernel/reference-optimizer.ts';

/** Returns the weight after each of several updates, beginning at 1. */
function weights(
  name: Optimizer['name'],
  gradients: readonly number[],
  { learningRate = 0.1, gradientScale = 1 } = {},
): number[] {
  const weight = Float32Array.of(1);
  const moments = { first: new Float32Array(1), second: new Float32Array(1) };
  return gradients.map((gradient, index) => {
    const optimizer = { name, learningRate, gradientScale, iteration: index + 1 };
    updateWeights(optimizer, weight, Float32Array.of(gradient), moments);
    return weight[0] as number;
  });
}

const near = (...values: number[]): unknown[] => values.map((value) => expect.closeTo(value, 5));

describe('updateWeights', () => {
  it('sgd goes down the gradient', () => {
    expect(weights('sgd', [2, 2, -1])).toEqual(near(0.8, 0.6, 0.7));
  });

  // While the gradient stays 2, m/(1−β₁ᵗ) = 2 and v/(1−β₂ᵗ) = 4, so each step is the learning rate.
  it('adam makes steps of the learning rate while the gradient stays the same', () => {
    expect(weights('adam', [2, 2, 2])).toEqual(near(0.9, 0.8, 0.7));
    expect(weights('adam', [-1000])).toEqual(near(1.1));
  });

  // At t=2, m̂ = (0.9·0.1·2 − 0.1·1)/(1−0.81) and v̂ = (0.999·0.001·4 + 0.001·1)/(1−0.998001).
  it('adam corrects its moments by their age', () => {
    const m = (0.9 * 0.1 * 2 - 0.1) / (1 - 0.81);
    const v = (0.999 * 0.001 * 4 + 0.001) / (1 - 0.999 ** 2);

    expect(weights('adam', [2, -1])).toEqual(near(0.9, 0.9 - (0.1 * m) / Math.sqrt(v)));
  });

  // The mean squares are v₁ = 0.1·4 and v₂ = 0.9·0.4 + 0.1·1.
  it('rmsprop divides by the root of the mean square', () => {
    expect(weights('rmsprop', [2, -1])).toEqual(
      near(
        1 - (0.1 * 2) / Math.sqrt(0.4 + 1e-7),
        1 - (0.1 * 2) / Math.sqrt(0.4 + 1e-7) + 0.1 / Math.sqrt(0.46 + 1e-7),
      ),
    );
  });

  it.each(['adam', 'rmsprop', 'sgd'] as const)(
    '%s scales the gradient where it is clipped',
    (name) => {
      expect(weights(name, [8, -4], { gradientScale: 0.25 })).toEqual(weights(name, [2, -1]));
    },
  );

  it.each(['adam', 'rmsprop', 'sgd'] as const)(
    '%s changes no weight where the gradient is zero',
    (name) => {
      expect(weights(name, [0, 0])).toEqual([1, 1]);
    },
  );
});

describe('norm', () => {
  it.each([
    [[], 0],
    [[3, 4], 5],
    [[-1, -1, 1, 1], 2],
    [[1e20, 0], 1e20],
  ])('of %j is %d', (gradient, expected) => {
    expect(norm(Float32Array.from(gradient)) / (expected || 1)).toBeCloseTo(
      expected === 0 ? 0 : 1,
      6,
    );
  });
});
