import { describe, expect, it } from '@jest/globals';
import { endedSequences } from '../../../src/encode/rows/ended.ts';
import { orderRows } from '../../../src/encode/rows/row-order.ts';

/** Returns the last rows of sequences that have ended, as numbers of the rows given. */
function ended(
  list: readonly (readonly [entity: number, time: number])[],
  gap: number | null,
  quiet?: number,
) {
  const times = Float64Array.from(list, ([, time]) => time);
  const entities = Int32Array.from(list, ([entity]) => entity);
  const isPlaced = (): boolean => true;
  const rowCount = list.length;
  const order = orderRows({ rowCount, times, entities, gap: gap ?? 1e9, isPlaced });
  const spec = { gap, quiet, time: '_time' };
  return [...endedSequences({ ...order, times, entities }, spec)].map((at) => order.rows[at]);
}

describe('endedSequences', () => {
  it('knows an end by a later row of the entity, after the gap', () => {
    const rows = [
      [0, 10],
      [0, 12],
      [0, 40],
      [0, 41],
    ] as const;

    expect(ended(rows, 20)).toEqual([1]);
  });

  it('knows an end by a row of any entity that came more than the gap later', () => {
    const before = [
      [0, 10],
      [1, 15],
      [1, 30],
    ] as const;

    expect(ended(before, 20)).toEqual([]);
    expect(ended([...before, [1, 31]], 20)).toEqual([0]);
  });

  it('without a gap takes the ends of the results', () => {
    expect(
      ended(
        [
          [0, 1],
          [1, 2],
          [0, 3],
        ] as const,
        null,
      ),
    ).toEqual([2, 1]);
  });

  it('without a gap knows an end by a silence that is longer than usual', () => {
    const rows = [
      [0, 1],
      [1, 2],
      [0, 30],
      [2, 31],
      [2, 50],
    ] as const;

    expect(ended(rows, null, 20)).toEqual([1]);
    expect(ended(rows, null, 19)).toEqual([2, 1]);
  });

  it('measures silence by the rows of others where training had no times', () => {
    const entities = Int32Array.of(0, 1, 0, 1, 1, 1);
    const isPlaced = (): boolean => true;
    const input = { rowCount: 6, times: undefined, entities, gap: 1e9, isPlaced };
    const placed = { ...orderRows(input), times: undefined, entities };
    const endedAfter = (quiet: number, time: string | null): number[] =>
      [...endedSequences(placed, { gap: null, quiet, time })].map(
        (at) => placed.rows[at] as number,
      );

    expect(endedAfter(2, null)).toEqual([2]);
    expect(endedAfter(3, null)).toEqual([]);
    expect(endedAfter(2, '_time')).toEqual([]);
  });
});
