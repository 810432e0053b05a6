import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Kernel } from '../../../src/kernel/kernel.ts';
import { referenceKernel } from '../../../src/kernel/reference-kernel.ts';
import { createSimdKernel } from '../../../src/kernel/simd-kernel.ts';
import { simdWasm } from '../../support/kernel/simd-wasm.ts';

const value = fc.constantFrom(-2, -1, -0, 0, 0.5, 1, Number.NaN, Infinity, -Infinity);

const cases = fc
  .record({
    rows: fc.nat(9),
    columns: fc.integer({ min: 1, max: 10 }),
    edgeCount: fc.integer({ min: 1, max: 5 }),
  })
  .chain((shape) => {
    const many = (count: number): fc.Arbitrary<number[]> =>
      fc.array(value, { minLength: count, maxLength: count });
    return fc.record({
      shape: fc.constant(shape),
      values: many(shape.rows * shape.columns),
      edges: many(shape.edgeCount * shape.columns),
    });
  });

type Case = typeof cases extends fc.Arbitrary<infer T> ? T : never;

function counts(kernel: Kernel, { shape, values, edges }: Case): number[] {
  const floats = (numbers: readonly number[]): Float32Array => {
    const out = kernel.floats(numbers.length);
    out.set(numbers);
    return out;
  };
  const out = kernel.integers(edges.length).fill(3);
  kernel.countAtLeast({ ...shape, edges: floats(edges) }, floats(values), out);
  return [...out];
}

describe('countAtLeast', () => {
  it('counts as plain TypeScript does on the SIMD kernel', () => {
    fc.assert(
      fc.property(cases, (one) => {
        expect(counts(createSimdKernel(simdWasm), one)).toEqual(counts(referenceKernel, one));
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  it('adds rows that reach an edge, and not those without a number', () => {
    const one = {
      shape: { rows: 3, columns: 2, edgeCount: 2 },
      values: [1, 5, 2, Number.NaN, 3, -1],
      edges: [2, 0, 3, Infinity],
    };

    expect(counts(referenceKernel, one)).toEqual([5, 4, 4, 3]);
  });
});
