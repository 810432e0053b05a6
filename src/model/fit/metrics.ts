/**
 * Quality figures, with the names and definitions of scikit-learn.
 *
 * A figure that is not defined for the data, such as ROC AUC with one class, is left out.
 *
 * @see https://scikit-learn.org/stable/modules/model_evaluation.html
 * @module
 */

export type Metrics = Readonly<Record<string, number>>;

/** Probabilities are kept off 0 and 1 by this much in the log loss. */
const EPSILON = Number.EPSILON;

/**
 * Figures for two classes.
 *
 * @param actual - `[n]`: 0 or 1
 * @param probabilities - `[n]`: of class 1
 * @param threshold - predicted 1 from this probability on
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
    const probability = probabilities[sample] as number;
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
  return {
    accuracy: 1 - (falsePositives + falseNegatives) / count,
    precision: ratio(truePositives, truePositives + falsePositives),
    recall: ratio(truePositives, positives),
    f1: ratio(2 * truePositives, 2 * truePositives + falsePositives + falseNegatives),
    ...(positives > 0 && negatives > 0 ? rankMetrics(actual, probabilities) : {}),
    ...(negatives > 0 ? { fpr: falsePositives / negatives } : {}),
    log_loss: logLoss,
    brier,
  };
}

/**
 * Areas under the ROC curve (trapezoids) and under the precision-recall curve (average precision);
 * both classes occur.
 */
function rankMetrics(actual: ArrayLike<number>, scores: ArrayLike<number>): Metrics {
  const order = Array.from(actual, (_, sample) => sample);
  order.sort((a, b) => (scores[b] as number) - (scores[a] as number));
  const positives = order.reduce((sum, sample) => sum + (actual[sample] as number), 0);
  const negatives = order.length - positives;
  let [truePositives, falsePositives, rocArea, averagePrecision] = [0, 0, 0, 0];
  for (let at = 0; at < order.length; ) {
    const score = scores[order[at] as number];
    const [before, falseBefore] = [truePositives, falsePositives];
    // Samples of one score move together: no threshold can part them.
    for (; at < order.length && scores[order[at] as number] === score; at++) {
      if (actual[order[at] as number] === 1) truePositives++;
      else falsePositives++;
    }
    rocArea += ((falsePositives - falseBefore) * (truePositives + before)) / 2;
    const precision = truePositives / (truePositives + falsePositives);
    averagePrecision += (precision * (truePositives - before)) / positives;
  }
  return { roc_auc: rocArea / (positives * negatives), pr_auc: averagePrecision };
}

/**
 * Figures for more than two classes; precision, recall and F1 are macro averages over the classes
 * that occur.
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
  let logLoss = 0;
  for (let sample = 0; sample < count; sample++) {
    const isClass = actual[sample] as number;
    const predicted = argmax(probabilities, sample * classes, classes);
    const [own, other] = [table[isClass], table[predicted]];
    if (own === undefined || other === undefined) continue;
    own.actual++;
    other.predicted++;
    if (predicted === isClass) own.hits++;
    logLoss -= logOf(probabilities[sample * classes + isClass] as number) / count;
  }
  const present = table.filter((entry) => entry.actual > 0);
  const mean = (figure: (entry: (typeof table)[number]) => number): number =>
    present.reduce((sum, entry) => sum + figure(entry) / present.length, 0);
  return {
    accuracy: table.reduce((sum, { hits }) => sum + hits / count, 0),
    precision: mean((entry) => ratio(entry.hits, entry.predicted)),
    recall: mean((entry) => ratio(entry.hits, entry.actual)),
    f1: mean((entry) => ratio(2 * entry.hits, entry.actual + entry.predicted)),
    log_loss: logLoss,
  };
}

/** Figures for numbers: mean absolute error, root mean squared error, R². */
export function regressionMetrics(
  actual: ArrayLike<number>,
  predicted: ArrayLike<number>,
): Metrics {
  const count = actual.length;
  if (count === 0) return {};
  const values = Array.from(actual);
  const mean = values.reduce((sum, value) => sum + value / count, 0);
  let [absolute, squared, spread] = [0, 0, 0];
  for (const [sample, value] of values.entries()) {
    const error = value - (predicted[sample] as number);
    absolute += Math.abs(error);
    squared += error * error;
    spread += (value - mean) ** 2;
  }
  return {
    mae: absolute / count,
    rmse: Math.sqrt(squared / count),
    ...(spread > 0 ? { r2: 1 - squared / spread } : {}),
  };
}

/** Index of the largest of `length` values from `first` on; the first of equals. */
export function argmax(values: ArrayLike<number>, first: number, length: number): number {
  let best = 0;
  for (let k = 1; k < length; k++) {
    if ((values[first + k] as number) > (values[first + best] as number)) best = k;
  }
  return best;
}

function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}

function logOf(probability: number): number {
  return Math.log(Math.max(EPSILON, Math.min(1 - EPSILON, probability)));
}
