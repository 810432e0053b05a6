/**
 * Computes dense layers and embeddings. Functions that take `first` and `last` compute that part of the
 * rows, or of the columns, of what they write; parts may be computed in any order, or at once.
 */

import { addProduct, blockFloats, packColumns } from './matrix';
import { addFloats, clearFloats, copyFloats } from './vector';

/**
 * Computes rows of out = a · b + bias.
 *
 * @param scratch - working memory of `blockFloats` floats
 * @param packed - b as `packColumns` packs it
 * @param bias - 0 for none
 */
export function denseRows(
  first: i32,
  last: i32,
  scratch: usize,
  inner: i32,
  columns: i32,
  a: usize,
  packed: usize,
  bias: usize,
  out: usize,
): void {
  const width = <usize>columns << 2;
  const from = a + ((<usize>first * <usize>inner) << 2);
  const to = out + <usize>first * width;
  const rows = last - first;
  if (bias == 0) clearFloats(to, rows * columns);
  else for (let row = 0; row < rows; row++) copyFloats(to + <usize>row * width, bias, columns);
  addProduct(rows, inner, columns, from, inner, 1, packed, to, columns, scratch);
}

/**
 * Adds to columns: gradient += aᵀ · b, and biasGradient += the sums of the columns of b.
 *
 * @param scratch - working memory of `blockFloats` floats, then of `packedFloats` for `rows` and
 *   `last − first`
 * @param a - `[rows, inner]`
 * @param b - `[rows, columns]`
 * @param biasGradient - 0 for none
 */
export function weightGradient(
  first: i32,
  last: i32,
  scratch: usize,
  rows: i32,
  inner: i32,
  columns: i32,
  a: usize,
  b: usize,
  gradient: usize,
  biasGradient: usize,
): void {
  const at = <usize>first << 2;
  const width = last - first;
  const packed = scratch + (<usize>blockFloats() << 2);
  packColumns(rows, width, b + at, columns, 1, packed);
  addProduct(inner, rows, width, a, 1, inner, packed, gradient + at, columns, scratch);
  if (biasGradient == 0) return;
  for (let row = 0; row < rows; row++) {
    addFloats(biasGradient + at, b + at, width);
    b += <usize>columns << 2;
  }
}

/** Copies rows: out[i, 0 … width) = table[ids[i]], where `out` has `stride` floats a row. */
export function gather(
  rows: i32,
  stride: i32,
  width: i32,
  table: usize,
  ids: usize,
  out: usize,
): void {
  for (let row = 0; row < rows; row++) {
    copyFloats(out, table + (<usize>(load<i32>(ids) * width) << 2), width);
    ids += 4;
    out += <usize>stride << 2;
  }
}

/** Adds rows: table[ids[i]] += values[i, 0 … width), where `values` has `stride` floats a row. */
export function scatter(
  rows: i32,
  stride: i32,
  width: i32,
  values: usize,
  ids: usize,
  table: usize,
): void {
  for (let row = 0; row < rows; row++) {
    addFloats(table + (<usize>(load<i32>(ids) * width) << 2), values, width);
    ids += 4;
    values += <usize>stride << 2;
  }
}

export function zero(length: i32, out: usize): void {
  clearFloats(out, length);
}
