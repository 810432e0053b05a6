/**
 * Turns the surprises of a row's fields into one score, ranked among held-out rows.
 *
 * Each field's surprise becomes the share of held-out rows that surprised more in this field; the
 * logarithms of these shares are added (Fisher's method); and the sum is ranked among held-out rows
 * again, since fields that depend on each other do not add up as independent ones would.
 *
 * @see R. A. Fisher, Statistical Methods for Research Workers, 1925
 * @module
 */

import type { Surprises } from '../../model/prediction.ts';
import type { AnomalyCalibration, RankTable } from '../../model/record.ts';
import { fitRankTable, shareAbove } from './rank-table.ts';

/** A tail takes at least so many bits, or nats, to fall e-fold: a network's own odds fall no faster. */
const LEAST_TAIL_BITS = 1 / Math.LN2;
const LEAST_TAIL_NATS = 1;

/** This is the largest float32 below 1. */
export const HIGHEST_SCORE = 1 - 2 ** -24;

/**
 * @param surprises - of held-out rows, at least one
 * @param headCount - heads of a row
 */
export function fitAnomalyCalibration(
  { excess }: Pick<Surprises, 'excess'>,
  headCount: number,
  seconds: number | null,
): AnomalyCalibration {
  const heads = Array.from({ length: headCount }, (_, head) => {
    const own = Float64Array.from({ length: excess.length / headCount }, (_row, row) => {
      return excess[row * headCount + head];
    });
    return fitRankTable(own, LEAST_TAIL_BITS);
  });
  const { sums } = combine(heads, excess);
  return { heads, combined: fitRankTable(sums, LEAST_TAIL_NATS), seconds };
}

export interface AnomalyScores {
  /**
   * The score `[samples]` is the share of held-out rows that are less anomalous; it is below 1 as float32
   * too.
   */
  readonly scores: Float32Array;
  /** The leading head `[samples]` is the one that contributes most. */
  readonly leading: Int32Array;
}

export function anomalyScores(
  { heads, combined }: AnomalyCalibration,
  { excess }: Pick<Surprises, 'excess'>,
): AnomalyScores {
  const { sums, leading } = combine(heads, excess);
  const scores = Float32Array.from(sums, (sum) =>
    Math.min(HIGHEST_SCORE, 1 - shareAbove(combined, sum)),
  );
  return { scores, leading };
}

/**
 * Returns what a field adds to the sum that the score ranks, in nats: −ln of the share of held-out rows that
 * surprised more in it.
 */
export function scorePart(table: RankTable, excess: number): number {
  return -Math.log(shareAbove(table, excess));
}

function combine(
  heads: readonly RankTable[],
  excess: Float32Array,
): { readonly sums: Float64Array; readonly leading: Int32Array } {
  const sums = new Float64Array(excess.length / heads.length);
  const leading = new Int32Array(sums.length);
  for (let row = 0; row < sums.length; row++) {
    let [sum, most] = [0, Number.NEGATIVE_INFINITY];
    for (let head = 0; head < heads.length; head++) {
      const at = row * heads.length + head;
      const part = scorePart(heads[head] as RankTable, excess[at]);
      sum += part;
      if (part <= most) continue;
      most = part;
      leading[row] = head;
    }
    sums[row] = sum;
  }
  return { sums, leading };
}
