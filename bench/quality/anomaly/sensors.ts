/**
 * Makes invented readings of sensors that hang together, and faults of them: each reading of a fault is within what
 * its sensor reads on other days. A seeded generator makes the same rows for everybody.
 *
 * @module
 */
import { createRandom, type Random } from '../../../src/random.ts';
import type { Table } from '../../../tools/local-splunk/table.ts';

export const SENSOR_FAULTS = ['offset', 'stuck', 'swapped', 'noisy'] as const;

type Fault = (typeof SENSOR_FAULTS)[number];

const START = 1_735_516_800;
const SECONDS = 10;

/** Each sensor reads these parts of the load and of the warmth, at a level of its own. */
const SENSORS: readonly (readonly [load: number, warmth: number, level: number])[] = [
  [2, 0.2, 10],
  [1.5, -0.5, 40],
  [-1, 1, 5],
  [0.5, 2, 70],
  [0.1, 1.5, 20],
  [1, 1, 0],
];

export const SENSOR_FIELDS = SENSORS.map((_, index) => `sensor${index}`);

/** Standard deviation of the noise of a reading. */
const NOISE = 0.15;

/** A fault lasts so many rows, and comes once in so many. */
const LASTS = 30;
const PERIOD = 300;

export interface SensorOptions {
  readonly rows: number;
  readonly hasFaults: boolean;
  readonly seed: number;
  /** Rows begin this many seconds after the first ones of all. */
  readonly later?: number;
}

export function makeSensors({ rows, hasFaults, seed, later = 0 }: SensorOptions): Table {
  const random = createRandom(seed);
  let [load, warmth] = [0, 0];
  let last: number[] = [];
  const made = Array.from({ length: rows }, (_, at) => {
    load = 0.95 * load + 0.3 * random.normal();
    warmth = 0.98 * warmth + 0.2 * random.normal();
    const readings = SENSORS.map(
      ([ofLoad, ofWarmth, level]) =>
        level + ofLoad * load + ofWarmth * warmth + NOISE * random.normal(),
    );
    const fault = hasFaults ? faultAt(at) : undefined;
    const shown = fault === undefined ? readings : faulty(fault, { at, readings, last, random });
    last = shown;
    const time = START + later + SECONDS * at;
    return [String(time), ...shown.map((reading) => reading.toFixed(3)), fault ?? 'normal'];
  });
  return { fields: ['_time', ...SENSOR_FIELDS, 'kind'], rows: made };
}

function faultAt(at: number): Fault | undefined {
  if (at % PERIOD < PERIOD - LASTS) return undefined;
  return SENSOR_FAULTS[Math.floor(at / PERIOD) % SENSOR_FAULTS.length];
}

interface Readings {
  readonly at: number;
  readonly readings: readonly number[];
  readonly last: readonly number[];
  readonly random: Random;
}

function faulty(fault: Fault, { at, readings, last, random }: Readings): number[] {
  const sensor = Math.floor(at / PERIOD) % SENSORS.length;
  const changed = [...readings];
  if (fault === 'offset') changed[sensor] = (readings[sensor] ?? 0) + 1;
  if (fault === 'stuck') changed[sensor] = last[sensor] ?? 0;
  if (fault === 'noisy') changed[sensor] = (readings[sensor] ?? 0) + 0.7 * random.normal();
  if (fault === 'swapped') {
    const [[, , own] = [0, 0, 0], [, , others] = [0, 0, 0]] = [SENSORS[0], SENSORS[1]];
    changed[0] = own + (readings[1] ?? 0) - others;
    changed[1] = others + (readings[0] ?? 0) - own;
  }
  return changed;
}
