import { describe, expect, it } from '@jest/globals';
import { fitEntitySpreads, spreadLookup } from '../../../src/tasks/forecast/entity-spreads.ts';

const ROWS = 450;
const names = Array.from({ length: 3 * ROWS }, (_, at) => 'abc'.charAt(at % 3));

/** Makes errors whose sizes are those of their entities. */
const errorsOf = (sizes: Readonly<Record<string, number>>): Float64Array =>
  Float64Array.from(names, (name, at) => (at % 2 === 0 ? 1 : -1) * (sizes[name] ?? Number.NaN));

describe('fitEntitySpreads', () => {
  it('are the errors of entities in the average, drawn towards it, over all steps', () => {
    const near = errorsOf({ a: 1, b: 2, c: 6 });
    const far = near.map((error) => 10 * error);

    const found = fitEntitySpreads([near, far], names);

    const drawn = (spread: number): number => (ROWS * spread + 50) / (ROWS + 50);
    expect(found.map(({ entity }) => entity)).toEqual(['a', 'c', 'b']);
    for (const [at, spread] of [1 / 3, 2, 2 / 3].entries()) {
      expect(found[at]?.spread).toBeCloseTo(drawn(spread), 9);
    }
  });

  it('leave out entities that are much as the average, and errors that are not known', () => {
    expect(fitEntitySpreads([errorsOf({ a: 1, b: 1.2, c: 1.1 })], names)).toEqual([]);
    expect(fitEntitySpreads([errorsOf({ a: 1 })], names)).toEqual([]);
    expect(
      fitEntitySpreads(
        [errorsOf({ a: 1, b: 9 })],
        names.map(() => undefined),
      ),
    ).toEqual([]);
  });
});

describe('spreadLookup', () => {
  it('finds an entity, and 1 for others', () => {
    const spreadOf = spreadLookup([{ entity: 'a', spread: 3 }]);

    expect([spreadOf('a'), spreadOf('b'), spreadOf(undefined)]).toEqual([3, 1, 1]);
  });
});
