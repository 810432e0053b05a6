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
import {
  type Statistic,
  type Statistics,
  type StretchRows,
  statisticsOf,
  weightsOf,
} from './statistics.ts';
import { stretchShare } from './stretch-table.ts';
import type { VarianceParts } from './variance-parts.ts';

export interface EntityScore {
  /** The share of usual entities of this length that are less odd; below 1 as float32 too. */
  readonly score: number;
  readonly statistics: Statistics;
}

/** @param rows - at least one, in the order of time */
export function scoreEntity(calibration: EntityCalibration, rows: StretchRows): EntityScore {
  const statistics = statisticsOf(rows, calibration);
  const weights = Object.entries(weightsOf(calibration)) as [Statistic, number][];
  const shares = weights.map(([statistic, weight], table) => {
    const value = atLongest(calibration, statistic, statistics[statistic], rows.excess.length);
    const share = shareOf(calibration, table, value, rows.excess.length);
    return -Math.expm1(Math.log1p(-share) / weight);
  });
  return { score: Math.min(HIGHEST_SCORE, 1 - Math.min(...shares)), statistics };
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

/**
 * Returns what a stretch of the longest length in the tables would show instead, where this one is longer: the
 * variance of means is that between entities and 1/n of that within, counts of small chances vary as sums do,
 * the largest sum grows with ln n / rate, and the least of n chances falls with n.
 */
function atLongest(
  calibration: EntityCalibration,
  statistic: Statistic,
  value: number,
  length: number,
): number {
  const { lengths, rate, surprises } = calibration;
  const longest = 2 ** (lengths.length - 1);
  if (length <= longest) return value;
  const more = Math.log(length / longest);
  if (statistic === 'stretch') return value - more / rate;
  if (statistic === 'surge') return value - more / (surprises?.rate ?? 1);
  if (statistic === 'highest') return value - more;
  const parts = partsOf(calibration, statistic);
  const variance = (rows: number): number => parts.between + parts.within / rows || 1;
  const ratio = Math.sqrt(variance(longest) / variance(length));
  if (statistic === 'criticism') return value * ratio * Math.sqrt(longest / length);
  const usual = usualOf(calibration, statistic);
  return usual + (value - usual) * ratio;
}

/** Returns how much the mean of a statistic varies between entities, and between the rows of one. */
function partsOf(calibration: EntityCalibration, statistic: Statistic): VarianceParts {
  const { surprises } = calibration;
  if (statistic === 'unlikely') return surprises?.unlikely ?? calibration;
  return statistic === 'square' ? (surprises ?? calibration) : calibration;
}

function usualOf(
  { means, surprises }: EntityCalibration,
  statistic: 'excess' | 'surprise' | 'square' | 'unlikely',
): number {
  if (statistic === 'unlikely') return surprises?.unlikely.mean ?? 0;
  return statistic === 'square' ? (surprises?.square ?? 0) : means[statistic];
}
