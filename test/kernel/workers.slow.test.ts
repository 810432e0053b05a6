import { afterAll, describe, expect, it } from '@jest/globals';
import { UserError } from '../../src/errors.ts';
import type { Kernel, MatrixShape } from '../../src/kernel/kernel.ts';
import { createSimdKernel } from '../../src/kernel/simd-kernel.ts';
import type { Workers } from '../../src/kernel/workers.ts';
import { BuiltinEngine } from '../../src/network/builtin-engine.ts';
import { initialWeights } from '../../src/network/initial-weights.ts';
import type { NetworkSpec } from '../../src/network/network-spec.ts';
import { createRandom } from '../../src/random.ts';
import { engineSuite } from '../network/engine-suite.ts';
import { kernelWithThreads } from '../support/kernel/kernel-threads.ts';
import { simdWasm } from '../support/kernel/simd-wasm.ts';
import { kernelSuite } from './kernel-suite.ts';

const started: Workers[] = [];

afterAll(async () => {
  await Promise.all(started.map((workers) => workers.close()));
});

function threads(
  count: number,
  file?: URL,
): { readonly kernel: Kernel; readonly workers: Workers } {
  const made = kernelWithThreads(count, file);
  started.push(made.workers);
  return made;
}

kernelSuite('SIMD kernel with three threads', threads(3).kernel);
engineSuite(
  'built-in engine with two threads',
  (spec, weights) => new BuiltinEngine(threads(2).kernel, spec, weights),
);

const specs: readonly (readonly [string, NetworkSpec, number])[] = [
  ['one layer', specOf({ features: 5, units: [7] }), 12],
  ['two layers, dropout', specOf({ features: 3, units: [8, 5], dropout: 0.3 }), 9],
  [
    'an embedding',
    specOf({ features: 2, embeddings: [{ vocabulary: 6, width: 4 }], units: [16] }),
    16,
  ],
  ['several blocks of rows', specOf({ features: 9, units: [4] }), 150],
];

function specOf(changes: Partial<NetworkSpec>): NetworkSpec {
  const small = { features: 1, embeddings: [], units: [1], dropout: 0, outputs: 1 };
  return { ...small, loss: 'binary_crossentropy', ...changes };
}

/** Returns the weights after five updates, then predictions, as bytes. */
function trained(kernel: Kernel, spec: NetworkSpec, size: number): Buffer {
  const random = createRandom(5);
  const count = size + 8;
  const { features, embeddings } = spec;
  const sequences = {
    steps: {
      count,
      width: features,
      features: Float32Array.from({ length: count * features }, () => random.normal()),
      idCount: embeddings.length,
      ids: Int32Array.from({ length: count * embeddings.length }, () => random.integer(6)),
    },
    starts: Int32Array.from({ length: size }, (_, at) => at),
    lengths: Int32Array.from({ length: size }, (_, at) => 1 + ((at * 5) % 8)),
  };
  const samples = Int32Array.from({ length: size }, (_, at) => at);
  const targets = Float32Array.from(samples, (at) => at % 2);
  const engine = new BuiltinEngine(kernel, spec, initialWeights(spec, 3));
  const rule = { optimizer: 'adam', learningRate: 0.01, clip: 0.5 } as const;
  for (let update = 0; update < 5; update++) {
    engine.train(sequences, { samples, targets }, rule, random);
  }
  const parts = [engine.weights(), engine.predict(sequences, samples)];
  return Buffer.concat(parts.map((part) => Buffer.from(part.buffer)));
}

describe('threads', () => {
  it.each(specs)('give the same bits, however many they are: %s', async (_, spec, size) => {
    const alone = trained(createSimdKernel(simdWasm), spec, size);
    for (const count of [2, 3, 5, 8]) {
      const { kernel } = threads(count);
      // The test trains once while threads are still starting, and once when all are there.
      expect(trained(kernel, spec, size).equals(alone)).toBe(true);
      await new Promise((resolve) => setTimeout(resolve, 200));
      expect(trained(kernel, spec, size).equals(alone)).toBe(true);
    }
  });

  it('that ended between two jobs do not change the result', async () => {
    const [, spec, size] = specs[0] as (typeof specs)[number];
    const alone = trained(createSimdKernel(simdWasm), spec, size);
    const { kernel, workers } = threads(3);
    trained(kernel, spec, size);
    await workers.close();

    expect(trained(kernel, spec, size).equals(alone)).toBe(true);
    expect(workers.threadsFor(1e9)).toBe(1);
  });

  it('that cannot start do not change the result', async () => {
    const [, spec, size] = specs[0] as (typeof specs)[number];
    const alone = trained(createSimdKernel(simdWasm), spec, size);
    const { kernel, workers } = threads(2, new URL('./no-such-file.ts', import.meta.url));

    expect(trained(kernel, spec, size).equals(alone)).toBe(true);
    for (let turn = 0; workers.threadsFor(1e9) > 1 && turn < 500; turn++) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect(workers.threadsFor(1e9)).toBe(1);
  });

  it('that fail within a share end the computation with a sentence', async () => {
    const { kernel } = threads(2, new URL('../support/kernel/failing-thread.ts', import.meta.url));
    const shape: MatrixShape = { rows: 4096, inner: 64, columns: 64 };
    const floats = (length: number): Float32Array => kernel.floats(length);
    const [input, weights] = [floats(shape.rows * 64), floats(64 * 64)];
    const [bias, out] = [floats(64), floats(shape.rows * 64)];
    const untilItFails = async (): Promise<void> => {
      for (;;) {
        kernel.dense(shape, input, { weights, bias }, out);
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    };

    await expect(untilItFails()).rejects.toThrow(
      new UserError(
        'A thread of the computation was lost, perhaps for lack of memory: run the search again with threads=1.',
      ),
    );
  });
});
