import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createRandom, type Random, shuffle } from '../src/random.ts';

const draw = (random: Random, count: number): number[] =>
  Array.from({ length: count }, () => random.uniform());

describe('createRandom', () => {
  it('gives equal streams for equal seeds, and others for other seeds', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer(), (seed, other) => {
        fc.pre((seed | 0) !== (other | 0));

        expect(draw(createRandom(seed), 5)).toEqual(draw(createRandom(seed), 5));
        expect(draw(createRandom(seed), 5)).not.toEqual(draw(createRandom(other), 5));
      }),
    );
  });

  // The numbers are those of sfc32 after splitmix32, computed apart with Python's integers.
  it('gives the same numbers on every machine', () => {
    const random = createRandom(42);

    expect([random.uniform(), random.normal(), random.integer(1000)]).toEqual([
      expect.closeTo(0.456255805445835, 15),
      expect.closeTo(-1.1506168527628824, 12),
      964,
    ]);
  });

  it('draws uniform numbers from [0, 1) with mean ½', () => {
    const numbers = draw(createRandom(1), 20_000);

    expect(numbers.every((number) => number >= 0 && number < 1)).toBe(true);
    expect(numbers.reduce((sum, number) => sum + number / numbers.length, 0)).toBeCloseTo(0.5, 2);
  });

  it('fills an array with the numbers that it would give one by one, and goes on behind them', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.nat(300),
        fc.double({ min: 0, max: 10 }),
        (seed, count, limit) => {
          const [filling, drawing] = [createRandom(seed), createRandom(seed)];
          const filled = new Float32Array(count);

          filling.fill(filled, limit);

          const drawn = draw(drawing, count).map((number) => Math.fround((2 * number - 1) * limit));
          expect([...filled]).toEqual(drawn);
          expect(filling.uniform()).toBe(drawing.uniform());
        },
      ),
    );
  });

  it('draws normal numbers with mean 0 and variance 1, all finite', () => {
    const random = createRandom(2);
    const numbers = Array.from({ length: 20_000 }, () => random.normal());
    const mean = numbers.reduce((sum, number) => sum + number / numbers.length, 0);
    const variance = numbers.reduce((sum, x) => sum + (x - mean) ** 2 / numbers.length, 0);

    expect(numbers.every(Number.isFinite)).toBe(true);
    expect(mean).toBeCloseTo(0, 1);
    expect(variance).toBeCloseTo(1, 1);
  });

  it('draws every integer below the bound, and none else', () => {
    const random = createRandom(3);
    const seen = new Set(Array.from({ length: 1000 }, () => random.integer(7)));

    expect([...seen].sort()).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });
});

describe('shuffle', () => {
  it('is a permutation that depends on the seed alone', () => {
    fc.assert(
      fc.property(fc.int32Array(), fc.integer(), (values, seed) => {
        const [once, again] = [values.slice(), values.slice()];

        shuffle(once, createRandom(seed));
        shuffle(again, createRandom(seed));

        expect(once).toEqual(again);
        expect(once.toSorted()).toEqual(values.toSorted());
      }),
    );
  });

  it('puts every value in every place about equally often', () => {
    const random = createRandom(4);
    const firsts = new Int32Array(5);
    for (let round = 0; round < 5000; round++) {
      const values = Int32Array.of(0, 1, 2, 3, 4);
      shuffle(values, random);
      firsts[values[0]] = firsts[values[0]] + 1;
    }

    expect(Math.min(...firsts)).toBeGreaterThan(880);
    expect(Math.max(...firsts)).toBeLessThan(1120);
  });
});
