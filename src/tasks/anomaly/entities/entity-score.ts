/**
 * Scores an entity: how rare what its rows show is among usual stretches that are as long.
 *
 * Each statistic has the share of held-out stretches of the same length above it, interpolated between the
 * lengths of the tables. The least share counts, weighted: 1 − (1 − share)^(1/weight) has the share's own
 * distribution if the statistics are independent (Šidák's bound with weights).
 *
 * @see Z. Šidák, JASA 62, 1967; C. R. Genovese, K. Roeder and L. Wasserman, "False discovery control with
 *   p-value weighting", Biometrika 93, 2006
 * @module
 */

import type { EntityCalibration, StretchTable } from '../../../model/record.ts';
import { HIGHEST_SCORE } from '../anomaly-calibration.ts';
import { type ShownStatistics, shownStatistics, weightedStatistics } from './statistics.ts';
import type { StretchRows } from './stretch-rows.ts';
import { stretchShare } from './stretch-table.ts';

export interface EntityScore {
  /** The share of usual entities of this length that are less odd; below 1 as float32 too. */
  readonly score: number;
  readonly statistics: ShownStatistics;
}

/** @param rows - at least one, in the order of time */
export function scoreEntity(calibration: EntityCalibration, rows: StretchRows): EntityScore {
  const { length } = rows.excess;
  const longest = 2 ** (calibration.lengths.length - 1);
  const shares = weightedStatistics(calibration).map(({ statistic, weight }, table) => {
    const own = statistic.of(rows, calibration);
    const value =
      length <= longest ? own : statistic.atLongest(own, { length, longest }, calibration);
    const share = shareOf(calibration, table, value, length);
    return -Math.expm1(Math.log1p(-share) / weight);
  });
  return {
    score: Math.min(HIGHEST_SCORE, 1 - Math.min(...shares)),
    statistics: shownStatistics(rows, calibration),
  };
}

/**
 * Returns the share of usual stretches of `length` rows with a larger statistic.
 *
 * @param table - the place of its tables
 * @param value - what a stretch of the longest length shows instead, where this one is longer
 */
function shareOf(
  { lengths }: EntityCalibration,
  table: number,
  value: number,
  length: number,
): number {
  const last = lengths.length - 1;
  const place = Math.min(last, Math.log2(length));
  const below = Math.floor(place);
  const between = place - below;
  const shares = [below, Math.min(last, below + 1)].map((at) =>
    stretchShare(lengths[at]?.[table] as StretchTable, value),
  );
  const [short, long] = shares as [number, number];
  return short ** (1 - between) * long ** between;
}
