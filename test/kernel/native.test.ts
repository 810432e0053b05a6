import { afterAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { range } from '../../src/encode/rows/row-lists.ts';
import { timestepsOf } from '../../src/encode/rows/steps.ts';
import type { Assembly } from '../../src/kernel/assembly-exports.ts';
import type { Kernel, LstmBatch, MatrixShape } from '../../src/kernel/kernel.ts';
import { instantiate, type NativeKernel } from '../../src/kernel/native-addon.ts';
import { createSimdKernel } from '../../src/kernel/simd-kernel.ts';
import { KernelMemory } from '../../src/kernel/simd-memory.ts';
import type { Workers } from '../../src/kernel/workers.ts';
import { BuiltinEngine } from '../../src/network/builtin-engine.ts';
import { initialWeights } from '../../src/network/initial-weights.ts';
import { createRandom } from '../../src/random.ts';
import { kernelWithThreads } from '../support/kernel/kernel-threads.ts';
import { builtKernels } from '../support/kernel/native-kernels.ts';
import { simdWasm } from '../support/kernel/simd-wasm.ts';
import { kernelSuite } from './kernel-suite.ts';

const started: Workers[] = [];

afterAll(async () => {
  await Promise.all(started.map((workers) => workers.close()));
});

const random = createRandom(11);
/** The tests take millions of numbers from here, in turn; the length is a prime. */
const numbers = Float32Array.from({ length: 4093 }, () => random.normal());

/** Makes arrays of a kernel that are filled with numbers, the same ones for every kernel. */
function filler(kernel: Kernel): (length: number) => Float32Array {
  let next = 0;
  return (length) => {
    const out = kernel.floats(length);
    for (let at = 0; at < length; at++) out[at] = numbers[next++ % numbers.length] as number;
    return out;
  };
}

/** Computes a dense layer and its gradients. */
function dense(kernel: Kernel, shape: MatrixShape): Float32Array[] {
  const { rows, inner, columns } = shape;
  const fill = filler(kernel);
  const [input, weights, bias] = [fill(rows * inner), fill(inner * columns), fill(columns)];
  const [outGradient, out] = [fill(rows * columns), kernel.floats(rows * columns)];
  const gradients = {
    weights: fill(inner * columns),
    bias: fill(columns),
    input: fill(rows * inner),
  };
  kernel.dense(shape, input, { weights, bias }, out);
  kernel.denseGradient(shape, { input, weights }, outGradient, gradients);
  return [out, gradients.weights, gradients.bias, gradients.input];
}

interface LayerShape {
  readonly units: number;
  /** The inputs of a layer on another one; 0 for a first layer. */
  readonly inner: number;
  readonly lengths: readonly number[];
}

/** Computes an LSTM layer, its gradients, its last states alone, and its hidden states alone. */
function lstm(kernel: Kernel, { units, inner, lengths }: LayerShape): Float32Array[] {
  const fill = filler(kernel);
  const size = lengths.length;
  const timesteps = Math.max(...lengths);
  const [places, width] = [timesteps * size, 4 * units];
  const sorted = lengths.toSorted((a, b) => b - a);
  const alive = kernel.integers(timesteps);
  const index = kernel.integers(places).fill(-1);
  for (let t = 0; t < timesteps; t++) {
    alive[t] = sorted.filter((length) => length >= timesteps - t).length;
    // Neighbours read the same rows.
    for (let b = 0; b < (alive[t] as number); b++) index[t * size + b] = (t + b) % (timesteps + 3);
  }
  const projected = fill((timesteps + 3) * width);
  const below = fill(places * inner);
  const layer = { weights: fill(inner * width), bias: fill(width) };
  const inputs = inner === 0 ? { projected, index } : { below, inner, layer };
  const batch: LstmBatch = { units, size, timesteps, alive, inputs };
  const recurrent = fill(units * width);
  const states = {
    gates: kernel.floats(places * width),
    cells: kernel.floats(places * units),
    tanhCells: kernel.floats(places * units),
    hidden: kernel.floats(places * units),
    cellGradient: kernel.floats(size * units),
  };
  kernel.lstm(batch, recurrent, states);
  const kept = [states.gates, states.cells, states.tanhCells, states.hidden].map((a) => a.slice());
  const gradients = {
    hidden: fill(places * units),
    projected: fill(inner === 0 ? projected.length : 0),
    recurrent: fill(recurrent.length),
  };
  kernel.lstmGradient(batch, recurrent, states, gradients);
  const last = kernel.floats(size * units);
  const scratch = {
    gates: kernel.floats(size * width),
    cells: kernel.floats(size * units),
    spare: kernel.floats(size * units),
  };
  kernel.lstmLast(batch, recurrent, scratch, last);
  const hidden = kernel.floats(places * units);
  kernel.lstmHidden(batch, recurrent, scratch, hidden);
  return [...kept, states.gates, ...Object.values(gradients), last, hidden];
}

/** Computes the gates, cells and hidden states of sequences of one timestep whose inputs are floats of any size. */
function activated(kernel: Kernel): Float32Array[] {
  const [size, units] = [1024, 64];
  const projected = kernel.floats(4 * size * units);
  // The step leads through all floats, from 0 to the last one that is not a number, once.
  const bits = new Uint32Array(projected.buffer, projected.byteOffset, projected.length);
  for (const at of bits.keys()) bits[at] = at * 16_381;
  const index = kernel.integers(size);
  for (const at of index.keys()) index[at] = at;
  const alive = kernel.integers(1).fill(size);
  const batch: LstmBatch = { units, size, timesteps: 1, alive, inputs: { projected, index } };
  const states = {
    gates: kernel.floats(projected.length),
    cells: kernel.floats(size * units),
    tanhCells: kernel.floats(size * units),
    hidden: kernel.floats(size * units),
    cellGradient: kernel.floats(size * units),
  };
  kernel.lstm(batch, kernel.floats(4 * units * units), states);
  return [states.gates, states.cells, states.tanhCells, states.hidden];
}

/** Returns the weights after some updates of a network with outputs at every timestep, then predictions. */
function trainedAtEveryStep(
  kernel: Kernel,
  units: readonly number[],
  size: number,
): Float32Array[] {
  const dice = createRandom(6);
  const count = size + 30;
  const spec = {
    features: 0,
    embeddings: [{ vocabulary: count, width: 7 }],
    units,
    dropout: 0.2,
    outputs: 19,
    loss: 'categorical_crossentropy' as const,
    outputsAt: 'every' as const,
  };
  const sequences = {
    steps: { count, width: 0, features: new Float32Array(0), idCount: 1, ids: range(count) },
    starts: range(size),
    lengths: Int32Array.from({ length: size }, (_, at) => 1 + ((at * 7) % 30)),
  };
  const samples = range(size);
  const length = timestepsOf(sequences, samples);
  const targets = Float32Array.from({ length }, () => dice.integer(19));
  const engine = new BuiltinEngine(kernel, spec, initialWeights(spec, 3));
  const rule = { optimizer: 'adam', learningRate: 0.01, clip: 0.5 } as const;
  for (let update = 0; update < 4; update++) {
    engine.train(sequences, { samples, targets }, rule, dice);
  }
  return [engine.weights(), engine.predict(sequences, samples)];
}

/** Returns the weights after some updates, then predictions. */
function trained(kernel: Kernel, units: readonly number[], size: number): Float32Array[] {
  const dice = createRandom(5);
  const [count, features] = [size + 30, 17];
  const spec = {
    features,
    embeddings: [{ vocabulary: 6, width: 5 }],
    units,
    dropout: 0.2,
    outputs: 1,
    loss: 'binary_crossentropy' as const,
  };
  const sequences = {
    steps: {
      count,
      width: features,
      features: Float32Array.from({ length: count * features }, () => dice.normal()),
      idCount: 1,
      ids: Int32Array.from({ length: count }, () => dice.integer(6)),
    },
    starts: Int32Array.from({ length: size }, (_, at) => at),
    lengths: Int32Array.from({ length: size }, (_, at) => 1 + ((at * 7) % 30)),
  };
  const samples = Int32Array.from({ length: size }, (_, at) => at);
  const targets = Float32Array.from(samples, (at) => at % 2);
  const engine = new BuiltinEngine(kernel, spec, initialWeights(spec, 3));
  const rule = { optimizer: 'adam', learningRate: 0.01, clip: 0.5 } as const;
  for (let update = 0; update < 8; update++) {
    engine.train(sequences, { samples, targets }, rule, dice);
  }
  return [engine.weights(), engine.predict(sequences, samples)];
}

/** Tells whether arrays have the same bits. */
function isSame(one: readonly Float32Array[], other: readonly Float32Array[]): boolean {
  const bytes = (arrays: readonly Float32Array[]): Buffer =>
    Buffer.concat(arrays.map((a) => Buffer.from(a.buffer, a.byteOffset, a.byteLength)));
  return bytes(one).equals(bytes(other));
}

const skipIfNotBuilt = builtKernels.length > 0 ? describe : describe.skip;
const table = builtKernels.map((native) => [native.set, native] as const);

for (const [name, native] of table) {
  kernelSuite(`${name} kernel`, createSimdKernel(simdWasm, undefined, native));
}

skipIfNotBuilt('a native kernel', () => {
  const wasm = createSimdKernel(simdWasm);
  const on = (native: NativeKernel): Kernel => createSimdKernel(simdWasm, undefined, native);

  it.each(table)('%s: has the bits of WebAssembly in products of any shape', (_, native) => {
    const shapes = fc.record({
      rows: fc.integer({ min: 0, max: 70 }),
      inner: fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 600 })),
      columns: fc.integer({ min: 1, max: 300 }),
    });
    const kernel = on(native);
    fc.assert(
      fc.property(shapes, (shape) => isSame(dense(kernel, shape), dense(wasm, shape))),
      { numRuns: 200 },
    );
  });

  it.each(table)('%s: has the bits of WebAssembly in LSTM layers of any shape', (_, native) => {
    const units = fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 300 }));
    const inner = fc.oneof(
      fc.constant(0),
      fc.integer({ min: 1, max: 40 }),
      fc.integer({ min: 200, max: 300 }),
    );
    const lengths = fc
      .array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 70 })
      .map((given) => [1, ...given]);
    const kernel = on(native);
    fc.assert(
      fc.property(fc.record({ units, inner, lengths }), (shape) =>
        isSame(lstm(kernel, shape), lstm(wasm, shape)),
      ),
      { numRuns: 200 },
    );
  });

  it.each(table)('%s: activates floats of any size as WebAssembly does', (_, native) => {
    // The bits of what is not a number are left to the processor.
    expect(activated(on(native))).toEqual(activated(wasm));
  });

  it.each(table)('%s: trains to the same weights, with any number of threads', (_, native) => {
    for (const [units, size] of [
      [[9], 70],
      [[64, 33], 50],
    ] as const) {
      for (const weightsOf of [trained, trainedAtEveryStep]) {
        const expected = weightsOf(wasm, units, size);
        expect(isSame(weightsOf(on(native), units, size), expected)).toBe(true);
        for (const count of [2, 3]) {
          const { kernel, workers } = kernelWithThreads(count, undefined, native);
          started.push(workers);
          expect(isSame(weightsOf(kernel, units, size), expected)).toBe(true);
        }
      }
    }
  });
});

/** The numbers of arguments of the functions that a native kernel has. */
const ARGUMENTS: Readonly<Partial<Record<keyof Assembly, number>>> = {
  packGates: 3,
  packColumns: 6,
  denseRows: 9,
  weightGradient: 10,
  lstm: 18,
  lstmLast: 17,
  lstmGradient: 13,
  addProjectedGradient: 10,
  recurrentGradient: 10,
};

skipIfNotBuilt('a native kernel that gets wrong arguments', () => {
  const functions = (native: NativeKernel): Record<string, (...numbers: unknown[]) => unknown> => {
    const memory = new KernelMemory();
    // Most pointers of the tests below are in this array, whose integers are small.
    memory.integers(5000).fill(1);
    const module = new WebAssembly.Module(simdWasm);
    const assembly: unknown = instantiate(module, memory.memory, native);
    return assembly as Record<string, (...numbers: unknown[]) => unknown>;
  };

  it.each(table)('%s: throws, or computes within its memory, whatever they are', (_, native) => {
    const made = functions(native);
    const number = fc.oneof(
      { weight: 4, arbitrary: fc.integer({ min: 0, max: 9 }) },
      { weight: 4, arbitrary: fc.integer({ min: 1020, max: 6200 }).map((at) => at * 4) },
      fc.constantFrom(-1, 0, 3, 2 ** 30, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 4, 2 ** 40, 1e300, NaN),
    );
    for (const [name, count] of Object.entries(ARGUMENTS)) {
      const all = fc.array(number, { minLength: count, maxLength: count });
      fc.assert(
        fc.property(all, (given) => {
          try {
            made[name]?.(...given);
          } catch (error) {
            expect(String(error)).toMatch(/within the kernel's memory|out of range/);
          }
        }),
        { numRuns: 2000 },
      );
    }
  });

  it.each(table)('%s: names what is wrong', (_, native) => {
    const { denseRows, lstm: layer, gateFloats } = functions(native);
    const outside = "an array is not within the kernel's memory";
    // One row of one number times one column: a, packed, bias and out lie at 4096 and beyond.
    expect(denseRows?.(0, 1, 0, 1, 1, 4096, 4160, 0, 4288)).toBeUndefined();
    expect(() => denseRows?.(0, 1, 0, 1, 1, 4094, 4160, 0, 4288)).toThrow(outside);
    expect(() => denseRows?.(0, 1, 0, 1, 1, 4, 4160, 0, 4288)).toThrow(outside);
    expect(() => denseRows?.(0, 1, 0, 1, 1, 4096, 4160, 0, 4096 + 20_032)).toThrow(outside);
    expect(() => denseRows?.(2, 1, 0, 1, 1, 4096, 4160, 0, 4288)).toThrow('out of range');
    expect(() => denseRows?.(0, 1, 0, -1, 1, 4096, 4160, 0, 4288)).toThrow('out of range');
    // 1 sequence of 1 timestep, which reads the row 1 of the projections.
    const states = [16_384, 20_480, 20_544, 20_608];
    const common = [0, 1, 0, 1, 1, 1, 4096, 12_288];
    const given = [...common, 8192, 4160, 0, 0, 0, 0, ...states];
    expect(layer?.(...given)).toBeUndefined();
    expect(() => layer?.(...given.with(8, 4096 + 20_016))).toThrow('an index names a row');
    expect(() => layer?.(...given.with(4, 0))).toThrow('sequences alive');
    // Without an index it projects the states of the layer below, of one unit, into its working memory.
    const stacked = [...common.with(2, 8192), 0, 0, 1, 20_480, 16_384, 4160, ...states];
    expect(layer?.(...stacked)).toBeUndefined();
    expect(() => layer?.(...stacked.with(2, 0))).toThrow(outside);
    expect(() => layer?.(...stacked.with(10, 5000))).toThrow(outside);
    expect(() => layer?.(...stacked.with(13, 4096 + 20_020))).toThrow(outside);
    expect(() => gateFloats?.()).toThrow('takes integers');
    expect(() => gateFloats?.('1')).toThrow('takes integers');
  });
});
