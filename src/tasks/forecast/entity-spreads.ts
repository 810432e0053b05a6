/**
 * Finds how far the forecasts of each entity miss, compared with those of others, so that intervals are as
 * wide as each entity needs.
 *
 * @module
 */

import { keysOf } from '../../encode/rows/place-rows.ts';
import type { ModelHeader } from '../../model/header.ts';
import type { EntitySpread } from '../../model/record.ts';
import type { SearchResults } from '../../results/results.ts';

/** An average entity weighs as much as this many rows, as neighbouring rows err alike. */
const AVERAGE_ROWS = 50;

/** Spreads that differ from the average by no more than this factor are the average. */
const NEARLY = 1.25;

/** The most that a model keeps: those that differ most from the average. */
export const MOST_SPREADS = 1000;

/**
 * Returns the mean absolute error of each entity, in that of all entities.
 *
 * @param steps - the errors `[examples]` of each step ahead, NaN where not known
 * @param names - the entity of each example; `undefined` for none
 * @returns nothing for entities that are much as the average
 */
export function fitEntitySpreads(
  steps: readonly Float64Array[],
  names: readonly (string | undefined)[],
): EntitySpread[] {
  const means = steps.map(meanSize);
  const sums = new Map<string, { size: number; rows: number }>();
  for (const [example, name] of names.entries()) {
    const sizes = steps
      .map((errors, step) => Math.abs(errors[example]) / (means[step] as number))
      .filter((size) => !Number.isNaN(size));
    if (name === undefined || sizes.length === 0) continue;
    const sum = sums.get(name) ?? { size: 0, rows: 0 };
    sum.size += sizes.reduce((total, size) => total + size, 0) / sizes.length;
    sum.rows++;
    sums.set(name, sum);
  }
  if (sums.size < 2) return [];
  return Array.from(sums, ([entity, { size, rows }]) => {
    return { entity, spread: (size + AVERAGE_ROWS) / (rows + AVERAGE_ROWS) };
  })
    .filter(({ spread }) => distance(spread) > Math.log(NEARLY))
    .sort((a, b) => distance(b.spread) - distance(a.spread))
    .slice(0, MOST_SPREADS);
}

function meanSize(errors: Float64Array): number {
  const known = errors.filter((error) => !Number.isNaN(error));
  return known.reduce((sum, error) => sum + Math.abs(error), 0) / known.length;
}

function distance(spread: number): number {
  return Math.abs(Math.log(spread));
}

/** Returns the spread of an entity by its name, which is 1 unless a model says otherwise. */
export function spreadLookup(
  entities: readonly EntitySpread[] = [],
): (name: string | undefined) => number {
  const spreads = new Map(entities.map(({ entity, spread }) => [entity, spread]));
  return (name) => (name === undefined ? 1 : (spreads.get(name) ?? 1));
}

/** Returns the spread of the entity of a row. */
export function rowSpreads(
  { sequence, forecast: { entities = [] } }: ModelHeader<'forecast'>,
  results: SearchResults,
): (row: number) => number {
  const keys = entities.length === 0 ? undefined : keysOf(results, sequence.by);
  const spreadOf = spreadLookup(entities);
  return (row) => spreadOf(keys?.[row]);
}
