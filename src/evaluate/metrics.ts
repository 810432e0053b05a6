/**
 * Computes quality figures, with the names and definitions of scikit-learn.
 *
 * A figure that is not defined for the data, such as ROC AUC with one class, is left out.
 *
 * @see https://scikit-learn.org/stable/modules/model_evaluation.html
 * @module
 */

import type { Metrics } from '../model/record.ts';
import { argmax } from './probabilities.ts';
import { type ScoreCuts, scoreCuts } from './score-cuts.ts';

/**
 * Returns figures by name, in this order, without those that are undefined. It uses no object literal: V8
 * was seen to let two objects of one literal, with a spread between its numbers, share these numbers.
 */
export function namedFigures(
  figures: readonly (readonly [name: string, value: number | undefined])[],
): Metrics {
  return Object.freeze(
    Object.fromEntries(
      figures.filter((figure): figure is [string, number] => figure[1] !== undefined),
    ),
  );
}

/** Probabilities are kept away from 0 and 1 by this much in the log loss. */
const EPSILON = Number.EPSILON;

/**
 * Computes the figures for two classes.
 *
 * @param actual - `[n]`: 0 or 1
 * @param probabilities - `[n]`: the probabilities of class 1
 * @param threshold - class 1 is predicted from this probability on
 */
export function binaryMetrics(
  actual: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  threshold: number,
): Metrics {
  const count = actual.length;
  if (count === 0) return {};
  let [truePositives, falsePositives, falseNegatives] = [0, 0, 0];
  let [logLoss, brier] = [0, 0];
  for (let sample = 0; sample < count; sample++) {
    const probability = probabilities[sample];
    const isPositive = actual[sample] === 1;
    const isPredicted = probability >= threshold;
    truePositives += Number(isPositive && isPredicted);
    falsePositives += Number(!isPositive && isPredicted);
    falseNegatives += Number(isPositive && !isPredicted);
    logLoss -= logOf(isPositive ? probability : 1 - probability) / count;
    brier += (probability - (isPositive ? 1 : 0)) ** 2 / count;
  }
  const positives = truePositives + falseNegatives;
  const negatives = count - positives;
  const hasBoth = positives > 0 && negatives > 0;
  const [rocAuc, prAuc] = hasBoth ? rankMetrics(scoreCuts(actual, probabilities)) : [];
  return namedFigures([
    ['accuracy', 1 - (falsePositives + falseNegatives) / count],
    ['precision', ratio(truePositives, truePositives + falsePositives)],
    ['recall', ratio(truePositives, positives)],
    ['f1', ratio(2 * truePositives, 2 * truePositives + falsePositives + falseNegatives)],
    ['roc_auc', rocAuc],
    ['pr_auc', prAuc],
    ['fpr', negatives > 0 ? falsePositives / negatives : undefined],
    ['log_loss', logLoss],
    ['brier', brier],
  ]);
}

/**
 * Computes the areas under the ROC curve (trapezoids) and under the precision-recall curve (average
 * precision). There must be examples of both classes.
 */
function rankMetrics({ positives, negatives }: ScoreCuts): [rocAuc: number, prAuc: number] {
  let [truePositives, falsePositives, rocArea, averagePrecision] = [0, 0, 0, 0];
  for (let cut = 0; cut < positives.length; cut++) {
    // Samples of one score move together, because no threshold can separate them.
    const [before, falseBefore] = [truePositives, falsePositives];
    truePositives = positives[cut];
    falsePositives = negatives[cut];
    rocArea += ((falsePositives - falseBefore) * (truePositives + before)) / 2;
    const precision = truePositives / (truePositives + falsePositives);
    averagePrecision += precision * (truePositives - before);
  }
  return [rocArea / (truePositives * falsePositives), averagePrecision / truePositives];
}

/**
 * Computes the figures for more than two classes; precision, recall, F1 and average precision are macro
 * averages over the classes that occur, areas are of one class against the rest. ROC AUC is given where
 * every class occurs. The Brier score sums over classes: 0…2.
 *
 * @param actual - `[n]`: class indexes
 * @param probabilities - `[n, classes]`
 */
export function multiclassMetrics(
  actual: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  classes: number,
): Metrics {
  const count = actual.length;
  if (count === 0) return {};
  const table = Array.from({ length: classes }, () => ({ hits: 0, actual: 0, predicted: 0 }));
  let [logLoss, brier] = [0, 0];
  for (let sample = 0; sample < count; sample++) {
    const isClass = actual[sample];
    const predicted = argmax(probabilities, sample * classes, classes);
    const [own, other] = [table[isClass], table[predicted]];
    if (own === undefined || other === undefined) continue;
    own.actual++;
    other.predicted++;
    if (predicted === isClass) own.hits++;
    logLoss -= logOf(probabilities[sample * classes + isClass]) / count;
    brier += squaredError(probabilities, sample * classes, classes, isClass) / count;
  }
  const present = table.filter((entry) => entry.actual > 0);
  const mean = (figure: (entry: (typeof table)[number]) => number): number =>
    present.reduce((sum, entry) => sum + figure(entry) / present.length, 0);
  const [rocAuc, prAuc] = present.length > 1 ? macroRankMetrics(actual, probabilities, table) : [];
  return namedFigures([
    ['accuracy', table.reduce((sum, { hits }) => sum + hits / count, 0)],
    ['precision', mean((entry) => ratio(entry.hits, entry.predicted))],
    ['recall', mean((entry) => ratio(entry.hits, entry.actual))],
    ['f1', mean((entry) => ratio(2 * entry.hits, entry.actual + entry.predicted))],
    ['roc_auc', rocAuc],
    ['pr_auc', prAuc],
    ['log_loss', logLoss],
    ['brier', brier],
  ]);
}

/**
 * Sums the squared differences of the probabilities of one sample, from `first` on, from 1 for its class
 * and 0 for the others.
 */
function squaredError(
  probabilities: ArrayLike<number>,
  first: number,
  classes: number,
  isClass: number,
): number {
  let sum = 0;
  for (let k = 0; k < classes; k++) {
    sum += (probabilities[first + k] - (k === isClass ? 1 : 0)) ** 2;
  }
  return sum;
}

/** Averages the areas of each class against the rest. At least two classes must occur. */
function macroRankMetrics(
  actual: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  table: readonly { readonly actual: number }[],
): [rocAuc: number | undefined, prAuc: number] {
  const own = new Float64Array(actual.length);
  let [rocSum, precisionSum, present] = [0, 0, 0];
  for (const [k, { actual: occurrences }] of table.entries()) {
    if (occurrences === 0) continue;
    for (let sample = 0; sample < own.length; sample++) {
      own[sample] = probabilities[sample * table.length + k];
    }
    const [rocAuc, prAuc] = rankMetrics(scoreCuts(actual, own, k));
    rocSum += rocAuc;
    precisionSum += prAuc;
    present++;
  }
  return [present === table.length ? rocSum / present : undefined, precisionSum / present];
}

/**
 * Computes the figures for numbers: mean absolute error, root mean squared error, R², and the mean
 * absolute scaled error (Hyndman and Koehler, "Another look at measures of forecast accuracy", 2006).
 *
 * @param naiveError - the mean absolute error of the naive forecast on training rows, in the unit of the
 *   numbers; where it is 0 or absent there is no scaled error
 */
export function regressionMetrics(
  actual: ArrayLike<number>,
  predicted: ArrayLike<number>,
  naiveError = 0,
): Metrics {
  const count = actual.length;
  if (count === 0) return {};
  const values = Array.from(actual);
  const mean = values.reduce((sum, value) => sum + value / count, 0);
  let [absolute, squared, spread] = [0, 0, 0];
  for (const [sample, value] of values.entries()) {
    const error = value - predicted[sample];
    absolute += Math.abs(error);
    squared += error * error;
    spread += (value - mean) ** 2;
  }
  // Equal numbers are looked for exactly, because rounding gives them a spread above 0. Numbers that
  // differ by next to nothing have squares of 0.
  const isSpread = spread > 0 && values.some((value) => value !== values[0]);
  return namedFigures([
    ['mae', absolute / count],
    ['rmse', Math.sqrt(squared / count)],
    ['r2', isSpread ? 1 - squared / spread : undefined],
    ['mase', naiveError > 0 ? absolute / count / naiveError : undefined],
  ]);
}

function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}

function logOf(probability: number): number {
  return Math.log(Math.max(EPSILON, Math.min(1 - EPSILON, probability)));
}
