/**
 * Tells how far the numbers of a row lie from what training rows taught of them together: from a linear forecast
 * by the row before, and from their means. Numbers that belong together are measured by the covariance of all
 * of them, so that a row whose numbers are common one by one is far out where they do not fit each other.
 *
 * With r the errors and C their covariance, the distance is rᵀ·C⁻¹·r (Mahalanobis, squared; of the distances from
 * the means it is Hotelling's T²). Half of it is −ln of the density of a normal distribution, up to a constant, and
 * is given in bits. The forecast is ridge regression; a ridge also keeps the covariances regular.
 *
 * @see P. C. Mahalanobis, "On the generalised distance in statistics", 1936
 * @see H. Hotelling, "Multivariate quality control", 1947
 * @module
 */

import type { NumberForecast } from '../../../model/record.ts';

/** Rows of numbers beside those of the rows before them, both `[rows, fields]`. */
export interface NumberRows {
  readonly values: Float32Array;
  readonly before: Float32Array;
}

/** Squared slopes are weighed as if so large a part of the rows stood on the diagonal. */
const RIDGE = 1e-3;

/** The stored numbers have so many digits. */
const DIGITS = 7;

export function fitNumberForecast(
  { values, before }: NumberRows,
  fields: readonly string[],
): NumberForecast {
  const width = fields.length;
  const means = columnMeans(values, width);
  const [x, b] = [centred(values, means), centred(before, means)];
  const covariance = withRidge(products(b, b, width));
  const slopes = solveAll(choleskyOf(covariance), products(x, b, width));
  const errors = errorsOf(x, b, slopes);
  return rounded({
    fields,
    means: [...means],
    slopes,
    ofErrors: choleskyOf(withRidge(products(errors, errors, width))),
    ofValues: choleskyOf(withRidge(products(x, x, width))),
  });
}

/** Distances in bits, `[rows]`, and the field whose error alone, in its own spread, is largest. */
export interface Distances {
  readonly bits: Float64Array;
  readonly fields: Int32Array;
}

/** Returns the distances from the forecast, and those from the means. */
export function numberDistances(
  { means, slopes, ofErrors, ofValues }: NumberForecast,
  { values, before }: NumberRows,
): { readonly fromForecast: Distances; readonly fromMeans: Distances } {
  const own = Float64Array.from(means);
  const [x, b] = [centred(values, own), centred(before, own)];
  return {
    fromForecast: distances(errorsOf(x, b, slopes), ofErrors),
    fromMeans: distances(x, ofValues),
  };
}

type Matrix = readonly (readonly number[])[];

function columnMeans(values: Float32Array, width: number): Float64Array {
  const rows = values.length / width;
  const means = new Float64Array(width);
  for (let at = 0; at < values.length; at++) {
    means[at % width] = means[at % width] + values[at] / rows;
  }
  return means;
}

function centred(values: Float32Array, means: Float64Array): Float64Array {
  return Float64Array.from(values, (value, at) => value - means[at % means.length]);
}

/** Returns aᵀ·b / rows as `[fields of a][fields of b]`. */
function products(a: Float64Array, b: Float64Array, width: number): number[][] {
  const rows = a.length / width;
  const sums = new Float64Array(width * width);
  for (let from = 0; from < a.length; from += width) {
    for (let i = 0; i < width; i++) {
      const own = a[from + i];
      for (let j = 0; j < width; j++) sums[i * width + j] = sums[i * width + j] + own * b[from + j];
    }
  }
  return Array.from({ length: width }, (_, i) =>
    Array.from(sums.subarray(i * width, (i + 1) * width), (sum) => sum / rows),
  );
}

function withRidge(matrix: Matrix): number[][] {
  const trace = matrix.reduce((sum, row, at) => sum + (row[at] as number), 0);
  const ridge = RIDGE * (trace / matrix.length || 1);
  return matrix.map((row, at) => row.map((value, column) => value + (at === column ? ridge : 0)));
}

/** Returns the rows of the lower triangle L of a positive definite matrix L·Lᵀ. */
export function choleskyOf(matrix: Matrix): number[][] {
  const lower: number[][] = [];
  for (const [i, row] of matrix.entries()) {
    const own: number[] = [];
    for (let j = 0; j < i; j++) {
      const other = lower[j] as number[];
      own.push(((row[j] as number) - dot(own, other, j)) / (other[j] as number));
    }
    own.push(Math.sqrt((row[i] as number) - dot(own, own, i)));
    lower.push(own);
  }
  return lower;
}

function dot(a: readonly number[], b: readonly number[], length: number): number {
  let sum = 0;
  for (let at = 0; at < length; at++) sum += (a[at] as number) * (b[at] as number);
  return sum;
}

/** Solves L·Lᵀ·s = t for each row t. */
function solveAll(lower: Matrix, rows: Matrix): number[][] {
  return rows.map((row) => {
    const solution = Float64Array.from(row);
    forward(lower, solution);
    for (let i = lower.length - 1; i >= 0; i--) {
      for (let j = i + 1; j < lower.length; j++) {
        solution[i] = solution[i] - (lower[j]?.[i] as number) * solution[j];
      }
      solution[i] = solution[i] / (lower[i]?.[i] as number);
    }
    return [...solution];
  });
}

/** Replaces t by the solution of L·y = t. */
function forward(lower: Matrix, t: Float64Array): void {
  for (const [i, row] of lower.entries()) {
    let value = t[i];
    for (let j = 0; j < i; j++) value -= (row[j] as number) * t[j];
    t[i] = value / (row[i] as number);
  }
}

/** @param slopes - of each field by the fields before */
function errorsOf(x: Float64Array, before: Float64Array, slopes: Matrix): Float64Array {
  const width = slopes.length;
  const errors = Float64Array.from(x);
  for (let from = 0; from < x.length; from += width) {
    for (const [i, row] of slopes.entries()) {
      let value = errors[from + i];
      for (let j = 0; j < width; j++) value -= (row[j] as number) * before[from + j];
      errors[from + i] = value;
    }
  }
  return errors;
}

function distances(errors: Float64Array, lower: Matrix): Distances {
  const width = lower.length;
  const spreads = lower.map((row) => Math.hypot(...row));
  const bits = new Float64Array(errors.length / width);
  const fields = new Int32Array(bits.length);
  for (let row = 0; row < bits.length; row++) {
    const own = errors.slice(row * width, (row + 1) * width);
    const far = own.map((error, at) => Math.abs(error) / (spreads[at] as number));
    fields[row] = far.indexOf(Math.max(...far));
    forward(lower, own);
    bits[row] = own.reduce((sum, value) => sum + value * value, 0) / 2 / Math.LN2;
  }
  return { bits, fields };
}

function rounded(forecast: NumberForecast): NumberForecast {
  const short = (row: readonly number[]): number[] =>
    row.map((value) => Number(value.toPrecision(DIGITS)));
  return {
    fields: forecast.fields,
    means: short(forecast.means),
    slopes: forecast.slopes.map(short),
    ofErrors: forecast.ofErrors.map(short),
    ofValues: forecast.ofValues.map(short),
  };
}
