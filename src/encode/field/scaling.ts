/**
 * Brings numbers to a scale that networks learn from, as the option `numeric` says.
 *
 * `standard`, `robust`, `minmax` and `quantile` are scikit-learn's `StandardScaler`, `RobustScaler`,
 * `MinMaxScaler` and `QuantileTransformer` (uniform), fitted on the values that are not null.
 *
 * @see https://scikit-learn.org/stable/modules/preprocessing.html
 * @module
 */

import { quantile } from './quantile.ts';
import { searchSorted } from './search-sorted.ts';

export type NumericScaling = 'auto' | 'standard' | 'robust' | 'quantile' | 'minmax' | 'none';

/** The scaling of a field, which is fixed when the model is fitted. */
export interface Scaling {
  /** The scaling that was chosen; models of the first release lack it and have `auto`. */
  readonly scaling?: NumericScaling | undefined;
  /** Whether values pass through sign(x)·ln(1 + |x|) first. */
  readonly isLog: boolean;
  readonly center: number;
  readonly scale: number;
  /** The quantiles, ascending, at equal distances in rank: a value becomes its rank among them, 0…1. */
  readonly quantiles?: readonly number[] | undefined;
  /** Scaled values are clipped to ± this; models of the first release lack it and have 8. */
  readonly clip?: number | undefined;
}

/** `auto` clips to ± this many scales. */
const CLIP = 8;

/** The other scalings clip to ± this: far out, but the sums of a float32 network stay finite. */
const WIDE_CLIP = 1e6;

/** At most this many quantiles are stored: those of a field take some 5 kB of the model. */
const MAX_QUANTILES = 257;

/** Values count as skewed when one lies this many interquartile ranges from the median. */
const SKEWED = 10;

/** Beyond this, differences of values could leave the range of doubles. */
const HUGE = 1e150;

/** The interquartile range of a normal distribution is this many standard deviations. */
const NORMAL_IQR = 1.349;

type LinearFit = Pick<Scaling, 'center' | 'scale' | 'quantiles'>;

const FITS: Readonly<Record<Exclude<NumericScaling, 'auto'>, (sorted: Float64Array) => LinearFit>> =
  {
    standard: (sorted) => ({ center: meanOfAny(sorted), scale: standardDeviation(sorted) || 1 }),
    // Where the quartiles are equal scikit-learn does not scale, so that rare large values stay large.
    robust: (sorted) => ({
      center: quantile(sorted, 0.5),
      scale: interquartileRange(sorted) || standardDeviation(sorted) || 1,
    }),
    minmax: (sorted) => {
      const [least, most] = [sorted[0], sorted.at(-1) as number];
      return { center: least, scale: most - least || 1 };
    },
    quantile: (sorted) => ({ center: 0, scale: 1, quantiles: quantilesOf(sorted) }),
    none: () => ({ center: 0, scale: 1 }),
  };

/** @param sorted - ascending training values, at least one, none NaN */
export function fitScaling(sorted: Float64Array, scaling: NumericScaling): Scaling {
  if (scaling === 'auto') return robustScaling(sorted, isSkewed(sorted));
  const bounded = sorted.map((value) => Math.max(-HUGE, Math.min(HUGE, value)));
  return { scaling, isLog: false, ...FITS[scaling](bounded), clip: WIDE_CLIP };
}

/**
 * Scales by median and interquartile range, over that of a normal distribution, of the values or of their
 * signed logarithms; clips to ±8.
 *
 * @param sorted - ascending, at least one value
 */
export function robustScaling(sorted: Float64Array, isLog: boolean): Scaling {
  const linear = isLog ? sorted.map(signedLog) : sorted;
  const scale = interquartileRange(linear) / NORMAL_IQR || standardDeviation(linear) || 1;
  return { scaling: 'auto', isLog, center: quantile(linear, 0.5), scale, clip: CLIP };
}

/** Returns the scaled value of a number. */
export function scaleNumber(
  { isLog, center, scale, quantiles, clip = CLIP }: Scaling,
  value: number,
): number {
  if (quantiles !== undefined) return rankAmong(quantiles, value);
  const linear = isLog ? signedLog(value) : value;
  return Math.max(-clip, Math.min(clip, (linear - center) / scale));
}

/** Returns center, scale and clip where `scaleNumber` needs nothing else; `undefined` elsewhere. */
export function linearScaling({
  isLog,
  center,
  scale,
  quantiles,
  clip = CLIP,
}: Scaling): [center: number, scale: number, clip: number] | undefined {
  return isLog || quantiles !== undefined ? undefined : [center, scale, clip];
}

function signedLog(value: number): number {
  return Math.sign(value) * Math.log1p(Math.abs(value));
}

function isSkewed(sorted: Float64Array): boolean {
  const [least, most] = [sorted[0], sorted.at(-1) as number];
  if (Math.max(Math.abs(least), Math.abs(most)) > HUGE) return true;
  const median = quantile(sorted, 0.5);
  const furthest = Math.max(most - median, median - least);
  return furthest > SKEWED * interquartileRange(sorted) && furthest > SKEWED;
}

/** Returns 0 where the rounding of numbers next to 0 puts the upper quartile below the lower one. */
function interquartileRange(sorted: Float64Array): number {
  return Math.max(0, quantile(sorted, 0.75) - quantile(sorted, 0.25));
}

/** Divides first, as the sum of values that a double holds may be none. */
function meanOfAny(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value / values.length, 0);
}

function standardDeviation(values: Float64Array): number {
  const center = meanOfAny(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - center) ** 2 / values.length, 0));
}

function quantilesOf(sorted: Float64Array): number[] {
  if (sorted.length <= MAX_QUANTILES) return [...sorted];
  const last = MAX_QUANTILES - 1;
  const quantiles = Array.from({ length: MAX_QUANTILES }, (_, at) => quantile(sorted, at / last));
  // Rounding may take a quantile above the next one by the last bit.
  return quantiles.map((value, at) => Math.max(value, quantiles[at - 1] ?? value));
}

/**
 * Returns a rank of 0…1. A value that equals several quantiles has the middle of their ranks, except at
 * the ends.
 */
function rankAmong(quantiles: readonly number[], value: number): number {
  const last = quantiles.length - 1;
  if (value <= quantiles[0]) return 0;
  if (value >= quantiles[last]) return 1;
  const from = searchSorted(quantiles, value, 'left');
  const above = quantiles[from];
  if (above === value) return (from + searchSorted(quantiles, value, 'right') - 1) / 2 / last;
  const below = quantiles[from - 1];
  return (from - 1 + (value - below) / (above - below)) / last;
}
