/**
 * Tells how far the numbers of a row lie from what training rows taught of them together: from a linear forecast
 * by the row before, and from their means. Numbers that belong together are measured by the covariance of all
 * of them, so that a row whose numbers are common one by one is far out where they do not fit each other.
 *
 * With r the errors and C their covariance, the distance is rᵀ·C⁻¹·r (Mahalanobis, squared; of the distances from
 * the means it is Hotelling's T²). Half of it is −ln of the density of a normal distribution, up to a constant, and
 * is given in bits. The forecast is ridge regression; a ridge also keeps the covariances regular.
 *
 * Nothing predicts the first row of a sequence but the means, so that its forecast is these, and its errors are
 * measured by the covariance of the numbers themselves.
 *
 * @see P. C. Mahalanobis, "On the generalised distance in statistics", 1936
 * @see H. Hotelling, "Multivariate quality control", 1947
 * @module
 */

import { cholesky, solved, solveForward } from '../../../baseline/cholesky.ts';
import type { NumberForecast } from '../../../model/record.ts';

/** Rows of numbers beside those of the rows before them, both `[rows, fields]`. */
export interface NumberRows {
  readonly values: Float32Array;
  /** What it says of first rows is not read. */
  readonly before: Float32Array;
  /** `[rows]`: 1 where no row came before in the same sequence. */
  readonly isFirst: Uint8Array;
}

/** The least rows with a row before, for each number, that a forecast by the row before needs; else the means are the forecast. */
const ROWS_A_NUMBER = 10;

/**
 * So large a part of the mean variance stands on the diagonal of a covariance besides. It keeps copies of a number
 * apart from each other, and is small beside the noise of sensors that read nearly the same.
 */
const RIDGE = 1e-6;

/** The significant digits of stored numbers. */
const DIGITS = 7;

export function fitNumberForecast(rows: NumberRows, fields: readonly string[]): NumberForecast {
  const width = fields.length;
  const means = columnMeans(rows.values, width);
  const x = centred(rows.values, means);
  const ofValues = triangleOf(withRidge(products(x, x, width)));
  return rounded({ fields, means: [...means], ofValues, ...fitSlopes(rows, means, ofValues) });
}

function fitSlopes(
  rows: NumberRows,
  means: Float64Array,
  ofValues: Matrix,
): Pick<NumberForecast, 'slopes' | 'ofErrors'> {
  const width = means.length;
  const isFollowing = (_: number, at: number): boolean =>
    rows.isFirst[Math.floor(at / width)] === 0;
  const x = centred(rows.values.filter(isFollowing), means);
  const b = centred(rows.before.filter(isFollowing), means);
  if (x.length < ROWS_A_NUMBER * width ** 2) {
    const slopes = Array.from(means, () => Array.from(means, () => 0));
    return { slopes, ofErrors: ofValues };
  }
  const slopes = solveAll(triangleOf(withRidge(products(b, b, width))), products(x, b, width));
  const errors = errorsOf(x, b, slopes);
  return { slopes, ofErrors: triangleOf(withRidge(products(errors, errors, width))) };
}

/** Distances in bits, `[rows]`, and the field whose error alone, in its own spread, is largest. */
export interface Distances {
  readonly bits: Float64Array;
  readonly fields: Int32Array;
}

/** The standard deviation that the ridge penalty leaves a number, where numbers vary by 1. */
export const LEAST_SPREAD = Math.sqrt(RIDGE);

/** Returns the distances from the forecast, and those from the means; of first rows both are the same. */
export function numberDistances(
  { means, slopes, ofErrors, ofValues }: NumberForecast,
  { values, before, isFirst }: NumberRows,
): NumberDistances {
  const own = Float64Array.from(means);
  const [x, b] = [centred(values, own), centred(before, own)];
  const fromForecast = distances(errorsOf(x, b, slopes), ofErrors);
  const fromMeans = distances(x, ofValues);
  for (const row of isFirst.keys()) {
    if (isFirst[row] === 0) continue;
    fromForecast.bits[row] = fromMeans.bits[row];
    fromForecast.fields[row] = fromMeans.fields[row];
  }
  return { fromForecast, fromMeans };
}

/** How far rows lie from what the row before predicts, and from the means. */
interface NumberDistances {
  readonly fromForecast: Distances;
  readonly fromMeans: Distances;
}

/**
 * Returns the mean of both distances: −log₂ of the geometric mean of the densities that the forecast and the means
 * give, up to a constant. It finds what either does, jumps as well as levels, and has one chance of being
 * large in a normal row and not two. The field is that of the larger distance.
 */
export function meanDistances({ fromForecast, fromMeans }: NumberDistances): Distances {
  return {
    bits: fromForecast.bits.map((own, row) => (own + fromMeans.bits[row]) / 2),
    fields: fromForecast.fields.map((field, row) =>
      fromMeans.bits[row] > fromForecast.bits[row] ? fromMeans.fields[row] : field,
    ),
  };
}

/** Returns −log₂ of the density that the forecast gives each row. */
export function forecastDensity(forecast: NumberForecast, rows: NumberRows): Float64Array {
  const { bits } = numberDistances(forecast, rows).fromForecast;
  const normal = (forecast.means.length / 2) * Math.log2(2 * Math.PI);
  const [ofErrors, ofValues] = [forecast.ofErrors, forecast.ofValues].map(logDeterminant);
  return bits.map((own, row) => {
    const ofSpread = rows.isFirst[row] === 1 ? ofValues : ofErrors;
    return own + normal + (ofSpread as number);
  });
}

/** Returns log₂ of the determinant of a triangle. */
function logDeterminant(lower: Matrix): number {
  return lower.reduce((sum, row, at) => sum + Math.log2(row[at] as number), 0);
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

/** Returns the rows of the lower triangle L of a positive definite matrix L·Lᵀ, as a file keeps them. */
function triangleOf(matrix: Matrix): number[][] {
  const at = (row: number, column: number): number => matrix[row]?.[column] as number;
  return cholesky(matrix.length, at).map((row) => [...row]);
}

/** Solves L·Lᵀ·s = t for each row t. */
function solveAll(lower: Matrix, rows: Matrix): number[][] {
  return rows.map((row) => [...solved(lower, Float64Array.from(row))]);
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
    solveForward(lower, own);
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
