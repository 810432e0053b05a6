/**
 * Makes invented series whose ways change or differ: levels that jump, bursts, noise that grows, hosts of unlike
 * size, and a history too short to show a week. A seeded generator makes the same series for everybody.
 *
 * @module
 */

import { createRandom, type Random } from '../../../src/random.ts';
import type { Table } from '../../../tools/local-splunk/table.ts';

const MINUTE = 60;
const HOUR = 3600;
const DAY = 24 * HOUR;

/** This is a Monday, 00:00 UTC. */
const START = 1_735_516_800;

/** A row of a series: its time, its value, and the host that it is of. */
interface Point {
  readonly time: number;
  readonly load: number;
  readonly host?: string;
}

export type RegimeName = keyof typeof makers;

/** Returns times `step` seconds apart. */
function times(rows: number, step: number): number[] {
  return Array.from({ length: rows }, (_, row) => START + row * step);
}

/** Returns noise of standard deviation 1 that remembers: the part `memory` of each value stays. */
function remembering(random: Random, memory: number): () => number {
  let value = random.normal();
  return () => {
    value = memory * value + Math.sqrt(1 - memory ** 2) * random.normal();
    return value;
  };
}

function day(time: number): number {
  return Math.sin((2 * Math.PI * (time - START)) / DAY - 2);
}

/** A day of five-minute rows, whose level jumps once in 400 rows. */
function jumps(random: Random): Point[] {
  const noise = remembering(random, 0.8);
  let level = 50;
  return times(3000, 5 * MINUTE).map((time) => {
    if (random.uniform() < 1 / 400) level += 15 * random.normal();
    return { time, load: level + 8 * day(time) + 2 * noise() };
  });
}

/** A processor that idles, with bursts of a few rows of all sizes. */
function bursts(random: Random): Point[] {
  const noise = remembering(random, 0.6);
  let [left, height] = [0, 0];
  return times(3000, 5 * MINUTE).map((time) => {
    if (left === 0 && random.uniform() < 1 / 50) {
      left = 1 + random.integer(6);
      height = 5 / Math.sqrt(1 - random.uniform());
    }
    left = Math.max(0, left - 1);
    return { time, load: 10 + noise() + (left > 0 ? Math.min(90, height) : 0) };
  });
}

/** Twelve weeks of hours that grow, with noise in proportion. */
function growth(random: Random): Point[] {
  return times(2016, HOUR).map((time, row) => {
    const weekend = (time - START) / DAY / 7 - Math.floor((time - START) / DAY / 7) > 5 / 7;
    const shape = 1 + 0.5 * day(time) * (weekend ? 0.3 : 1);
    return { time, load: 100 * 1.0005 ** row * shape * Math.exp(0.06 * random.normal()) };
  });
}

/** Noise that is six times as large at noon as at night. */
function uneven(random: Random): Point[] {
  return times(2016, HOUR).map((time) => {
    const size = 3.5 + 2.5 * day(time);
    return { time, load: 100 + 20 * day(time) + size * random.normal() };
  });
}

/** Noise that doubles after two thirds of the rows, and again near the end. */
function wilder(random: Random): Point[] {
  const noise = remembering(random, 0.5);
  return times(2400, HOUR).map((time, row) => {
    const size = row < 1600 ? 1 : row < 2220 ? 2 : 4;
    return { time, load: 60 + 10 * day(time) + 1.5 * size * noise() };
  });
}

/** Six hosts, each ten times as large as the one before, one of which began a week ago. */
function hosts(random: Random): Point[] {
  return Array.from({ length: 6 }, (_, at): Point[] => {
    const rows = at === 3 ? 24 * 7 : 24 * 35;
    const noise = remembering(random, 0.5);
    return times(24 * 35, HOUR)
      .slice(-rows)
      .map((time) => {
        const load = 10 ** (at + 1) * (1 + 0.4 * day(time) + 0.08 * noise());
        return { time, load, host: `h${at + 1}` };
      });
  }).flat();
}

/** Five and a half days that wander, in which the hour means nothing. */
function wandering(random: Random): Point[] {
  const noise = remembering(random, 0.995);
  return times(1600, 5 * MINUTE).map((time) => {
    return { time, load: 40 + 6 * noise() + 0.7 * random.normal() };
  });
}

/** Counts of a few a row, more by day. */
function counts(random: Random): Point[] {
  return times(2016, HOUR).map((time) => {
    const mean = 4 + 3.5 * day(time);
    let [load, product] = [0, random.uniform()];
    for (; product > Math.exp(-mean); load++) product *= random.uniform();
    return { time, load };
  });
}

const makers = { jumps, bursts, growth, uneven, wilder, hosts, wandering, counts } as const;

export const REGIMES = Object.keys(makers) as RegimeName[];

/** Returns rows with `_time`, `host` where there are several, and `load`, oldest first. */
export function makeRegime(name: RegimeName, seed: number): Table {
  const points: Point[] = makers[name](createRandom(seed));
  const hasHosts = points.some(({ host }) => host !== undefined);
  const sorted = points.toSorted((a, b) => a.time - b.time);
  return {
    fields: ['_time', ...(hasHosts ? ['host'] : []), 'load'],
    rows: sorted.map(({ time, host, load }) => [
      String(time),
      ...(host === undefined ? [] : [host]),
      String(Number(load.toPrecision(7))),
    ]),
  };
}
