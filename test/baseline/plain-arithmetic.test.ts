import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fitLinear } from '../../src/baseline/linear-model.ts';
import { plainArithmetic } from '../../src/baseline/plain-arithmetic.ts';
import type { Loss } from '../../src/kernel/kernel.ts';
import type { LinearArithmetic } from '../../src/kernel/linear-arithmetic.ts';
import { createSimdKernel } from '../../src/kernel/simd-kernel.ts';
import { createRandom } from '../../src/random.ts';
import { createInputs, type LinearInputs } from '../../src/readings/linear-inputs.ts';
import { simdWasm } from '../support/kernel/simd-wasm.ts';

const simd = createSimdKernel(simdWasm).linear as LinearArithmetic;

const shapes = fc.record({
  count: fc.integer({ min: 1, max: 40 }),
  dense: fc.integer({ min: 0, max: 19 }),
  columns: fc.integer({ min: 1, max: 9 }),
  ones: fc.integer({ min: 0, max: 5 }),
  outputs: fc.integer({ min: 1, max: 3 }),
  seed: fc.nat(),
});

type Shape = typeof shapes extends fc.Arbitrary<infer One> ? One : never;

function inputsOf(
  { count, outputs: _, seed, ...shape }: Shape,
  on: LinearArithmetic,
): LinearInputs {
  const random = createRandom(seed);
  const inputs = createInputs(shape, count, on);
  for (const at of inputs.values.keys()) inputs.values[at] = random.normal();
  // Some rows have fewer one-hot columns than others.
  for (const at of inputs.indexes.keys())
    inputs.indexes[at] = random.integer(shape.columns + 1) - 1;
  return inputs;
}

/** Copies numbers into arrays of an arithmetic. */
function given(on: LinearArithmetic, numbers: Float64Array): Float64Array {
  const own = on.doubles(numbers.length);
  own.set(numbers);
  return own;
}

const numbers = fc.array(fc.double(), { maxLength: 30 }).map((list) => Float64Array.from(list));

describe('the arithmetic of WebAssembly', () => {
  it('has the bits of plain TypeScript: vectors', () => {
    fc.assert(
      fc.property(numbers, numbers, fc.double(), (one, two, factor) => {
        const { length } = one.length < two.length ? one : two;
        const results = [simd, plainArithmetic].map((on) => {
          const [a, b] = [one, two].map((list) => given(on, list.subarray(0, length))) as [
            Float64Array,
            Float64Array,
          ];
          const [multiple, less, sum] = [on.doubles(length), on.doubles(length), b.slice()];
          const added = given(on, sum);
          on.multiples(factor, a, multiple);
          on.difference(a, b, less);
          on.addMultiple(factor, a, added);
          const penalised = given(on, sum);
          const squares = on.addPenalty(factor, a, length, penalised);
          const figures = [on.product(a, b), on.largest(a), squares];
          return [figures, [...multiple], [...less], [...added], [...penalised]];
        });

        expect(results[0]).toEqual(results[1]);
      }),
    );
  });

  it('has the bits of plain TypeScript: layers and moments', () => {
    fc.assert(
      fc.property(shapes, (shape) => {
        const { count, dense, columns, outputs, seed } = shape;
        const width = dense + columns;
        const random = createRandom(seed + 1);
        const start = Float64Array.from({ length: (width + 1) * outputs }, random.normal);
        const byLogits = Float32Array.from({ length: count * outputs }, random.normal);
        const results = [simd, plainArithmetic].map((on) => {
          const inputs = inputsOf(shape, on);
          const [weights, gradient] = [given(on, start), given(on, start)];
          const [logits, slopes] = [on.floats(count * outputs), on.floats(count * outputs)];
          slopes.set(byLogits);
          const [means, squares] = [on.doubles(width), on.doubles(width)];
          on.addMoments(inputs, means, squares);
          const moments = {
            means,
            scales: given(
              on,
              squares.map((square) => square + 1),
            ),
          };
          on.logits(inputs, outputs, weights, logits);
          on.addGradient(inputs, outputs, slopes, gradient);
          on.standardise(gradient, moments, outputs);
          on.unscale(weights, moments, outputs);
          return [logits, gradient, weights, means, squares].map((list) => [...list]);
        });

        expect(results[0]).toEqual(results[1]);
      }),
    );
  });

  it.each<[Loss, number]>([
    ['binary_crossentropy', 1],
    ['categorical_crossentropy', 3],
    ['mean_squared_error', 2],
  ])('fits the same model to a bit: %s', async (loss, outputs) => {
    const shape = { count: 200, dense: 3, columns: 20, ones: 4, outputs, seed: 5 };
    const random = createRandom(6);
    const perRow = loss === 'mean_squared_error' ? outputs : 1;
    const targets = Float32Array.from({ length: shape.count * perRow }, () =>
      random.integer(Math.max(2, outputs)),
    );

    const fits = [simd, plainArithmetic].map(async (arithmetic) => {
      const task = { loss, outputs, arithmetic };
      const weights = await fitLinear(inputsOf(shape, arithmetic), targets, task, {
        breathe: async () => undefined,
      });
      return [...weights];
    });

    expect(await fits[0]).toEqual(await fits[1]);
  });
});
