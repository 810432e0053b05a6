/**
 * Makes three invented series of a load, about one value an hour, and a fourth that averages the last of
 * them by hour. A seeded generator makes the same series for everybody.
 *
 * @module
 */

import { createRandom, type Random } from '../../../src/random.ts';
import type { Table } from '../../../tools/local-splunk/table.ts';

const HOUR = 3600;
const DAY = 24 * HOUR;

/** This is a Monday, 00:00 UTC. */
const START = 1_735_516_800;

/** A series has twelve weeks of hours. */
const ROWS = 2016;

/** The standard deviation of the noise; the amplitude of the day is 20. */
const NOISE = 3;

export type SeriesName = keyof typeof makers;

/** Makes a series with seasons of a day and a week. */
function seasonal(random: Random): number[][] {
  return hours().map((time) => [time, season(time) + NOISE * random.normal()]);
}

/** Makes a series with the same season on a level that jumps to another one, once in about ten days. */
function shifting(random: Random): number[][] {
  let level = 0;
  return hours().map((time) => {
    if (random.uniform() < 1 / 240) level += 40 * random.normal();
    return [time, level + season(time) + NOISE * random.normal()];
  });
}

/** Makes a series with the same season at irregular times: pauses are exponential, an hour on average. */
function irregular(random: Random): number[][] {
  let time = START;
  return hours().map(() => {
    time -= HOUR * Math.log1p(-random.uniform());
    return [Math.round(time), season(time) + NOISE * random.normal()];
  });
}

/** Makes the irregular series as `| timechart span=1h avg(load) AS load` gives it: some hours are empty. */
function evened(random: Random): number[][] {
  const sums = new Map<number, { sum: number; count: number }>();
  for (const [time = 0, load = 0] of irregular(random)) {
    const hour = HOUR * Math.floor(time / HOUR);
    const { sum, count } = sums.get(hour) ?? { sum: 0, count: 0 };
    sums.set(hour, { sum: sum + load, count: count + 1 });
  }
  const last = Math.max(...sums.keys());
  return Array.from({ length: (last - START) / HOUR + 1 }, (_, hour) => {
    const time = START + hour * HOUR;
    const { sum, count } = sums.get(time) ?? { sum: Number.NaN, count: 1 };
    return [time, sum / count];
  });
}

const makers = { seasonal, shifting, irregular, evened } as const;

export const SERIES = Object.keys(makers) as SeriesName[];

/** Returns rows with `_time` and `load`, oldest first. */
export function makeSeries(name: SeriesName, seed: number): Table {
  const rows = makers[name](createRandom(seed));
  return {
    fields: ['_time', 'load'],
    rows: rows.map(([time = 0, load = 0]) => [
      String(time),
      Number.isNaN(load) ? '' : load.toFixed(3),
    ]),
  };
}

function hours(): number[] {
  return Array.from({ length: ROWS }, (_, hour) => START + hour * HOUR);
}

/**
 * Returns a load with a peak in the afternoon and a dent at noon; at weekends it has a third of that
 * shape.
 */
function season(time: number): number {
  const day = ((time - START) / DAY) % 7;
  const turn = 2 * Math.PI * (day % 1);
  const shape = -20 * Math.cos(turn) - 6 * Math.cos(2 * turn);
  return 100 + (day < 5 ? shape : shape / 3 - 12);
}
