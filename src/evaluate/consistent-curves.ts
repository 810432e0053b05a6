/**
 * Compares the counts of a model of classes, as they are about to be stored, with its figures. A count that
 * contradicts a figure is a defect: the fit ends, and nothing is stored.
 *
 * @module
 */

import type { ClassEvaluation, Metrics } from '../model/record.ts';

/** Points that are left out change an area by less than this. */
const THINNED = 0.01;

const ROUNDING = 1e-9;

/**
 * @param metrics - of the same rows
 * @param threshold - of two classes; null for more
 * @throws Error that names the figure, and no value of the results
 */
export function refuseOddCurves(
  { confusion, curves }: ClassEvaluation,
  metrics: Metrics,
  threshold: number | null,
): void {
  const size = Math.sqrt(confusion.length);
  const hits = confusion.filter((_, at) => at % (size + 1) === 0).reduce(sum, 0);
  const { accuracy, recall, fpr, roc_auc: area } = metrics;
  refuse('accuracy', accuracy, hits / confusion.reduce(sum, 0), ROUNDING);
  const [curve] = curves;
  if (threshold === null || curve === undefined) return;
  const { thresholds, positives, negatives } = curve;
  const [all, rest] = [positives.at(-1) ?? 0, negatives.at(-1) ?? 0];
  const at = thresholds.indexOf(threshold);
  refuse('recall', recall, (positives[at] ?? Number.NaN) / all, ROUNDING);
  refuse('fpr', fpr, (negatives[at] ?? Number.NaN) / rest, ROUNDING);
  refuse('roc_auc', area, trapezoids(negatives, positives) / all / rest, THINNED);
}

function refuse(name: string, shown: number | undefined, counted: number, slack: number): void {
  if (shown === undefined || Math.abs(shown - counted) <= slack) return;
  throw new Error(
    `figures of this fit contradict one another: ${name} is ${shown}, and the stored counts give ${counted}`,
  );
}

function trapezoids(across: readonly number[], up: readonly number[]): number {
  return across
    .map((x, at) => ((x - (across[at - 1] ?? 0)) * ((up[at] ?? 0) + (up[at - 1] ?? 0))) / 2)
    .reduce(sum, 0);
}

function sum(total: number, value: number): number {
  return total + value;
}
