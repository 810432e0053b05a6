import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Sequences } from '../../../src/encode/rows/steps.ts';
import { createSimdKernel } from '../../../src/kernel/simd-kernel.ts';
import { Workspace } from '../../../src/network/workspace.ts';
import { createInputs } from '../../../src/readings/linear-inputs.ts';
import { writeSummaries } from '../../../src/readings/rows/window-summaries.ts';
import { simdWasm } from '../../support/kernel/simd-wasm.ts';

const ROWS = 12;
const WIDTH = 5;

const window = fc
  .integer({ min: 0, max: ROWS - 1 })
  .chain((start) => fc.tuple(fc.constant(start), fc.integer({ min: 1, max: ROWS - start })));

const cases = fc.record({
  features: fc.array(fc.float({ noNaN: true, noDefaultInfinity: true }), {
    minLength: ROWS * WIDTH,
    maxLength: ROWS * WIDTH,
  }),
  windows: fc.array(window, { minLength: 1, maxLength: 8 }),
  atFirst: fc.option(fc.constant([0, 7]), { nil: undefined }),
  order: fc.option(
    fc.array(fc.nat(ROWS - 1), { minLength: ROWS, maxLength: ROWS }).map((o) => Int32Array.from(o)),
    { nil: undefined },
  ),
});

type Case = typeof cases extends fc.Arbitrary<infer T> ? T : never;

function sequencesOf({ features, windows, atFirst, order }: Case): Sequences {
  const steps = {
    count: ROWS,
    width: WIDTH,
    features: Float32Array.from(features),
    idCount: 0,
    ids: new Int32Array(0),
    ...(atFirst && { atFirst }),
  };
  return {
    steps,
    starts: Int32Array.from(windows, ([start]) => start),
    lengths: Int32Array.from(windows, ([, length]) => length),
    ...(order && { order }),
  };
}

/** Writes summaries of all windows from the second row of the inputs on. */
function summaries(one: Case, workspace?: Workspace): Float32Array {
  const sequences = sequencesOf(one);
  const samples = Int32Array.from(one.windows, (_, at) => at);
  const shape = { dense: 3 * WIDTH + 1, columns: 0, ones: 0 };
  const inputs = createInputs(shape, samples.length + 1, workspace?.kernel);
  writeSummaries({ sequences, samples }, { inputs, first: 1, workspace });
  return inputs.values.slice();
}

/** Returns a window's last row, means and maxima, row by row. */
function expected({ features, windows, atFirst, order }: Case): number[] {
  return windows.flatMap(([start, length]) => {
    const rows = Array.from({ length }, (_, t) => {
      const step = order?.[start + t] ?? start + t;
      const row = features.slice(step * WIDTH, (step + 1) * WIDTH);
      return t === 0 && atFirst ? [...row.slice(0, WIDTH - atFirst.length), ...atFirst] : row;
    });
    const column = (at: number): number[] => rows.map((row) => row[at] ?? 0);
    const columns = Array.from({ length: WIDTH }, (_, at) => column(at));
    const means = columns.map((values) => values.reduce((sum, value) => sum + value, 0) / length);
    const most = columns.map((values) => Math.max(...values));
    return [...(rows.at(-1) ?? []), ...means, ...most, 0];
  });
}

describe('writeSummaries', () => {
  it('writes last rows, means and maxima, on a kernel and without one', () => {
    fc.assert(
      fc.property(cases, (one) => {
        const plain = summaries(one);

        // Signs of zeros are those of the first of equal values, which Math.max does not keep.
        const shown = (values: ArrayLike<number>): number[] => Array.from(values, (v) => v + 0);
        expect(shown(plain.subarray(3 * WIDTH + 1))).toEqual(
          shown(Float32Array.from(expected(one))),
        );
        expect(summaries(one, new Workspace(createSimdKernel(simdWasm)))).toEqual(plain);
      }),
      { numRuns: 100 },
    );
  });
});
