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
const HIGHEST_SCORE = 1 - 2 ** -24;

type Judged = Pick<Surprises, 'excess' | 'evidence'>;

/**
 * @param surprises - of held-out rows, at least one
 * @param headCount - heads of a row
 */
export function fitAnomalyCalibration(
  surprises: Judged,
  headCount: number,
  seconds: number | null,
): AnomalyCalibration {
  const { excess, evidence } = surprises;
  const columns = (evidence.amounts.length * headCount) / excess.length;
  const heads = fitTables(excess, headCount);
  const ofEvidence = fitTables(evidence.amounts, columns);
  const { sums } = combine({ heads, evidence: ofEvidence }, surprises);
  const combined = fitRankTable(sums, LEAST_TAIL_NATS);
  return { heads, ...(columns > 0 && { evidence: ofEvidence }), combined, seconds };
}

/**
 * Returns a table for each column.
 *
 * @param values - `[rows, columns]`, in bits
 */
function fitTables(values: Float32Array, columns: number): RankTable[] {
  return Array.from({ length: columns }, (_, column) => {
    const own = Float64Array.from({ length: values.length / columns }, (_row, row) => {
      return values[row * columns + column];
    });
    return fitRankTable(own, LEAST_TAIL_BITS);
  });
}

export interface AnomalyScores {
  /**
   * The score `[samples]` is the share of held-out rows that are less anomalous; it is below 1 as float32
   * too.
   */
  readonly scores: Float32Array;
  /** The leading head `[samples]` is that of the largest part, its own or one of evidence. */
  readonly leading: Int32Array;
}

export function anomalyScores(calibration: AnomalyCalibration, surprises: Judged): AnomalyScores {
  const { combined } = calibration;
  const { sums, leading } = combine(calibration, surprises);
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
  { heads, evidence = [] }: Pick<AnomalyCalibration, 'heads' | 'evidence'>,
  { excess, evidence: { amounts, heads: headOf } }: Judged,
): { readonly sums: Float64Array; readonly leading: Int32Array } {
  const sums = new Float64Array(excess.length / heads.length);
  const leading = new Int32Array(sums.length);
  for (let row = 0; row < sums.length; row++) {
    let [sum, most] = [0, Number.NEGATIVE_INFINITY];
    const add = (part: number, head: number): void => {
      sum += part;
      if (part <= most) return;
      most = part;
      leading[row] = head;
    };
    for (const [head, table] of heads.entries()) {
      add(scorePart(table, excess[row * heads.length + head]), head);
    }
    for (const [column, table] of evidence.entries()) {
      const at = row * evidence.length + column;
      add(scorePart(table, amounts[at]), headOf[at]);
    }
    sums[row] = sum;
  }
  return { sums, leading };
}
