/**
 * Numbers as one feature: robust scale, after a signed logarithm where the values span decades.
 *
 * @module
 */

import type { Cells, Columns } from './cells.ts';
import { HAS_NULL } from './encoding-report.ts';
import { isNonFinite } from './number.ts';
import { quantile, sortedValues } from './quantile.ts';

/** Frozen when the model is fitted. */
export interface NumericEncoder {
  readonly kind: 'numeric';
  readonly field: string;
  /** Whether values pass through sign(x)·ln(1 + |x|) first. */
  readonly isLog: boolean;
  readonly center: number;
  readonly scale: number;
  /** Stands for null: the training median. */
  readonly fill: number;
  /** Whether a second feature says that the value is null; only if training rows had nulls. */
  readonly hasNull: boolean;
}

/** Scaled values are clipped to ± this many scales. */
const CLIP = 8;

/** The values are called skewed when one lies this many interquartile ranges from the median. */
const SKEWED = 10;

/** Beyond this, differences of values could leave the range of doubles. */
const HUGE = 1e150;

/** Ratio of the interquartile range to the standard deviation of a normal distribution. */
const NORMAL_IQR = 1.349;

/**
 * Learns scale and median of a field.
 *
 * @param values - of the training rows; NaN for null
 * @returns `undefined` when the rows hold fewer than two distinct values and no null
 */
export function fitNumeric(field: string, values: Float64Array): NumericEncoder | undefined {
  const sorted = sortedValues(values);
  const hasNull = sorted.length < values.length;
  if (sorted.length === 0 || (sorted[0] === sorted.at(-1) && !hasNull)) return undefined;
  const fill = quantile(sorted, 0.5);
  const isLog = isSkewed(sorted);
  const scaled = isLog ? sorted.map(signedLog) : sorted;
  return {
    kind: 'numeric',
    field,
    isLog,
    center: quantile(scaled, 0.5),
    scale: robustScale(scaled),
    fill,
    hasNull,
  };
}

/** One feature, and a second for null where training rows had nulls. */
export function numericWidth({ hasNull }: NumericEncoder): number {
  return hasNull ? 2 : 1;
}

export function writeNumeric(
  encoder: NumericEncoder,
  cells: Cells,
  { out, stride, column }: Columns<Float32Array>,
): void {
  const valueAt = numberReader(encoder.field, cells);
  for (const step of cells.rows.keys()) {
    const value = valueAt(step);
    const at = step * stride + column;
    out[at] = scaleNumber(encoder, value);
    if (encoder.hasNull && Number.isNaN(value)) out[at + 1] = 1;
  }
}

/** Reads the number at each step, NaN for null, counting what is no number. */
export function numberReader(
  field: string,
  { column, numbers, rows, report }: Cells,
): (step: number) => number {
  const counts = report.of(field);
  const values = numbers();
  return (step) => {
    const row = rows[step] as number;
    const value = values[row] as number;
    if (Number.isNaN(value)) {
      report.mark(row, HAS_NULL);
      const trimmed = column.text(row).trim();
      if (trimmed === '') counts.empty++;
      else if (isNonFinite(trimmed)) counts.nonFinite++;
      else counts.text++;
    }
    return value;
  };
}

/** The scaled value; NaN (null) counts as the training median. */
function scaleNumber(encoder: NumericEncoder, value: number): number {
  const known = Number.isNaN(value) ? encoder.fill : value;
  const linear = encoder.isLog ? signedLog(known) : known;
  const scaled = (linear - encoder.center) / encoder.scale;
  return Math.max(-CLIP, Math.min(CLIP, scaled));
}

function signedLog(value: number): number {
  return Math.sign(value) * Math.log1p(Math.abs(value));
}

function isSkewed(sorted: Float64Array): boolean {
  if (Math.max(Math.abs(sorted[0] as number), Math.abs(sorted.at(-1) as number)) > HUGE)
    return true;
  const median = quantile(sorted, 0.5);
  const range = quantile(sorted, 0.75) - quantile(sorted, 0.25);
  const furthest = Math.max((sorted.at(-1) as number) - median, median - (sorted[0] as number));
  return furthest > SKEWED * range && furthest > SKEWED;
}

/** Never 0: fields of one value and some nulls have no spread. */
function robustScale(sorted: Float64Array): number {
  const range = quantile(sorted, 0.75) - quantile(sorted, 0.25);
  return range / NORMAL_IQR || standardDeviation(sorted) || 1;
}

function standardDeviation(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value / values.length, 0);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2 / values.length, 0));
}
