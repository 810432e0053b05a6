import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Kernel } from '../../src/kernel/kernel.ts';
import { referenceKernel } from '../../src/kernel/reference-kernel.ts';
import { createSimdKernel } from '../../src/kernel/simd-kernel.ts';
import { BuiltinEngine } from '../../src/network/builtin-engine.ts';
import { initialWeights } from '../../src/network/initial-weights.ts';
import type { NetworkSpec } from '../../src/network/network-spec.ts';
import { createRandom } from '../../src/random.ts';
import { relativeError } from '../support/golden.ts';
import { simdWasm } from '../support/kernel/simd-wasm.ts';
import { kernelSuite } from './kernel-suite.ts';

kernelSuite('SIMD kernel', createSimdKernel(simdWasm));

/** Makes three updates and then predictions, all from one seed. */
function trainAndPredict(
  kernel: Kernel,
  spec: NetworkSpec,
  lengths: readonly number[],
  optimizer: 'adam' | 'rmsprop' | 'sgd',
): Float32Array {
  const random = createRandom(7);
  const count = lengths.length + 20;
  const sequences = {
    steps: {
      count,
      width: spec.features,
      features: Float32Array.from({ length: count * spec.features }, () => random.normal()),
      idCount: spec.embeddings.length,
      ids: Int32Array.from({ length: count * spec.embeddings.length }, () => random.integer(3)),
    },
    starts: Int32Array.from(lengths, (_, at) => at),
    lengths: Int32Array.from(lengths),
  };
  const samples = Int32Array.from(lengths, (_, at) => at);
  const targets = Float32Array.from(lengths, () => random.integer(2));
  const engine = new BuiltinEngine(kernel, spec, initialWeights(spec, 3));
  const rule = { optimizer, learningRate: 0.01, clip: 0.5 };
  for (let update = 0; update < 3; update++) {
    engine.train(sequences, { samples, targets }, rule, random);
  }
  return engine.predict(sequences, samples);
}

describe('SIMD kernel against the reference', () => {
  const specs = fc.record({
    features: fc.integer({ min: 1, max: 9 }),
    embeddings: fc.array(
      fc.record({ vocabulary: fc.constant(3), width: fc.integer({ min: 1, max: 9 }) }),
      {
        maxLength: 2,
      },
    ),
    units: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 2 }),
    dropout: fc.constantFrom(0, 0.3),
    outputs: fc.constant(1),
    loss: fc.constantFrom('binary_crossentropy' as const, 'mean_squared_error' as const),
  });
  const lengths = fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 11 });
  const optimizers = fc.constantFrom('adam' as const, 'rmsprop' as const, 'sgd' as const);

  it('trains to the same predictions within 1e-3, whatever the shape', () => {
    // Adam divides tiny gradients by their own size, so float32 sums differ in the third digit there.
    fc.assert(
      fc.property(specs, lengths, optimizers, (spec, sizes, optimizer) => {
        const simd = trainAndPredict(createSimdKernel(simdWasm), spec, sizes, optimizer);
        const reference = trainAndPredict(referenceKernel, spec, sizes, optimizer);

        expect(relativeError(simd, reference, 0.1)).toBeLessThan(1e-3);
      }),
      { seed: 1, numRuns: 150 },
    );
  });

  it('multiplies matrices of any shape within 1e-5 of double precision, blocks and tails alike', () => {
    const sizes = fc.constantFrom(1, 2, 3, 4, 5, 7, 8, 9, 13, 63, 64, 65, 130);
    const depths = fc.constantFrom(1, 2, 3, 4, 5, 255, 256, 257, 600);
    fc.assert(
      fc.property(sizes, depths, sizes, (rows, inner, columns) => {
        const shape = { rows, inner, columns };
        const simd = denseBothWays(createSimdKernel(simdWasm), shape);
        const reference = denseBothWays(referenceKernel, shape);

        for (const [at, values] of reference.entries()) {
          expect(relativeError(simd[at] ?? [], values, 10)).toBeLessThan(1e-5);
        }
      }),
      { seed: 1, numRuns: 60 },
    );
  });

  it('has the loss of classes and its gradient within 1e-6, whatever the heads, unknown targets too', () => {
    const heads = fc.array(fc.integer({ min: 2, max: 70 }), { minLength: 1, maxLength: 3 });
    const scales = fc.constantFrom(1, 10, 100);
    fc.assert(
      fc.property(heads, fc.integer({ min: 1, max: 9 }), scales, (sizes, rows, scale) => {
        const [simd, reference] = [createSimdKernel(simdWasm), referenceKernel].map((kernel) =>
          classLoss(kernel, sizes, { rows, scale }),
        );

        expect(relativeError(simd ?? [], reference ?? [], 1)).toBeLessThan(1e-6);
      }),
      { seed: 1, numRuns: 150 },
    );
  });

  it('a logit that is no number makes the loss none', () => {
    const kernel = createSimdKernel(simdWasm);
    const [logits, targets] = [kernel.floats(6), kernel.floats(1)];
    logits[4] = Number.NaN;

    const loss = kernel.loss(
      'categorical_crossentropy',
      [6],
      { logits, targets },
      kernel.floats(6),
    );

    expect(loss).toBeNaN();
  });

  it('computes a row to the same bits wherever it stands', () => {
    const kernel = createSimdKernel(simdWasm);
    const [rows, inner, columns] = [71, 300, 13];
    const random = createRandom(5);
    const input = kernel.floats(rows * inner).map(() => random.normal());
    const floats = (values: ArrayLike<number>): Float32Array => {
      const out = kernel.floats(values.length);
      out.set(values);
      return out;
    };
    const weights = floats(Float32Array.from({ length: inner * columns }, () => random.normal()));
    const bias = floats(Float32Array.from({ length: columns }, () => random.normal()));
    const all = kernel.floats(rows * columns);
    kernel.dense({ rows, inner, columns }, floats(input), { weights, bias }, all);

    for (let row = 0; row < rows; row++) {
      const alone = kernel.floats(columns);
      const only = floats(input.subarray(row * inner, (row + 1) * inner));
      kernel.dense({ rows: 1, inner, columns }, only, { weights, bias }, alone);

      expect([...alone]).toEqual([...all.subarray(row * columns, (row + 1) * columns)]);
    }
  });
});

/** Returns the loss of random logits, one target in five of which is unknown, and the gradient per share. */
function classLoss(
  kernel: Kernel,
  heads: readonly number[],
  { rows, scale }: { readonly rows: number; readonly scale: number },
): number[] {
  const random = createRandom(13);
  const outputs = heads.reduce((sum, size) => sum + size, 0);
  const logits = kernel.floats(rows * outputs);
  for (const at of logits.keys()) logits[at] = scale * random.normal();
  const targets = kernel.floats(rows * heads.length);
  for (const at of targets.keys()) {
    const size = heads[at % heads.length] ?? 1;
    targets[at] = random.integer(5) === 0 ? Number.NaN : random.integer(size);
  }
  const gradient = kernel.floats(logits.length);
  const loss = kernel.loss('categorical_crossentropy', heads, { logits, targets }, gradient);
  return [loss, ...gradient.map((one) => rows * one)];
}

/** Returns the output, and the gradients by weights, bias and input, of one dense layer. */
function denseBothWays(
  kernel: Kernel,
  shape: { rows: number; inner: number; columns: number },
): Float32Array[] {
  const { rows, inner, columns } = shape;
  const random = createRandom(11);
  const normal = (length: number): Float32Array => {
    const out = kernel.floats(length);
    for (const at of out.keys()) out[at] = random.normal();
    return out;
  };
  const [input, weights] = [normal(rows * inner), normal(inner * columns)];
  const [bias, outGradient] = [normal(columns), normal(rows * columns)];
  const [out, inputGradient] = [kernel.floats(rows * columns), normal(rows * inner)];
  const gradients = {
    weights: normal(inner * columns),
    bias: normal(columns),
    input: inputGradient,
  };
  kernel.dense(shape, input, { weights, bias }, out);
  kernel.denseGradient(shape, { input, weights }, outGradient, gradients);
  return [out, gradients.weights, gradients.bias, inputGradient];
}

describe('SIMD kernel memory', () => {
  it('keeps views that were handed out before the memory grew', () => {
    const kernel = createSimdKernel(simdWasm);
    const [floats, integers] = [kernel.floats(3), kernel.integers(3)];
    floats.set([1, 2, 3]);
    integers.set([4, 5, 6]);

    const large = kernel.floats(5_000_000);

    expect([...floats]).toEqual([1, 2, 3]);
    expect([...integers]).toEqual([4, 5, 6]);
    const table = kernel.floats(6);
    table.set([0, 1, 2, 3, 4, 5]);
    integers.set([2, 0, 1]);
    kernel.gather({ rows: 3, stride: 1, column: 0, width: 1 }, table, integers, floats);
    expect([...floats]).toEqual([2, 0, 1]);
    expect(large.at(-1)).toBe(0);
  });

  it('hands out aligned, zeroed memory that does not overlap', () => {
    const kernel = createSimdKernel(simdWasm);

    const arrays = Array.from({ length: 20 }, (_, at) => kernel.floats(at + 1).fill(at + 1, 0, at));

    for (const [at, array] of arrays.entries()) {
      expect(array.byteOffset % 16).toBe(0);
      expect([...array]).toEqual([...new Array(at).fill(at + 1), 0]);
    }
  });

  it('says what to reduce when memory cannot grow', () => {
    const kernel = createSimdKernel(simdWasm);

    expect(() => kernel.floats(2 ** 31)).toThrow(
      'The network does not fit into memory: take fewer units, a shorter window or a smaller batch_size.',
    );
  });
});
