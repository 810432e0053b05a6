import { describe, expect, it } from '@jest/globals';
import {
  addLinearGradient,
  linearLogits,
  linearWeightCount,
} from '../../src/baseline/linear-layer.ts';
import { createRandom } from '../../src/random.ts';
import { createInputs, type LinearInputs } from '../../src/readings/linear-inputs.ts';
import { inputsOf, randomInputs, writtenOut } from '../support/rows/linear-inputs.ts';

function logitsOf(inputs: LinearInputs, outputs: number, weights: Float64Array): Float32Array {
  const logits = new Float32Array(inputs.count * outputs);
  linearLogits(inputs, outputs, weights, logits);
  return logits;
}

function gradientOf(inputs: LinearInputs, outputs: number, byLogits: Float32Array): Float64Array {
  const gradient = new Float64Array(linearWeightCount(inputs, outputs));
  addLinearGradient(inputs, outputs, byLogits, gradient);
  return gradient;
}

describe('a linear layer', () => {
  // The weights are those of two dense columns and three one-hot ones for each of two outputs, then the
  // biases.
  const weights = Float64Array.of(1, 2, 10, 20, 30, -1, 3, 100, 200, 300, 0.5, 0.25);
  const inputs = inputsOf({
    count: 2,
    dense: 2,
    columns: 3,
    ones: 1,
    values: [1, 2, -1, 0],
    indexes: [2, 0],
  });

  it('adds products, the weights of the columns that are 1, and the bias', () => {
    expect(linearWeightCount(inputs, 2)).toBe(weights.length);
    expect([...logitsOf(inputs, 2, weights)]).toEqual([35.5, 305.25, 9.5, 101.25]);
  });

  it('gives the gradient by its weights', () => {
    expect([...gradientOf(inputs, 2, Float32Array.of(1, 0, 2, 4))]).toEqual([
      -1, 2, 2, 0, 1, -4, 0, 4, 0, 0, 3, 4,
    ]);
  });

  it('adds to the gradient', () => {
    const gradient = new Float64Array(weights.length).fill(1);

    addLinearGradient(inputs, 2, new Float32Array(4), gradient);

    expect([...gradient]).toEqual([...gradient].fill(1));
  });

  it.each([1, 3])('reads one-hot columns as dense ones of 0 and 1, %d outputs', (outputs) => {
    const random = createRandom(5);
    const sparse = randomInputs(20, random);
    const dense = writtenOut(sparse);
    const some = Float64Array.from({ length: linearWeightCount(sparse, outputs) }, random.normal);
    const byLogits = Float32Array.from({ length: 20 * outputs }, random.normal);

    const [a, b] = [logitsOf(sparse, outputs, some), logitsOf(dense, outputs, some)];
    const [c, d] = [gradientOf(sparse, outputs, byLogits), gradientOf(dense, outputs, byLogits)];

    for (const [at, logit] of a.entries()) expect(logit).toBeCloseTo(b[at], 4);
    for (const [at, slope] of c.entries()) expect(slope).toBeCloseTo(d[at], 9);
  });

  it('has nothing but a bias where there are no inputs', () => {
    const nothing = createInputs({ dense: 0, columns: 0, ones: 0 }, 3);

    expect([...logitsOf(nothing, 1, Float64Array.of(0.5))]).toEqual([0.5, 0.5, 0.5]);
  });
});
