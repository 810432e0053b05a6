import { describe, expect, it } from '@jest/globals';
import { createRandom } from '../../../src/random.ts';
import { outlyingBlock } from '../../../src/tasks/anomaly/outlying-block.ts';

const COUNT = 400;

const order = Int32Array.from({ length: COUNT }, (_, at) => at);

/** The rows are a second apart, in one sequence. */
const placed = {
  rows: order,
  begins: new Int32Array(COUNT),
  ranks: order,
  entityCount: 1,
  tiedRows: 0,
  times: Float64Array.from(order, (at) => 1000 + at),
  entities: undefined,
};

const training = new Int32Array(0);

/** Makes the excess surprises of two fields, 2 bits on average together. */
function bitsOf(seed: number): Float32Array {
  const random = createRandom(seed);
  return Float32Array.from({ length: 2 * COUNT }, () => -Math.log(1 - random.uniform()));
}

describe('outlyingBlock', () => {
  it('finds the stretch of time in which rows have larger surprises', () => {
    const bits = bitsOf(1).map((value, at) => (at >= 640 && at < 720 ? value + 4 : value));

    const found = outlyingBlock({ placed, training }, order, { excess: bits });

    expect(found).toMatchObject({ from: 1320, until: 1359 });
    expect(found?.median).toBeGreaterThan(8);
    expect(found?.usual).toBeLessThan(3);
  });

  it('finds nothing in rows of one kind', () => {
    for (let seed = 0; seed < 50; seed++) {
      expect(outlyingBlock({ placed, training }, order, { excess: bitsOf(seed) })).toBeUndefined();
    }
  });

  it('goes by time, whatever the order of the examples', () => {
    const bits = bitsOf(1).map((value, at) => (at >= 640 && at < 720 ? value + 4 : value));
    const backwards = Float32Array.from(bits.toReversed());

    expect(
      outlyingBlock({ placed, training }, order.toReversed(), { excess: backwards }),
    ).toMatchObject({
      from: 1320,
      until: 1359,
    });
  });

  it('finds nothing in a few rows', () => {
    const few = order.slice(0, 199);
    const bits = bitsOf(1)
      .slice(0, 398)
      .map((value, at) => (at < 40 ? value + 50 : value));

    expect(outlyingBlock({ placed, training }, few, { excess: bits })).toBeUndefined();
  });

  it.each([
    ['of the entity that trained', 0, false],
    ['of another entity', 1, true],
  ])('tells whose the rows are, %s', (_, trained, isOfOthers) => {
    const bits = bitsOf(1).map((value, at) => (at >= 640 && at < 720 ? value + 4 : value));
    // The first row trained, and is of an entity whose other rows are all in the block, or all outside.
    const entities = Int32Array.from(order, (at) => (at === 0 || (at >= 320 && at < 360) ? 0 : 1));
    entities[0] = trained;
    const data = { placed: { ...placed, entities }, training: Int32Array.of(0) };

    expect(outlyingBlock(data, order, { excess: bits })?.isOfOthers).toBe(isOfOthers);
  });
});
