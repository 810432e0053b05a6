import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { orderRows } from '../../../src/encode/rows/row-order.ts';
import type { Sequences, Steps } from '../../../src/encode/rows/steps.ts';
import { depths, leastRows, windowsAfter, windowsOver } from '../../../src/encode/rows/windows.ts';

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

/** Returns what is read for each row where sequences have a begin; −1 stands for a begin. */
function fromBegin(begins: readonly number[], rows: number): number[][] {
  const reach = { rows, lead: 1, hasBegin: true };
  const found = windowsOver(steps(0), { begins: Int32Array.from(begins) }, reach);
  return readSteps(found, begins.length);
}

function readSteps({ starts, lengths, order }: Omit<Sequences, 'steps'>, rows: number): number[][] {
  return Array.from(starts, (start, at) =>
    [...(order ?? new Int32Array(0)).subarray(start, start + lengths[at])].map((step) =>
      step < rows ? step : -1,
    ),
  );
}

describe('windows from a begin', () => {
  it('read the begin for a first row, and never more steps than asked for', () => {
    expect(fromBegin([0, 0, 0, 0, 4, 4], 2)).toEqual([
      [-1],
      [-1, 0],
      [0, 1],
      [1, 2],
      [-1],
      [-1, 4],
    ]);
  });

  it('are the last steps before the row, as a plain list of them says', () => {
    const lengths = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(lengths, fc.integer({ min: 1, max: 5 }), (sequences, rows) => {
        const begins = sequences.flatMap((length, at) => {
          const first = sequences.slice(0, at).reduce((a, b) => a + b, 0);
          return new Array<number>(length).fill(first);
        });
        const plain = begins.map((begin, at) => {
          const all = [-1, ...Array.from({ length: at - begin }, (_, index) => begin + index)];
          return all.slice(-rows);
        });

        expect(fromBegin(begins, rows)).toEqual(plain);
      }),
    );
  });

  it('have a step of their own for each sequence, after those of rows', () => {
    const begins = Int32Array.of(0, 0, 2);
    const { order } = windowsOver(steps(5), { begins }, { rows: 3, lead: 1, hasBegin: true });

    expect(order).toEqual(Int32Array.of(3, 0, 1, 4, 2));
  });

  it('let every row be judged', () => {
    expect(leastRows({ lead: 1, hasBegin: true })).toBe(1);
    expect(leastRows({ lead: 1 })).toBe(2);
  });
});

describe('windowsAfter', () => {
  it('hold the row itself, and drop their oldest step where they would be too long', () => {
    const begins = Int32Array.of(0, 0, 0);
    const found = windowsOver(steps(4), { begins }, { rows: 2, lead: 1, hasBegin: true });
    const after = windowsAfter(found, Int32Array.of(0, 1, 2));

    expect(readSteps({ ...found, ...after }, 3)).toEqual([
      [-1, 0],
      [0, 1],
      [1, 2],
    ]);
  });
});

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
