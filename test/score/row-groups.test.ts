import { describe, expect, it } from '@jest/globals';
import { groupRows } from '../../src/score/row-groups.ts';

// Rows 0 to 5 of entity 0, with a session that begins at row 3, and rows 6 and 7 of entity 1.
const depths = [1, 2, 3, 1, 2, 3, 1, 2];
const times = Float64Array.of(0, 10, 70, 200, 210, 250, 5, 65);
const candidates = depths.map((depth, row) => {
  return { row, sequence: row, entity: row < 6 ? 0 : 1, depth, pause: Number.NaN };
});
const placed = { candidates, times };

const groupsOf = (
  grouping: Parameters<typeof groupRows>[1],
  history: readonly number[] = [],
): [number[], number][] => {
  const status = depths.map((_, row) => (history.includes(row) ? 'history' : 'ok'));
  const scores = { status, samples: new Int32Array(8), prediction: {} };
  return groupRows({ scores, placed } as never, grouping).map(({ rows, from }) => [
    [...rows],
    from,
  ]);
};

const { NaN: NONE } = Number;

describe('groupRows', () => {
  it('tells the rows that begin a sequence', () => {
    const scores = { status: depths.map(() => 'ok'), samples: new Int32Array(8), prediction: {} };
    const groups = groupRows({ scores, placed } as never, { by: 'entity' });

    expect(groups.map(({ begins }) => begins)).toEqual([[0, 3], [6]]);
  });

  it.each<[string, Parameters<typeof groupRows>[1], [number[], number][]]>([
    [
      'entities',
      { by: 'entity' },
      [
        [[0, 1, 2, 3, 4, 5], NONE],
        [[6, 7], NONE],
      ],
    ],
    [
      'sessions',
      { by: 'session' },
      [
        [[0, 1, 2], NONE],
        [[3, 4, 5], NONE],
        [[6, 7], NONE],
      ],
    ],
    [
      'spans of a minute',
      { by: 'entity', span: 60 },
      [
        [[0, 1], 0],
        [[2], 60],
        [[3, 4], 180],
        [[5], 240],
        [[6], 0],
        [[7], 60],
      ],
    ],
  ])('makes %s', (_, grouping, expected) => {
    expect(groupsOf(grouping)).toEqual(expected);
  });

  it('leaves out the rows before since, and entities that have no others', () => {
    expect(groupsOf({ by: 'entity' }, [0, 1, 6, 7])).toEqual([[[2, 3, 4, 5], NONE]]);
  });
});
