import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isWorthKernel, kernelLayer, plainLayer } from '../../src/baseline/fitted-layer.ts';
import { linearWeightCount } from '../../src/baseline/linear-layer.ts';
import type { Kernel } from '../../src/kernel/kernel.ts';
import { referenceKernel } from '../../src/kernel/reference-kernel.ts';
import { createSimdKernel } from '../../src/kernel/simd-kernel.ts';
import { createRandom } from '../../src/random.ts';
import {
  createInputs,
  type LinearInputs,
  type LinearShape,
} from '../../src/readings/linear-inputs.ts';
import { simdWasm } from '../support/kernel/simd-wasm.ts';

const kernels: [string, Kernel][] = [
  ['reference', referenceKernel],
  ['SIMD', createSimdKernel(simdWasm)],
];

function inputsOn(kernel: Kernel, shape: LinearShape, count: number, seed: number): LinearInputs {
  const random = createRandom(seed);
  const inputs = createInputs(shape, count, kernel);
  for (const at of inputs.values.keys()) inputs.values[at] = random.normal();
  // Some rows have fewer one-hot columns than others.
  for (const at of inputs.indexes.keys())
    inputs.indexes[at] = random.integer(shape.columns + 1) - 1;
  return inputs;
}

describe.each(kernels)('a layer on the %s kernel', (_, kernel) => {
  it('has the logits and the gradient of the plain one', () => {
    const shapes = fc.record({
      count: fc.integer({ min: 1, max: 600 }),
      dense: fc.integer({ min: 1, max: 40 }),
      columns: fc.integer({ min: 1, max: 9 }),
      ones: fc.integer({ min: 0, max: 3 }),
      outputs: fc.integer({ min: 1, max: 9 }),
      seed: fc.nat(),
    });
    fc.assert(
      fc.property(shapes, ({ count, outputs, seed, ...shape }) => {
        const inputs = inputsOn(kernel, shape, count, seed);
        const random = createRandom(seed + 1);
        const length = linearWeightCount(shape, outputs);
        const weights = Float64Array.from({ length }, random.normal);
        const [layer, plain] = [kernelLayer(kernel, inputs, outputs), plainLayer(inputs, outputs)];
        for (const at of plain.logitsGradient.keys()) plain.logitsGradient[at] = random.normal();
        layer.logitsGradient.set(plain.logitsGradient);
        // What is there is added to.
        const [own, expected] = [weights.slice(), weights.slice()];

        layer.forward(weights);
        plain.forward(weights);
        layer.backward(own);
        plain.backward(expected);

        const logitSlack = 1e-5 * (1 + Math.sqrt(shape.dense));
        for (const [at, logit] of layer.logits.entries()) {
          expect(Math.abs(logit - plain.logits[at])).toBeLessThan(logitSlack);
        }
        for (const [at, slope] of own.entries()) {
          expect(Math.abs(slope - expected[at])).toBeLessThan(1e-5 * (1 + Math.sqrt(count)));
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('a layer', () => {
  it.each([
    ['many rows and columns', 20_000, 240, true],
    ['few rows', 1000, 240, false],
    ['one-hot columns alone', 200_000, 0, false],
  ])('of %s', (_, count, dense, expected) => {
    expect(isWorthKernel({ dense, columns: 50, ones: 5 }, count, 1)).toBe(expected);
  });
});
