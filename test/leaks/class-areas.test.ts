import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { classAreas, countRepeats, NULL_VALUE } from '../../src/leaks/class-areas.ts';
import { createRandom } from '../../src/random.ts';
import { labelledOf, times } from '../support/rows/labelled-columns.ts';

interface Row {
  readonly value: number;
  readonly label: number;
}

function areasOf(rows: readonly Row[], classes = 2) {
  const labelled = labelledOf(
    rows.map(({ label }) => label),
    classes,
  );
  const values = Float64Array.from(labelled.rows, (row) => (rows[row] as Row).value);
  return classAreas(values, labelled);
}

/** Returns the share of ordered pairs (one of the class, one of the rest), by counting all of them. */
function pairCount(
  rows: readonly Row[],
  label: number,
  scoresOf: (own: Row, rest: Row) => readonly [number, number],
): number {
  let [wins, pairs] = [0, 0];
  for (const own of rows.filter((row) => row.label === label)) {
    for (const rest of rows.filter((row) => row.label !== label)) {
      const [higher, lower] = scoresOf(own, rest);
      wins += higher > lower ? 1 : Number(higher === lower) / 2;
      pairs++;
    }
  }
  return wins / pairs;
}

/** Replaces rare values by one value that differs from all others. */
function pooled(rows: readonly Row[]): Row[] {
  return rows.map(({ value, label }) => {
    const count = rows.filter((other) => other.value === value).length;
    return { label, value: count < 3 && value !== NULL_VALUE ? 1e9 : value };
  });
}

/** Returns the shares of the class among the rows that are neither of the pair. */
function leavePairOut(rows: readonly Row[], label: number): number {
  const all = pooled(rows);
  return pairCount(all, label, (own, rest) => {
    const shareOf = (row: Row): number => {
      const others = all.filter(
        (other) => other.value === row.value && other !== own && other !== rest,
      );
      const hits = others.filter((other) => other.label === label);
      return others.length === 0 ? 0 : hits.length / others.length;
    };
    return [shareOf(own), shareOf(rest)];
  });
}

const anyRows = (values: number, classes: number): fc.Arbitrary<Row[]> =>
  fc.array(
    fc.record({
      value: fc.oneof(fc.nat(values), fc.constant(NULL_VALUE)),
      label: fc.nat(classes - 1),
    }),
    { minLength: 60, maxLength: 90 },
  );

describe('classAreas', () => {
  it.each([
    [4, 2],
    [30, 2],
    [8, 3],
  ])('are those of counting all pairs: values up to %d, %d classes', (values, classes) => {
    fc.assert(
      fc.property(anyRows(values, classes), (rows) => {
        for (const { classIndex, byRank, byShare } of areasOf(rows, classes)) {
          const ranks = pairCount(rows, classIndex, (own, rest) => [own.value, rest.value]);
          expect(byRank).toBeCloseTo(ranks, 12);
          expect(byShare).toBeCloseTo(leavePairOut(rows, classIndex), 12);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('say how many rows have rare values', () => {
    const rows = times(40, (row) => ({ value: row < 30 ? 0 : row, label: row % 2 }));

    expect(areasOf(rows)[0]?.rare).toBe(0.25 + 0.25);
  });

  it.each([
    ['one value for all rows', () => 0, 0.5],
    ['a value for each class', (_: number, label: number) => label, 1],
    ['many values, each of one class', (row: number) => row % 40, 1],
    ['null for one class', (row: number, label: number) => (label === 0 ? NULL_VALUE : row), 1],
    ['a value that is never twice', (row: number) => row, 0.5],
  ])('of the shares of %s', (_, make, expected) => {
    const rows = times(200, (row) => ({ value: make(row, row % 2), label: row % 2 }));

    expect(areasOf(rows)[0]?.byShare).toBe(expected);
  });

  it.each([1, 2, 3, 5, 10])('of shares find nothing in noise, with %d rows a value', (each) => {
    const random = createRandom(each);
    for (let trial = 0; trial < 20; trial++) {
      const rows = times(300, (row) => ({
        value: Math.floor(row / each),
        label: random.integer(2),
      }));

      expect(areasOf(rows)[0]?.byShare).toBeLessThan(0.7);
    }
  });
});

describe('countRepeats', () => {
  it.each([
    [[], 0, 0],
    [[1, 2, 2, 3, 3, 3], 3, 1],
    [[NULL_VALUE, 1], 1, 0],
    [[NULL_VALUE, NULL_VALUE, NULL_VALUE, 0, 0, 0, 0, 7, 7, 7], 0, 2],
  ])('of %j', (values, rareRows, frequentValues) => {
    expect(countRepeats(Float64Array.from(values))).toEqual({ rareRows, frequentValues });
  });
});
