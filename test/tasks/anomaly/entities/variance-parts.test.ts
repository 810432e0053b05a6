import { describe, expect, it } from '@jest/globals';
import { createRandom } from '../../../../src/random.ts';
import { varianceParts } from '../../../../src/tasks/anomaly/entities/variance-parts.ts';

/** Entities of 32 to 400 rows whose means differ by `between`, and whose rows by `within`. */
function entities(between: number, within: number): Float64Array[] {
  const random = createRandom(3);
  return Array.from({ length: 300 }, () => {
    const own = Math.sqrt(between) * random.normal();
    return Float64Array.from(
      { length: 32 + random.integer(369) },
      () => own + Math.sqrt(within) * random.normal(),
    );
  });
}

describe('varianceParts', () => {
  it.each([
    [0.5, 4],
    [0, 4],
    [2, 0.1],
  ])('finds %d between entities and %d within', (between, within) => {
    const found = varianceParts(entities(between, within));

    expect(Math.abs(found.between - between)).toBeLessThan(0.02 + 0.25 * between);
    expect(found.within / within).toBeCloseTo(1, 0.7);
  });

  it('counts rows that follow each other as fewer ones', () => {
    const repeated = entities(0, 1).map((values) =>
      Float64Array.from({ length: 4 * values.length }, (_, at) => values[at >> 2] ?? 0),
    );

    expect(varianceParts(repeated).within / 4).toBeCloseTo(1, 0.7);
  });

  it.each([
    ['one entity', [Float64Array.of(1, 2, 3, 4)], 0],
    ['entities of one row', [Float64Array.of(1), Float64Array.of(2)], 0],
    ['equal rows', [Float64Array.of(1, 1), Float64Array.of(1, 1)], 0],
  ])('finds nothing between for %s', (_, values, between) => {
    expect(varianceParts(values).between).toBe(between);
    expect(varianceParts(values).within).toBeGreaterThanOrEqual(0);
  });
});
