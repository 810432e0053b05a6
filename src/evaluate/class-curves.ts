/**
 * Counts what a model of classes does on the rows that its figures count most on, as it is kept with the
 * model: the confusion table, and for each class against the rest the points of its curves and how well its
 * probabilities are calibrated. Shares are computed from these counts when they are shown.
 *
 * @module
 */

import type { ClassCurve, ClassEvaluation } from '../model/record.ts';
import type { ClassTarget } from '../model/target.ts';
import { type ScoreCuts, scoreCuts, thresholdAt } from './score-cuts.ts';
import { thinnedCuts } from './thinned-cuts.ts';

/** The curve of two classes has at most this many points; those of more classes have fewer each. */
const MOST_POINTS = 100;
const MOST_POINTS_OF_MANY = 40;

/** A model of more classes than this keeps the curves of those with most rows only. */
export const MOST_CURVES = 10;

/** Calibration is shown of this many groups of about equally many rows. */
const BINS = 10;

interface EvaluatedRows {
  readonly set: ClassEvaluation['set'];
  /** `[n, classes]` */
  readonly probabilities: Float32Array;
  /** `[n]`: class indexes */
  readonly actual: ArrayLike<number>;
  /** `[classes, classes]`: the number of rows by actual and by predicted class. */
  readonly confusion: ArrayLike<number>;
  /** The time that the rows stand for; null where they have none. */
  readonly seconds: number | null;
}

/** @param threshold - of two classes; null for more */
export function classEvaluation(
  { classes }: ClassTarget,
  { set, probabilities, actual, confusion, seconds }: EvaluatedRows,
  threshold: number | null,
): ClassEvaluation {
  const size = classes.length;
  const own = new Float32Array(actual.length);
  const curves = withCurves(size, actual).map((index) => {
    for (let row = 0; row < own.length; row++) own[row] = probabilities[row * size + index];
    const cuts = scoreCuts(actual, own, index);
    const most = size === 2 ? MOST_POINTS : MOST_POINTS_OF_MANY;
    return curveOf(index, cuts, most, threshold);
  });
  return { set, confusion: Array.from(confusion), curves, seconds };
}

/** Returns the classes that have curves: of two the positive one; a class that none or all rows have has none. */
function withCurves(size: number, actual: ArrayLike<number>): number[] {
  const rows = new Int32Array(size);
  for (let row = 0; row < actual.length; row++) rows[actual[row]] = rows[actual[row]] + 1;
  const candidates = size === 2 ? [1] : Array.from(rows, (_, index) => index);
  return candidates
    .filter((index) => rows[index] > 0 && rows[index] < actual.length)
    .toSorted((a, b) => rows[b] - rows[a])
    .slice(0, MOST_CURVES)
    .toSorted((a, b) => a - b);
}

/** @param threshold - is among the points, if there is one */
function curveOf(
  index: number,
  cuts: ScoreCuts,
  most: number,
  threshold: number | null,
): ClassCurve {
  const chosen = threshold === null ? undefined : cutAt(cuts.scores, threshold);
  const kept = chosen === undefined || chosen < 0 ? [] : [chosen];
  const points = thinnedCuts(cuts, most, kept).map((cut) => ({
    cut,
    threshold: cut === chosen && threshold !== null ? threshold : thresholdAt(cuts.scores, cut),
  }));
  // A threshold above all probabilities calls no row.
  if (chosen === -1 && threshold !== null) points.unshift({ cut: -1, threshold });
  return {
    class: index,
    thresholds: points.map((point) => point.threshold),
    positives: points.map(({ cut }) => cuts.positives[cut] ?? 0),
    negatives: points.map(({ cut }) => cuts.negatives[cut] ?? 0),
    calibration: calibrationOf(cuts),
  };
}

/** Returns the last cut at or above a threshold, which is compared as float32; −1 where there is none. */
function cutAt(scores: Float64Array, threshold: number): number {
  return scores.findLastIndex((score) => score >= Math.fround(threshold));
}

function calibrationOf({ scores, positives, negatives }: ScoreCuts): ClassCurve['calibration'] {
  const last = scores.length - 1;
  const size = Math.ceil((positives[last] + negatives[last]) / BINS);
  const bins: { sum: number; rows: number; positives: number }[] = [];
  let bin = { sum: 0, rows: 0, positives: 0 };
  for (let cut = 0; cut <= last; cut++) {
    const hits = positives[cut] - (positives[cut - 1] ?? 0);
    const rows = hits + negatives[cut] - (negatives[cut - 1] ?? 0);
    bin = {
      sum: bin.sum + rows * scores[cut],
      rows: bin.rows + rows,
      positives: bin.positives + hits,
    };
    if (bin.rows < size && cut < last) continue;
    bins.push(bin);
    bin = { sum: 0, rows: 0, positives: 0 };
  }
  const ascending = bins.toReversed();
  return {
    probabilities: ascending.map(({ sum, rows }) => Number((sum / rows).toPrecision(6))),
    positives: ascending.map((one) => one.positives),
    rows: ascending.map(({ rows }) => rows),
  };
}
