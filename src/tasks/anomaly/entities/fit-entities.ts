/**
 * Learns from held-out rows how usual entities score, by their length: what `entity_score` and
 * `anomaly_trend` are ranked among.
 *
 * Stretches of 1, 2, 4, … rows are taken from the held-out rows of each entity, none overlapping another of its
 * length, as far as there are enough of them. They are whole entities' parts, so that what entities differ by is
 * in them.
 *
 * @module
 */

import { mean } from '../../../encode/field/mean.ts';
import type { FitData } from '../../../model/examples.ts';
import type { Surprises } from '../../../model/prediction.ts';
import type { AnomalyCalibration, EntityCalibration, StretchTable } from '../../../model/record.ts';
import { anomalyScores } from '../anomaly-calibration.ts';
import { sumOf } from '../head-sum.ts';
import { fitRankTable } from '../rank-table.ts';
import { type StretchScale, weightedStatistics } from './statistics.ts';
import { chanceNats, partOfRows, type StretchRows, squaredBits } from './stretch-rows.ts';
import { fitStretchTable } from './stretch-table.ts';
import { followTrend, LEAST_TREND_TAIL } from './trend.ts';
import { type VarianceParts, varianceParts } from './variance-parts.ts';
import { stretchRate } from './worst-stretch.ts';

/** A length needs this many stretches, and this many entities that have one, or half of the entities if these are fewer. */
const FEWEST = 20;
/** The most stretches of a length, taken evenly from all. */
const MOST = 2000;
/** A row counts in a stretch from half a standard deviation on, the usual reference value for a shift of one. */
const ALLOWANCE = 0.5;
/** In a trend no row counts more than the one in a thousand. */
const ONE_ROW = 0.999;
/** The significant digits of stored numbers. */
const DIGITS = 7;

/**
 * @param examples - in the order of `found`
 * @returns `undefined` where held-out rows are too few
 */
export function fitEntities(
  { placed }: Pick<FitData, 'placed'>,
  examples: Int32Array,
  found: Surprises,
  calibration: AnomalyCalibration,
): EntityCalibration | undefined {
  const judged = judgedOrder(placed, examples);
  const entities = heldOutEntities(placed, { examples, ...judged }, found, calibration);
  const excess = entities.map((rows) => rows.excess);
  const all = joined(excess);
  if (all.length < FEWEST) return undefined;
  const usual = mean(all);
  const allowance = allowanceOf(all);
  const surprise = mean(joined(entities.map((rows) => rows.surprise)));
  const surprises = usualSurprises(entities);
  const { between, within } = varianceParts(excess);
  const ascending = all.toSorted();
  const most = rounded(ascending[Math.floor(ONE_ROW * (all.length - 1))]);
  const scale = { usual, most };
  const trends = excessOfSequences(placed, examples, found).flatMap((values) => [
    ...followTrend(values, scale),
  ]);
  return {
    count: entities.length,
    means: { excess: rounded(usual), surprise: rounded(surprise) },
    allowance,
    rate: rounded(stretchRate(all, allowance)),
    between: rounded(between),
    within: rounded(within),
    surprises,
    ...(judged.withoutBegins && { withoutBegins: true }),
    lengths: lengthTables(entities, { allowance, surprises }),
    trend: { most, ranks: fitRankTable(Float64Array.from(trends), LEAST_TREND_TAIL) },
  };
}

function allowanceOf(values: Float64Array): number {
  const usual = mean(values);
  const spread = Math.sqrt(mean(values.map((value) => (value - usual) ** 2)));
  return rounded(usual + ALLOWANCE * spread);
}

function usualSurprises(
  entities: readonly StretchRows[],
): NonNullable<EntityCalibration['surprises']> {
  const all = joined(entities.map(({ surprise }) => surprise));
  const squares = usualMean(entities.map(squaredBits));
  const { between, within } = squares;
  const allowance = allowanceOf(all);
  return {
    square: squares.mean,
    between,
    within,
    allowance,
    rate: rounded(stretchRate(all, allowance)),
    unlikely: usualMean(entities.map(chanceNats)),
  };
}

function usualMean(entities: readonly Float64Array[]): VarianceParts & { readonly mean: number } {
  const { between, within } = varianceParts(entities);
  return {
    mean: rounded(mean(joined(entities))),
    between: rounded(between),
    within: rounded(within),
  };
}

function joined(lists: readonly Float64Array[]): Float64Array {
  return Float64Array.from(lists.flatMap((values) => [...values]));
}

function rounded(value: number): number {
  return Number(value.toPrecision(DIGITS));
}

/** The places of the held-out rows that usual values are learnt from, in their order. */
interface JudgedOrder {
  readonly order: Int32Array;
  /** Begins are not among them. */
  readonly withoutBegins: boolean;
}

/**
 * Leaves begins out where held-out rows have too few to know how usual ones score, as those of hosts that are there
 * all the time: what comes first is predicted less well than what follows.
 */
function judgedOrder(
  { begins }: Pick<FitData['placed'], 'begins'>,
  examples: Int32Array,
): JudgedOrder {
  const order = placeOrder(examples);
  const later = order.filter((sample) => begins[examples[sample]] !== examples[sample]);
  const withoutBegins = order.length - later.length < FEWEST;
  return { order: withoutBegins ? later : order, withoutBegins };
}

/** Returns the held-out rows of each entity, in the order of time. */
function heldOutEntities(
  { rows, entities }: FitData['placed'],
  { examples, order }: Pick<JudgedOrder, 'order'> & { readonly examples: Int32Array },
  surprises: Surprises,
  calibration: AnomalyCalibration,
): StretchRows[] {
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

/** Returns the excess of the held-out rows of each sequence in the order of time, as a trend begins with each anew. */
function excessOfSequences(
  { begins }: Pick<FitData['placed'], 'begins'>,
  examples: Int32Array,
  { excess }: Pick<Surprises, 'excess'>,
): Float64Array[] {
  const heads = excess.length / Math.max(1, examples.length);
  const bySequence = new Map<number, number[]>();
  for (const sample of placeOrder(examples)) {
    const begin = begins[examples[sample]];
    const own = bySequence.get(begin) ?? [];
    own.push(sumOf(excess, sample, heads));
    bySequence.set(begin, own);
  }
  return Array.from(bySequence.values(), (own) => Float64Array.from(own));
}

/** Rows are placed by entity and time, so that the order of places is the order within entities. */
function placeOrder(examples: Int32Array): Int32Array {
  return Int32Array.from(examples.keys()).sort((a, b) => examples[a] - examples[b]);
}

function lengthTables(entities: readonly StretchRows[], scale: StretchScale): StretchTable[][] {
  const enough = Math.min(FEWEST, Math.ceil(entities.length / 2));
  const tables: StretchTable[][] = [];
  for (let length = 1; ; length *= 2) {
    const places = entities.flatMap(({ excess }, entity) =>
      Array.from({ length: Math.floor(excess.length / length) }, (_, at) => [entity, at * length]),
    ) as [number, number][];
    if (places.length < FEWEST || new Set(places.map(([entity]) => entity)).size < enough) break;
    tables.push(tablesOf(entities, evenly(places), length, scale));
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
  scale: StretchScale,
): StretchTable[] {
  const stretches = places.map(([entity, first]) =>
    partOfRows(entities[entity] as StretchRows, first, first + length),
  );
  // Where entities are few they are known ones, and usual values are learnt from their own stretches.
  const isFew = entities.length < FEWEST;
  const units = Int32Array.from(places, ([entity], at) => (isFew ? at : entity));
  return weightedStatistics(scale).map(({ statistic }) => {
    const values = Float64Array.from(stretches, (rows) => statistic.of(rows, scale));
    return fitStretchTable(values, units, statistic.leastTail(length));
  });
}
