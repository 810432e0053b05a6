/**
 * Finds training rows that are too odd to learn from: something went wrong as they were recorded.
 *
 * A network that has trained for a few passes knows what is common, and not yet what only a few stretches hold. Each
 * example is judged by the mean excess of the examples around it in its entity, since a rare value alone is
 * normal, and does no harm, while a stretch of odd rows is what a network would learn to expect.
 *
 * @module
 */

import { quantile } from '../../encode/field/quantile.ts';
import type { FitData } from '../../model/examples.ts';
import type { Surprises } from '../../model/prediction.ts';
import { sumOf } from './head-sum.ts';

/** The rows of a stretch before an example, and as many after it. */
const HALF = 4;

/** With fewer examples too little is known of what is usual. */
const FEWEST = 200;

/**
 * Stretches are odd from `FAR` times the distance of the 90th percentile from the median on: among exponential
 * excesses, which have a heavier tail than their means, less than one in 100,000 lies beyond.
 */
const FAR = 5;
const BODY = 0.9;

/**
 * Returns the training examples that lie in odd stretches, ascending.
 *
 * @param surprises - of the training examples
 * @param share - at most this share of them is returned, the oddest
 */
export function oddExamples(
  data: Pick<FitData, 'placed' | 'training'>,
  { excess }: Pick<Surprises, 'excess'>,
  share: number,
): Int32Array {
  const { training } = data;
  const most = Math.floor(share * training.length);
  if (training.length < FEWEST || most === 0) return new Int32Array(0);
  const heads = excess.length / training.length;
  const sums = Float64Array.from(training, (_, example) => sumOf(excess, example, heads));
  const means = stretchMeans(data, beyondBegins(data, sums));
  const sorted = means.toSorted();
  const median = quantile(sorted, 0.5);
  const far = median + FAR * (quantile(sorted, BODY) - median);
  const limit = Math.max(far, sorted[training.length - 1 - most]);
  return training.filter((_, at) => means[at] > limit);
}

/** The number of first rows whose windows of the default length contain the begin; later rows are alike. */
const BEGIN = 10;

/**
 * Takes from the first rows of sequences what the median row that is as far from its begin has more than others: there
 * are few begins, so that a network learns late what is common after them.
 *
 * @param values - `[examples]`
 */
function beyondBegins(
  { placed: { begins }, training }: Pick<FitData, 'placed' | 'training'>,
  values: Float64Array,
): Float64Array {
  const depthOf = (at: number): number => Math.min(BEGIN, training[at] - begins[training[at]]);
  const byDepth = Array.from({ length: BEGIN + 1 }, (): number[] => []);
  for (const [at, value] of values.entries()) byDepth[depthOf(at)]?.push(value);
  const medians = byDepth.map((own) =>
    own.length === 0 ? Number.NaN : quantile(Float64Array.from(own).sort(), 0.5),
  );
  const usual = medians[BEGIN] as number;
  return values.map((value, at) => {
    const more = (medians[depthOf(at)] as number) - usual;
    return more > 0 ? value - more : value;
  });
}

/**
 * Returns the mean of the examples around each, of the same sequence.
 *
 * @param values - `[examples]`
 */
function stretchMeans(
  { placed: { begins }, training }: Pick<FitData, 'placed' | 'training'>,
  values: Float64Array,
): Float64Array {
  let [from, end, sum] = [0, 0, 0];
  return Float64Array.from(training, (example) => {
    const isNear = (other: number | undefined): boolean =>
      other !== undefined && begins[other] === begins[example] && Math.abs(other - example) <= HALF;
    while (end < training.length && (training[end] < example || isNear(training[end]))) {
      sum += values[end++];
    }
    while (!isNear(training[from])) sum -= values[from++];
    return sum / (end - from);
  });
}
