import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  orderRows,
  type RowOrder,
  type RowOrderInput,
} from '../../../src/encode/rows/row-order.ts';

function order(
  times: readonly number[] | undefined,
  entities?: readonly number[],
  options: Partial<Pick<RowOrderInput, 'gap' | 'isPlaced' | 'rowCount'>> = {},
): RowOrder {
  return orderRows({
    rowCount: times?.length ?? 0,
    times: times && Float64Array.from(times),
    entities: entities && Int32Array.from(entities),
    gap: Number.POSITIVE_INFINITY,
    isPlaced: () => true,
    ...options,
  });
}

describe('orderRows', () => {
  it.each([
    ['ascending rows stay', [1, 2, 3], [0, 1, 2]],
    ['newest-first rows are reversed', [3, 2, 1], [2, 1, 0]],
    ['rows in any order are sorted', [2, 1, 3], [1, 0, 2]],
    ['ties stay in the order of arrival', [1, 1, 2, 2], [0, 1, 2, 3]],
    ['ties of newest-first rows come out in file order', [2, 2, 1, 1], [3, 2, 1, 0]],
    ['ties among rows that mostly rise', [5, 1, 1, 2, 3], [1, 2, 3, 4, 0]],
    ['ties among rows that mostly fall', [3, 2, 1, 1, 5], [3, 2, 1, 0, 4]],
    ['equal times say nothing of the order', [7, 7, 7], [0, 1, 2]],
    ['as many falls as rises', [1, 2, 1], [0, 2, 1]],
    ['no rows', [], []],
    ['one row', [5], [0]],
    ['fractions of a second', [1.2, 1.1], [1, 0]],
    ['negative times', [-1, -5, 3], [1, 0, 2]],
  ])('%s: %j', (_, times, rows) => {
    expect([...order(times).rows]).toEqual(rows);
  });

  it('takes rows for ascending where there is no time', () => {
    const found = order(undefined, undefined, { rowCount: 3, gap: 1 });

    expect([...found.rows]).toEqual([0, 1, 2]);
    expect([...found.begins]).toEqual([0, 0, 0]);
    expect([found.tiedRows, found.entityCount]).toEqual([0, 1]);
  });

  it('brings the rows of an entity together, and ranks them in time among all', () => {
    const found = order([1, 2, 3, 4, 5], [1, 0, 1, 0, 1]);

    expect([...found.rows]).toEqual([0, 2, 4, 1, 3]);
    expect([...found.ranks]).toEqual([0, 2, 4, 1, 3]);
    expect([...found.begins]).toEqual([0, 0, 0, 3, 3]);
    expect(found.entityCount).toBe(2);
  });

  it('counts the entities of the rows that take part only', () => {
    const found = order([1, 2, 3, 4], [0, 1, 2, 1], { isPlaced: (row) => row === 1 || row === 3 });

    expect([...found.rows]).toEqual([1, 3]);
    expect(found.entityCount).toBe(1);
  });

  it('leaves out rows without an entity, and rows that take no part', () => {
    const found = order([4, 3, 2, 1], [0, -1, 0, 0], { isPlaced: (row) => row !== 3 });

    expect([...found.rows]).toEqual([2, 0]);
    expect([...found.begins]).toEqual([0, 0]);
  });

  it('finds the direction from the rows that take part', () => {
    const times = [1, 1, Number.NaN, 2, Number.NaN];

    const found = order(times, undefined, { isPlaced: (row) => !Number.isNaN(times[row]) });

    expect([...found.rows]).toEqual([0, 1, 3]);
  });

  it('starts a new sequence after a longer pause than the gap, and with every entity', () => {
    const times = [0, 10, 21, 31, 0, 10];

    expect([...order(times, [0, 0, 0, 0, 1, 1], { gap: 10 }).begins]).toEqual([0, 0, 2, 2, 4, 4]);
  });

  it.each([
    ['none', [1, 2, 3], undefined, 0],
    ['a pair', [1, 2, 2, 3], undefined, 2],
    ['three of a time', [1, 2, 2, 2], undefined, 3],
    ['two pairs', [1, 1, 2, 2], undefined, 4],
    ['equal times of two entities', [1, 1, 2, 2], [0, 1, 0, 1], 0],
  ])('counts rows that share entity and time: %s', (_, times, entities, tied) => {
    expect(order(times, entities).tiedRows).toBe(tied);
  });

  it('is a permutation of the rows with an entity, sorted by the first time of its entity, then time', () => {
    const row = fc.record({
      time: fc.integer({ min: 0, max: 20 }),
      entity: fc.integer({ min: -1, max: 3 }),
    });
    const gaps = fc.constantFrom(0, 1, 5, Number.POSITIVE_INFINITY);
    fc.assert(
      fc.property(fc.array(row), gaps, (table, gap) => {
        const times = table.map(({ time }) => time);
        const entities = table.map(({ entity }) => entity);
        const { rows, begins, ranks } = order(times, entities, { gap });

        const expected = table.flatMap(({ entity }, at) => (entity < 0 ? [] : [at]));
        const firstRank = (row: number): number =>
          ranks[rows.findIndex((other) => entities[other] === entities[row])];
        expect([...rows].sort((a, b) => a - b)).toEqual(expected);
        expect([...ranks].sort((a, b) => a - b)).toEqual(expected.map((_, rank) => rank));
        for (let at = 1; at < rows.length; at++) {
          const [a, b] = [rows[at - 1], rows[at]];
          const pause = times[b] - times[a];
          const isSame = entities[a] === entities[b];
          if (isSame) expect(pause).toBeGreaterThanOrEqual(0);
          else expect(firstRank(b)).toBeGreaterThan(firstRank(a));
          expect(begins[at]).toBe(isSame && pause <= gap ? begins[at - 1] : at);
        }
        const byRank = [...rows.keys()].sort((a, b) => ranks[a] - ranks[b]);
        const inTime = byRank.map((at) => times[rows[at]]);
        expect(inTime).toEqual(inTime.toSorted((a, b) => a - b));
      }),
    );
  });
});
