import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { orderRows } from '../../../src/encode/rows/row-order.ts';
import type { Steps } from '../../../src/encode/rows/steps.ts';
import { depths, windowsOver } from '../../../src/encode/rows/windows.ts';

const steps = (count: number): Steps => {
  return { count, width: 0, features: new Float32Array(0), idCount: 0, ids: new Int32Array(0) };
};

/** Returns the positions that are read for each row. */
function windows(begins: readonly number[], rows: number, lead = 0): number[][] {
  const order = { begins: Int32Array.from(begins) };
  const found = windowsOver(steps(begins.length), order, { rows, lead });
  return Array.from(found.starts, (start, at) =>
    Array.from({ length: found.lengths[at] }, (_, index) => start + index),
  );
}

describe('windowsOver', () => {
  it('ends every window at its row, and starts with shorter ones', () => {
    expect(windows([0, 0, 0, 0], 3)).toEqual([[0], [0, 1], [0, 1, 2], [1, 2, 3]]);
  });

  it('never looks back over the begin of a sequence', () => {
    expect(windows([0, 0, 2, 2, 2], 3)).toEqual([[0], [0, 1], [2], [2, 3], [2, 3, 4]]);
  });

  it('has windows of one row', () => {
    expect(windows([0, 0, 0], 1)).toEqual([[0], [1], [2]]);
  });

  it('has windows that are longer than all rows', () => {
    expect(windows([0, 0], 1000)).toEqual([[0], [0, 1]]);
  });

  it('ends before the row where what comes next is predicted; a row without any before it stands for itself', () => {
    expect(windows([0, 0, 0, 0, 4, 4], 2, 1)).toEqual([[0], [0], [0, 1], [1, 2], [4], [4]]);
    expect(windows([0, 0, 0, 0, 0], 2, 3)).toEqual([[0], [1], [2], [0], [0, 1]]);
  });

  it('reads with a lead what the row that is `lead` rows earlier reads without', () => {
    const lengths = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(
        lengths,
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 4 }),
        (sequences, rows, lead) => {
          const firsts = sequences.map((_, at) =>
            sequences.slice(0, at).reduce((a, b) => a + b, 0),
          );
          const begins = sequences.flatMap((length, at) => Array(length).fill(firsts[at]));
          const own = windows(begins, rows);

          for (const [at, positions] of windows(begins, rows, lead).entries()) {
            const isEarly = at - lead < begins[at];
            expect(positions).toEqual(isEarly ? [at] : own[at - lead]);
          }
        },
      ),
    );
  });

  it('never holds two entities, nor a pause longer than the gap', () => {
    const row = fc.record({
      time: fc.integer({ min: 0, max: 30 }),
      entity: fc.integer({ min: 0, max: 2 }),
    });
    fc.assert(
      fc.property(
        fc.array(row),
        fc.integer({ min: 1, max: 6 }),
        fc.constantFrom(0, 1, 4, Number.POSITIVE_INFINITY),
        (table, window, gap) => {
          const { rows, begins } = orderRows({
            rowCount: table.length,
            times: Float64Array.from(table, ({ time }) => time),
            entities: Int32Array.from(table, ({ entity }) => entity),
            gap,
            isPlaced: () => true,
          });
          const placed = Array.from(rows, (at) => table[at] as (typeof table)[number]);

          for (const [end, positions] of windows([...begins], window).entries()) {
            expect(positions.at(-1)).toBe(end);
            expect(positions.length).toBeLessThanOrEqual(window);
            for (const at of positions.slice(1)) {
              const [before, now] = [placed[at - 1], placed[at]];
              expect(now?.entity).toBe(before?.entity);
              expect((now?.time ?? 0) - (before?.time ?? 0)).toBeLessThanOrEqual(gap);
            }
          }
        },
      ),
    );
  });
});

describe('depths', () => {
  it('counts the rows of a sequence so far', () => {
    expect([...depths({ begins: Int32Array.of(0, 0, 2, 2, 2, 5) })]).toEqual([1, 2, 1, 2, 3, 1]);
  });
});
