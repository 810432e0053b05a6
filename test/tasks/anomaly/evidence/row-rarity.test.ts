import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fitRowCounts } from '../../../../src/tasks/anomaly/evidence/row-counts.ts';
import { rowRarity } from '../../../../src/tasks/anomaly/evidence/row-rarity.ts';

function counted(rows: readonly (readonly number[])[]): {
  readonly outcomes: Float32Array;
  readonly rows: Int32Array;
} {
  return { outcomes: Float32Array.from(rows.flat()), rows: Int32Array.from(rows.keys()) };
}

describe('the rarity of a row', () => {
  /** Users 0 and 1 use machine 0, user 2 uses machines 1 and 2; all of them are common. */
  const training = Array.from({ length: 60 }, (_, at) =>
    [
      [0, 0],
      [1, 0],
      [2, 1],
      [2, 2],
    ].at(at % 4),
  ) as number[][];
  const counts = fitRowCounts(counted(training), [3, 3]);
  const bitsOf = (...row: number[]): number => {
    return rowRarity(counts, Float32Array.from(row)).ofRows.bits[0] ?? Number.NaN;
  };

  it('is much larger for a pair of common values that never was', () => {
    expect(bitsOf(0, 0)).toBeCloseTo(2, 0);
    expect(bitsOf(0, 1)).toBeGreaterThan(bitsOf(0, 0) + 4);
  });

  it('names the field whose value surprises most beside the other one', () => {
    expect(rowRarity(counts, Float32Array.of(0, 1)).ofRows.heads[0]).toBe(1);
  });

  it.each(['ofPairs', 'ofLifts'] as const)(
    'by %s counts what two values have to do with each other, and not that a value is rare',
    (column) => {
      const { bits } = rowRarity(counts, Float32Array.of(0, 0, 2, 0))[column];
      const rare = fitRowCounts(counted([...training, [0, 0]]), [4, 3]);

      expect(bits[0]).toBe(0);
      expect(bits[1]).toBeGreaterThan(3);
      expect(rowRarity(rare, Float32Array.of(3, 0))[column].bits[0]).toBeLessThan(0.1);
    },
  );

  it('by its values is the sum of their rarities, whatever came together', () => {
    const { ofValues } = rowRarity(counts, Float32Array.of(0, 1));
    const [first, second] = [15.5, 15.5].map((times) => -Math.log2(times / 61.5));

    expect(ofValues.bits[0]).toBeCloseTo((first ?? 0) + (second ?? 0), 6);
  });

  it('as a whole tells equal rows from each other by their number, and new ones not at all', () => {
    const { ofWholes } = rowRarity(counts, Float32Array.of(0, 0, 0, 1, 1, 2));

    expect([...ofWholes.bits]).toEqual([-Math.log2(15.5), 1, 1]);
  });

  it('of one field is the rarity of its value', () => {
    const one = fitRowCounts(counted([[0], [0], [0], [1]]), [3]);
    const [often, seldom, never] = rowRarity(one, Float32Array.of(0, 1, 2)).ofRows.bits;

    expect([often, seldom, never]).toEqual([often, seldom, never].sort());
    expect(often).toBeCloseTo(-Math.log2((3 + (2 * 3.5) / 5.5) / 6), 6);
  });
});

it('the probabilities of all possible rows are a distribution', () => {
  const row = fc.tuple(fc.nat(2), fc.nat(1), fc.nat(3));
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 30 }), (training) => {
      const counts = fitRowCounts(counted(training), [3, 2, 4]);
      const all = Array.from({ length: 24 }, (_, at) => [at % 3, Math.floor(at / 3) % 2, at >> 3]);
      const possible = all.flatMap(([a = 0, b = 0, c = 0]) => (c < 3 ? [[a, b, c]] : []));
      const rest = Array.from({ length: 6 }, (_, at) => [at % 3, Math.floor(at / 3), 3]);
      const rows = new Map([...possible, ...rest].map((one) => [one.join(), one]));
      const { ofRows } = rowRarity(counts, Float32Array.from([...rows.values()].flat()));

      expect(rows.size).toBe(24);
      expect(ofRows.bits.reduce((sum, own) => sum + 2 ** -own, 0)).toBeCloseTo(1, 6);
    }),
  );
});
