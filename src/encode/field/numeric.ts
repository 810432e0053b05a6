/**
 * Encodes numbers as one feature, and a second one where some are null.
 *
 * @module
 */

import { fitEdges } from './bins.ts';
import type { Cells, Columns } from './cells.ts';
import { HAS_NULL } from './encoding-report.ts';
import { isNonFinite } from './number.ts';
import { quantile, sortedValues } from './quantile.ts';
import {
  fitScaling,
  linearScaling,
  type NumericScaling,
  type Scaling,
  scaleNumber,
} from './scaling.ts';

/** The encoder of a numeric field, which is fixed when the model is fitted. */
export interface NumericEncoder extends Scaling {
  readonly kind: 'numeric';
  readonly field: string;
  /** The number that stands for null: the training median. */
  readonly fill: number;
  /** Whether a second feature says that the value is null; there is one only if training rows had nulls. */
  readonly hasNull: boolean;
  /** The edges of the bins by which drift is measured; models of the first release lack them. */
  readonly edges?: readonly number[] | undefined;
}

/** This many bins are enough to see values move, and few enough to compare each value with all edges. */
export const DRIFT_BINS = 6;

/** An edge, which is stored as text, has this many digits. */
const EDGE_DIGITS = 9;

/**
 * Learns the scale and the median of a field.
 *
 * @param values - the values of the training rows; NaN for null
 * @returns `undefined` when the rows hold fewer than two distinct values and no null
 */
export function fitNumeric(
  field: string,
  values: Float64Array,
  scaling: NumericScaling,
): NumericEncoder | undefined {
  const sorted = sortedValues(values);
  const hasNull = sorted.length < values.length;
  if (sorted.length === 0 || (sorted[0] === sorted.at(-1) && !hasNull)) return undefined;
  const fill = quantile(sorted, 0.5);
  const edges = fitEdges(sorted, DRIFT_BINS).map((edge) => Number(edge.toPrecision(EDGE_DIGITS)));
  return { kind: 'numeric', field, ...fitScaling(sorted, scaling), fill, hasNull, edges };
}

/** Returns the number of features: one, and a second for null where training rows had nulls. */
export function numericWidth({ hasNull }: NumericEncoder): number {
  return hasNull ? 2 : 1;
}

/** Writes the scaled number at each step, and whether it is null; null becomes the scaled `fill`. */
export function writeNumeric(
  encoder: NumericEncoder,
  cells: Cells,
  columns: Columns<Float32Array>,
): void {
  const valueAt = numberReader(encoder.field, cells);
  const nulls = writeWithKernel(encoder, cells, columns);
  // What is null is counted as it is read.
  if (nulls === undefined) writeEach(encoder, cells.rows.length, columns, valueAt);
  else if (nulls > 0) for (const step of cells.rows.keys()) valueAt(step);
}

function writeEach(
  encoder: NumericEncoder,
  steps: number,
  { out, stride, column }: Columns<Float32Array>,
  valueAt: (step: number) => number,
): void {
  for (let step = 0; step < steps; step++) {
    const value = valueAt(step);
    const at = step * stride + column;
    const isNull = Number.isNaN(value);
    out[at] = scaleNumber(encoder, isNull ? encoder.fill : value);
    if (encoder.hasNull && isNull) out[at + 1] = 1;
  }
}

/**
 * Does what `writeEach` does, on the row kernel.
 *
 * @returns the number of nulls; `undefined` where there is no kernel, or the scaling is no linear one
 */
function writeWithKernel(
  encoder: NumericEncoder,
  { numbers, rowKernel, rows }: Cells,
  { out, stride, column }: Columns<Float32Array>,
): number | undefined {
  const linear = linearScaling(encoder);
  if (rowKernel === undefined || linear === undefined) return undefined;
  const scaling = Float64Array.of(...linear, scaleNumber(encoder, encoder.fill));
  const marksNull = encoder.hasNull ? 1 : 0;
  return rowKernel.scaleColumn(numbers(), rows, out, stride, column, scaling, marksNull);
}

/** Reads the number at each step, NaN for null, counting what is no number. */
export function numberReader(field: string, cells: Cells): (step: number) => number {
  const { numbers, rows } = cells;
  const noteNull = nullNotes(field, cells);
  const values = numbers();
  return (step) => {
    const row = rows[step];
    const value = values[row];
    if (Number.isNaN(value)) noteNull(row);
    return value;
  };
}

/** Returns what marks a row without a number, and counts what it has instead. */
export function nullNotes(
  field: string,
  { column, report }: Pick<Cells, 'column' | 'report'>,
): (row: number) => void {
  const counts = report.of(field);
  return (row) => {
    report.mark(row, HAS_NULL);
    const trimmed = column.text(row).trim();
    if (trimmed === '') counts.empty++;
    else if (isNonFinite(trimmed)) counts.nonFinite++;
    else counts.text++;
  };
}
