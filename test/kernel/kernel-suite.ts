import { describe, expect, it } from '@jest/globals';
import type { Kernel } from '../../src/kernel/kernel.ts';
import { BatchBuilder } from '../../src/network/batch.ts';
import { Learning } from '../../src/network/learning.ts';
import { Network } from '../../src/network/network.ts';
import { layoutWeights } from '../../src/network/network-spec.ts';
import { Workspace } from '../../src/network/workspace.ts';
import { createRandom } from '../../src/random.ts';
import { flat, goldenNetworks, goldenSequences, relativeError } from '../support/golden.ts';

/** Checks that a kernel computes the numbers of Keras 3 (see test/golden/networks.py). */
export function kernelSuite(name: string, kernel: Kernel): void {
  describe(`${name} against Keras`, () => {
    describe.each(goldenNetworks.map((golden) => [golden.name, golden] as const))(
      '%s',
      (_, golden) => {
        const spec = { ...golden.spec, dropout: 0 };
        const sequences = goldenSequences(golden);
        const learning = new Learning(kernel, spec, flat(golden.weights));
        const network = new Network(kernel, spec, learning);
        const samples = Int32Array.from(golden.lengths, (_length, b) => b);
        const batch = new BatchBuilder(new Workspace(kernel), sequences).build(samples);
        const sorted = (values: readonly number[], width: number): number[] =>
          [...batch.positions].flatMap((b) => values.slice(b * width, (b + 1) * width));

        it('lays weights out in the order of the file', () => {
          const { embeddings, layers, dense, count } = layoutWeights(spec);
          const slots = [
            ...embeddings,
            ...layers.flatMap(({ kernel: k, recurrent, bias }) => [k, recurrent, bias]),
            dense.kernel,
            dense.bias,
          ];

          expect(slots.map((slot) => slot.name)).toEqual(golden.weights.map((array) => array.name));
          expect(count).toBe(flat(golden.weights).length);
        });

        it('predicts the same logits within 1e-5', () => {
          const logits = network.predict(sequences.steps, batch);

          expect(relativeError(logits, sorted(golden.logits, spec.outputs))).toBeLessThan(1e-5);
        });

        it('has the same loss within 1e-5 and the same gradients within 1e-4', () => {
          const targets = Float32Array.from(
            sorted(golden.targets, golden.targets.length / golden.batch),
          );

          const { loss, logits } = network.gradient(
            sequences.steps,
            batch,
            { targets },
            createRandom(0),
          );

          expect(relativeError([loss], [golden.loss])).toBeLessThan(1e-5);
          expect(relativeError(logits, sorted(golden.logits, spec.outputs))).toBeLessThan(1e-5);
          expect(relativeError(learning.gradient, flat(golden.gradients))).toBeLessThan(1e-4);
        });
      },
    );
  });
}
