import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Kernel } from '../../../src/kernel/kernel.ts';
import { referenceKernel } from '../../../src/kernel/reference-kernel.ts';
import { createSimdKernel } from '../../../src/kernel/simd-kernel.ts';
import { simdWasm } from '../../support/kernel/simd-wasm.ts';

const value = fc.oneof(
  fc.float({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(0, -0, 1, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY),
);

const cases = fc
  .record({ width: fc.integer({ min: 1, max: 11 }), rows: fc.integer({ min: 1, max: 12 }) })
  .chain(({ width, rows }) =>
    fc.record({
      width: fc.constant(width),
      more: fc.integer({ min: 0, max: 3 }),
      matrix: fc.array(value, { minLength: rows * width, maxLength: rows * width }),
      first: fc.array(value, { minLength: width, maxLength: width }),
      windows: fc.array(
        fc.integer({ min: 0, max: rows - 1 }).chain((start) =>
          fc.record({
            start: fc.constant(start),
            length: fc.integer({ min: 1, max: rows - start }),
          }),
        ),
        { maxLength: 6 },
      ),
    }),
  );

type Case = typeof cases extends fc.Arbitrary<infer T> ? T : never;

/** Returns the bits of all summaries; the numbers between them stay 7. */
function summaries(kernel: Kernel, { width, more, matrix, first, windows }: Case): number[] {
  const floats = (values: readonly number[]): Float32Array => {
    const out = kernel.floats(values.length);
    out.set(values);
    return out;
  };
  const integers = (values: readonly number[]): Int32Array => {
    const out = kernel.integers(values.length);
    out.set(values);
    return out;
  };
  const stride = 3 * width + more;
  const out = kernel.floats(windows.length * stride).fill(7);
  kernel.windowSummaries(
    {
      count: windows.length,
      width,
      starts: integers(windows.map(({ start }) => start)),
      lengths: integers(windows.map(({ length }) => length)),
      first: floats(first),
      stride,
    },
    floats(matrix),
    out,
  );
  return [...out].map((number) => (Number.isNaN(number) ? Number.NaN : number));
}

describe('summaries of windows', () => {
  it('are the same bits on the SIMD kernel as in plain TypeScript', () => {
    fc.assert(
      fc.property(cases, (one) => {
        const simd = summaries(createSimdKernel(simdWasm), one);

        expect(simd).toEqual(summaries(referenceKernel, one));
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it('read other values in the first row of a window', () => {
    const one = {
      width: 2,
      more: 0,
      matrix: [1, -5, 4, -3, 1, -8],
      first: [Number.NaN, -1],
      windows: [
        { start: 0, length: 3 },
        { start: 2, length: 1 },
      ],
    };

    expect(summaries(referenceKernel, one)).toEqual([1, -8, 2, -4, 4, -1, 1, -1, 1, -1, 1, -1]);
  });
});
