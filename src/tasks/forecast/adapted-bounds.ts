/**
 * Adapts the intervals of forecasts to the errors of known rows, in the order in which a search would score them.
 *
 * @module
 */

import { range } from '../../encode/rows/row-lists.ts';
import { depths } from '../../encode/rows/windows.ts';
import { type FitData, type Predicted, timeRange } from '../../model/examples.ts';
import type { FitSettings } from '../../model/fit-options.ts';
import type { Interval, RankTable } from '../../model/record.ts';
import { metricsPart } from '../held-out.ts';
import { AdaptiveBounds, USUAL_WIDTHS, type Widths } from './adaptive-bounds.ts';
import { errorsOf, type ForecastRows, nameOf } from './forecast-errors.ts';
import { distanceOf, fitResiduals } from './residuals.ts';

/** Rows whose errors adapt bounds as they do when a search is scored. */
interface FollowedRows {
  /** These positions ascend, and those of held-out rows are among them. */
  readonly positions: Int32Array;
  /** Tells whether the weights may have been fitted to the row at a position. */
  readonly isLearnt: (at: number) => boolean;
}

export function followedRows(data: FitData<'forecast'>, { sequence }: FitSettings): FollowedRows {
  const { placed, target, training } = data;
  const [from, until] = timeRange(data, training);
  const isLearnt = (at: number): boolean => {
    const time = placed.times?.[placed.rows[at]] ?? Number.NaN;
    return from !== null && until !== null && time >= from && time <= until;
  };
  const least = sequence.min_rows === 'auto' ? target.horizon + 1 : sequence.min_rows;
  const held = new Set([...data[metricsPart(data)], ...data.test]);
  const depth = depths(placed);
  const isFollowed = (at: number): boolean => depth[at] >= least && !isLearnt(at);
  const positions = range(placed.rows.length).filter((at) => held.has(at) || isFollowed(at));
  return { positions, isLearnt };
}

/** The bounds of the forecasts that stand on rows, after all that was known when each was made. */
export interface AdaptedBounds {
  readonly interval: Interval;
  readonly widthsAt: (at: number) => Widths;
  readonly size: number;
  readonly ranks: RankTable;
}

/** Returns `undefined` where there are too few rows for intervals. */
export function adaptedBounds(
  rows: ForecastRows,
  { all, validated }: { readonly all: Predicted; readonly validated: Predicted },
  { isLearnt }: FollowedRows,
  { intervals, share }: { readonly intervals: readonly Interval[]; readonly share: number },
): AdaptedBounds | undefined {
  const interval = intervals.at(-1);
  if (interval === undefined) return undefined;
  const { placed, target } = rows.data;
  const distancesOf = (predicted: Predicted): Float64Array =>
    errorsOf(rows, predicted, target.horizon).map((error) => distanceOf(interval, error));
  const held = distancesOf(validated);
  const known = held.filter((distance) => Number.isFinite(distance));
  const size = known.reduce((sum, distance) => sum + Math.abs(distance) / known.length, 0);
  if (!(size > 0)) return undefined;
  const adaptive = new AdaptiveBounds({ share, size, horizon: target.horizon });
  const distances = distancesOf(all);
  const adapted = new Map(
    Array.from(all.examples, (at, index) => {
      const distance = isLearnt(at) ? Number.NaN : distances[index];
      return [at, adaptive.next(nameOf(placed, at) ?? '', distance)];
    }),
  );
  const widthsAt = (at: number): Widths => adapted.get(at)?.widths ?? USUAL_WIDTHS;
  const sized = held.map(
    (distance, index) => Math.abs(distance) / (adapted.get(validated.examples[index])?.size ?? 1),
  );
  const ranks = fitResiduals(sized.filter((distance) => Number.isFinite(distance)));
  return { interval, widthsAt, size, ranks };
}
