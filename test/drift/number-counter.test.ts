import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addRows, emptyCounts } from '../../src/drift/drift-baseline.ts';
import { NumberCounter } from '../../src/drift/number-counter.ts';
import { referenceKernel } from '../../src/kernel/reference-kernel.ts';
import { countNumbers } from '../../src/readings/count-bins.ts';
import type { WatchedColumn } from '../../src/readings/watched-columns.ts';

/** Watches a column of numbers with so many edges; a column behind one with `hasNull` says that it is null. */
function watched(column: number, hasNull: boolean, edges: readonly number[]): WatchedColumn {
  const fill = edges.length >> 1;
  return {
    field: `f${column}`,
    kind: 'number',
    bins: edges.length + 2,
    edges,
    values: [],
    nullsIn: edges.length + 1,
    count: countNumbers({ column, hasNull }, edges, fill),
    numbers: { column, hasNull, edges, fill },
  };
}

const columns = [
  watched(0, false, [-1, 0, 0.5, 1, 2]),
  watched(1, true, [0, 1]),
  watched(3, true, []),
  { ...watched(5, false, [0.5]), numbers: undefined },
];
const WIDTH = 6;
const number = fc.constantFrom(-2, -1, 0, 0.25, 0.5, 1, 1.5, 2, 3, Infinity);
const row = fc
  .tuple(number, number, fc.constantFrom(0, 1), number, fc.constantFrom(0, 1), number)
  .map((values) => values as number[]);

describe('NumberCounter', () => {
  it('counts as each column does by itself', () => {
    const rows = fc.array(row, { minLength: 1, maxLength: 300 });
    fc.assert(
      fc.property(rows, fc.array(fc.nat()), fc.boolean(), (matrix, picks, isEach) => {
        const steps = {
          count: matrix.length,
          width: WIDTH,
          features: Float32Array.from(matrix.flat()),
          idCount: 0,
          ids: new Int32Array(0),
        };
        const sequences = { steps, starts: new Int32Array(0), lengths: new Int32Array(0) };
        const some = isEach ? matrix.map((_, at) => at) : picks.map((pick) => pick % matrix.length);
        const positions = Int32Array.from(some);
        const [plain, counted] = [emptyCounts(columns), emptyCounts(columns)];

        addRows(columns, sequences, positions, plain);
        new NumberCounter(referenceKernel, columns).add(steps, positions, counted);

        const isCounted = (_: unknown, at: number): boolean => columns[at]?.numbers !== undefined;
        expect(counted.filter(isCounted)).toEqual(plain.filter(isCounted));
      }),
    );
  });
});
