/**
 * Computes dense layers and embeddings. Functions that take `first` and `last` compute that part of the
 * rows, or of the columns, of what they write; parts may be computed in any order, or at once.
 */

import { addProduct, BLOCK_INNER, blockFloats, packColumns, packedFloats } from './matrix';
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

/** Returns the number of floats of working memory that `weightGradient` takes for columns over `rows`. */
export function gradientFloats(rows: i32, columns: i32): i32 {
  return blockFloats() + packedFloats(min(rows, BLOCK_INNER), columns);
}

/**
 * Adds to columns: gradient += aᵀ · b, and biasGradient += the sums of the columns of b.
 * The rows of b are packed and added a block at a time.
 *
 * @param scratch - working memory of `gradientFloats` floats for `rows` and `last − first`
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
  for (let row = 0; row < rows; row += BLOCK_INNER) {
    const depth = min(BLOCK_INNER, rows - row);
    const from = b + at + ((<usize>row * <usize>columns) << 2);
    packColumns(depth, width, from, columns, 1, packed);
    const factor = a + ((<usize>row * <usize>inner) << 2);
    addProduct(inner, depth, width, factor, 1, inner, packed, gradient + at, columns, scratch);
    if (biasGradient != 0) addRows(depth, width, from, columns, biasGradient + at);
  }
}

/** Adds rows of `width` floats to one. */
function addRows(rows: i32, width: i32, from: usize, stride: i32, to: usize): void {
  for (let row = 0; row < rows; row++) {
    addFloats(to, from, width);
    from += <usize>stride << 2;
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
