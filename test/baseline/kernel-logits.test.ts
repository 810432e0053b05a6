import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { kernelLogits } from '../../src/baseline/kernel-logits.ts';
import { linearLogits, linearWeightCount } from '../../src/baseline/linear-layer.ts';
import type { Kernel } from '../../src/kernel/kernel.ts';
import { referenceKernel } from '../../src/kernel/reference-kernel.ts';
import { createSimdKernel } from '../../src/kernel/simd-kernel.ts';
import { Workspace } from '../../src/network/workspace.ts';
import { createRandom } from '../../src/random.ts';
import { createInputs } from '../../src/readings/linear-inputs.ts';
import { simdWasm } from '../support/kernel/simd-wasm.ts';

describe.each<[string, Kernel]>([
  ['reference', referenceKernel],
  ['SIMD', createSimdKernel(simdWasm)],
])('kernelLogits on the %s kernel', (_, kernel) => {
  it('has the bits of plain TypeScript, whatever the shape', () => {
    const shapes = fc.record({
      dense: fc.nat(19),
      columns: fc.integer({ min: 1, max: 5 }),
      ones: fc.nat(3),
      count: fc.nat(5),
      outputs: fc.integer({ min: 1, max: 3 }),
      seed: fc.nat(999),
    });
    fc.assert(
      fc.property(shapes, ({ count, outputs, seed, ...shape }) => {
        const random = createRandom(seed);
        const workspace = new Workspace(kernel);
        const inputs = createInputs(shape, count, kernel);
        for (let at = 0; at < inputs.values.length; at++) inputs.values[at] = random.normal() * 1e3;
        for (let at = 0; at < inputs.indexes.length; at++) {
          inputs.indexes[at] = random.integer(shape.columns + 1) - 1;
        }
        const length = linearWeightCount(shape, outputs);
        const weights = Float64Array.from({ length }, () => random.normal());
        const expected = new Float32Array(count * outputs);
        linearLogits(inputs, outputs, weights, expected);

        expect(kernelLogits(workspace, inputs, outputs, weights)).toEqual(expected);
      }),
      { numRuns: 200 },
    );
  });
});
