/**
 * Learns from held-out rows how odd usual entities are, by their length: what `entity_score` and
 * `anomaly_trend` are ranked among.
 *
 * Stretches of 1, 2, 4, … rows are taken from the held-out rows of each entity, none overlapping another of its
 * length, as far as there are enough of them. They are whole entities' parts, so that what entities differ by is
 * in them.
 *
 * @module
 */

import type { FitData } from '../../../model/examples.ts';
import type { Surprises } from '../../../model/prediction.ts';
import type { AnomalyCalibration, EntityCalibration, StretchTable } from '../../../model/record.ts';
import { anomalyScores } from '../anomaly-calibration.ts';
import { fitRankTable } from '../rank-table.ts';
import { partOfRows, STATISTICS, type StretchRows, statisticsOf } from './statistics.ts';
import { fitStretchTable } from './stretch-table.ts';
import { followTrend, LEAST_TREND_TAIL } from './trend.ts';
import { mean, varianceParts } from './variance-parts.ts';
import { stretchRate } from './worst-stretch.ts';

/** A length needs so many stretches, and so many entities that have one, or half of them where they are fewer. */
const FEWEST = 20;
/** At most so many stretches of a length are taken, evenly from all. */
const MOST = 2000;
/** A row counts in a stretch from half a standard deviation on, the usual reference value for a shift of one. */
const ALLOWANCE = 0.5;
/** In a trend no row counts more than the one in a thousand. */
const ONE_ROW = 0.999;
/** The stored numbers have so many digits. */
const DIGITS = 7;

/**
 * @param examples - in the order of `surprises`
 * @returns `undefined` where held-out rows are too few
 */
export function fitEntities(
  { placed }: Pick<FitData, 'placed'>,
  examples: Int32Array,
  surprises: Surprises,
  calibration: AnomalyCalibration,
): EntityCalibration | undefined {
  const entities = heldOutEntities(placed, examples, surprises, calibration);
  const excess = entities.map((rows) => rows.excess);
  const all = Float64Array.from(excess.flatMap((values) => [...values]));
  if (all.length < FEWEST) return undefined;
  const usual = mean(all);
  const spread = Math.sqrt(mean(all.map((value) => (value - usual) ** 2)));
  const allowance = rounded(usual + ALLOWANCE * spread);
  const surprise = mean(Float64Array.from(entities.flatMap((rows) => [...rows.surprise])));
  const { between, within } = varianceParts(excess);
  const ascending = all.toSorted();
  const most = rounded(ascending[Math.floor(ONE_ROW * (all.length - 1))]);
  const trends = excess.flatMap((values) => [...followTrend(values, { usual, most })]);
  return {
    count: entities.length,
    means: { excess: rounded(usual), surprise: rounded(surprise) },
    allowance,
    rate: rounded(stretchRate(all, allowance)),
    between: rounded(between),
    within: rounded(within),
    lengths: lengthTables(entities, allowance),
    trend: { most, ranks: fitRankTable(Float64Array.from(trends), LEAST_TREND_TAIL) },
  };
}

function rounded(value: number): number {
  return Number(value.toPrecision(DIGITS));
}

/** Returns the held-out rows of each entity, in the order of time. */
function heldOutEntities(
  { rows, entities }: FitData['placed'],
  examples: Int32Array,
  surprises: Surprises,
  calibration: AnomalyCalibration,
): StretchRows[] {
  // Rows are placed by entity and time, so that the order of places is the order within entities.
  const order = Int32Array.from(examples.keys()).sort((a, b) => examples[a] - examples[b]);
  const { scores } = anomalyScores(calibration, surprises);
  const heads = surprises.excess.length / Math.max(1, examples.length);
  const all: StretchRows = {
    excess: Float64Array.from(order, (sample) => sumOf(surprises.excess, sample, heads)),
    surprise: Float64Array.from(order, (sample) => sumOf(surprises.bits, sample, heads)),
    chances: Float64Array.from(order, (sample) => 1 - scores[sample]),
  };
  const entityAt = (at: number): number => entities?.[rows[examples[order[at]]]] ?? 0;
  const found: StretchRows[] = [];
  for (let [first, at] = [0, 1]; at <= order.length; at++) {
    if (at < order.length && entityAt(at) === entityAt(first)) continue;
    found.push(partOfRows(all, first, at));
    first = at;
  }
  return found;
}

/** Adds up what the heads of a sample have. */
export function sumOf(values: Float32Array, sample: number, heads: number): number {
  let sum = 0;
  for (let head = 0; head < heads; head++) sum += values[sample * heads + head];
  return sum;
}

function lengthTables(entities: readonly StretchRows[], allowance: number): StretchTable[][] {
  const enough = Math.min(FEWEST, Math.ceil(entities.length / 2));
  const tables: StretchTable[][] = [];
  for (let length = 1; ; length *= 2) {
    const places = entities.flatMap(({ excess }, entity) =>
      Array.from({ length: Math.floor(excess.length / length) }, (_, at) => [entity, at * length]),
    ) as [number, number][];
    if (places.length < FEWEST || new Set(places.map(([entity]) => entity)).size < enough) break;
    tables.push(tablesOf(entities, evenly(places), length, allowance));
  }
  return tables;
}

function evenly<T>(values: readonly T[]): readonly T[] {
  if (values.length <= MOST) return values;
  return Array.from(
    { length: MOST },
    (_, at) => values[Math.floor((at * values.length) / MOST)] as T,
  );
}

/** @param places - the entity and the first row of each stretch */
function tablesOf(
  entities: readonly StretchRows[],
  places: readonly [number, number][],
  length: number,
  allowance: number,
): StretchTable[] {
  const found = places.map(([entity, first]) =>
    statisticsOf(partOfRows(entities[entity] as StretchRows, first, first + length), { allowance }),
  );
  // Where entities are few they are known ones, and their stretches tell what is usual for them.
  const isFew = entities.length < FEWEST;
  const units = Int32Array.from(places, ([entity], at) => (isFew ? at : entity));
  return STATISTICS.map((statistic) => {
    const values = Float64Array.from(found, (statistics) => statistics[statistic]);
    return fitStretchTable(values, units);
  });
}
