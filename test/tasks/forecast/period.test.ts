import { describe, expect, it } from '@jest/globals';
import { range } from '../../../src/encode/rows/row-lists.ts';
import { createRandom, type Random } from '../../../src/random.ts';
import { findPeriod, lagError, type Series } from '../../../src/tasks/forecast/period.ts';

type Value = (at: number, random: Random) => number;

const seriesOf = (length: number, value: Value, seed = 1): Series => {
  const random = createRandom(seed);
  const levels = Float64Array.from({ length }, (_, at) => value(at, random));
  return { levels, begins: new Int32Array(length) };
};

const wave = (period: number, at: number): number => Math.sin((2 * Math.PI * at) / period);

const all = ({ levels }: Series): Int32Array => range(levels.length);

describe('findPeriod', () => {
  it.each<[string, number, Value, number]>([
    ['a day of hours', 500, (at, random) => wave(24, at) + 0.3 * random.normal(), 24],
    ['a day on a trend', 500, (at, random) => wave(24, at) + 0.05 * at + 0.3 * random.normal(), 24],
    ['a day with a dent', 500, (at) => wave(24, at) + 0.6 * wave(12, at), 24],
    [
      'a week, where days differ',
      1400,
      (at, random) =>
        wave(24, at) * (Math.floor(at / 24) % 7 < 5 ? 1 : 0.2) + 0.1 * random.normal(),
      168,
    ],
    ['a week of days', 40, (at) => (at % 7 < 5 ? 10 : 2), 7],
    ['spikes', 300, (at) => (at % 10 === 3 ? 1 : 0), 10],
    ['every other row', 60, (at) => at % 2, 2],
    ['values that are often unknown', 500, (at) => (at % 5 === 0 ? Number.NaN : wave(24, at)), 24],
  ])('is that of %s', (_, length, value, expected) => {
    const series = seriesOf(length, value);

    expect(findPeriod(series, all(series), 12)).toBe(expected);
  });

  it.each<[string, number, Value]>([
    ['noise', 500, (_, random) => random.normal()],
    ['a straight line', 500, (at) => at],
    ['one value', 500, () => 3],
    ['a season seen only twice', 48, (at) => wave(24, at)],
    ['hardly any rows', 3, (at) => at % 2],
    ['no values', 100, () => Number.NaN],
  ])('is none of %s', (_, length, value) => {
    const series = seriesOf(length, value);

    expect(findPeriod(series, all(series), 12)).toBeUndefined();
  });

  it('is undefined for random walks', () => {
    const found = Array.from({ length: 12 }, (_, seed) => {
      let level = 0;
      const series = seriesOf(
        400,
        (_at, random) => {
          level += random.normal();
          return level;
        },
        seed,
      );
      return findPeriod(series, all(series), 12);
    });

    expect(found.filter((period) => period !== undefined)).toEqual([]);
  });

  it('is found in several series together, whose seasons need not begin at the same time', () => {
    const levels = Float64Array.from({ length: 400 }, (_, at) =>
      at < 200 ? wave(20, at) : 5 + wave(20, at + 7),
    );
    const begins = Int32Array.from({ length: 400 }, (_, at) => (at < 200 ? 0 : 200));

    expect(findPeriod({ levels, begins }, range(400), 5)).toBe(20);
  });

  it('is found in training rows alone', () => {
    const series = seriesOf(600, (at, random) => (at < 300 ? random.normal() : 9 * wave(24, at)));

    expect(findPeriod(series, range(300), 12)).toBeUndefined();
  });
});

describe('lagError', () => {
  it('is the mean absolute difference over the lag, within sequences, of the rows named', () => {
    const levels = Float64Array.from({ length: 60 }, (_, at) => at * at);
    const begins = Int32Array.from({ length: 60 }, (_, at) => (at < 30 ? 0 : 30));
    const rows = range(60).filter((at) => at !== 5);
    const differences = [...rows].filter((at) => at % 30 >= 2).map((at) => at ** 2 - (at - 2) ** 2);

    expect(lagError({ levels, begins }, rows, 2)).toBeCloseTo(
      differences.reduce((sum, difference) => sum + difference, 0) / differences.length,
    );
  });

  it('is not known of fewer than 20 differences', () => {
    const series = seriesOf(20, (at) => at);

    expect(lagError(series, all(series), 1)).toBeNaN();
  });
});
