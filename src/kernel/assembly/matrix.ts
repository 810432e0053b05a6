/**
 * Computes the matrix product out[rows, columns] += a[rows, inner] · b[inner, columns].
 *
 * Both sides are first copied ("packed") in the order in which the product reads them, padded with
 * zeros to whole tiles of 4 rows × 8 columns, whose 8 vectors of sums stay in registers:
 *
 *   packed b: for each 8 columns, for each k: b[k, column … column + 7]
 *   packed a: for each 4 rows,    for each k: a[row … row + 3, k], a block of rows and k at a time
 *
 * An element is summed over k in ascending order, from 0 in every block of `BLOCK_INNER`, and each
 * block's sum is added to `out`. This does not depend on where in a tile the element lies, so a row's
 * result does not depend on the rows around it.
 *
 * @see Goto and van de Geijn, Anatomy of High-Performance Matrix Multiplication, 2008
 */

import { multiplyAdd } from './vector';

const TILE_ROWS = 4;
const TILE_COLUMNS = 8;

/** A block of a, 64 kB, stays in the second-level cache; 8 columns of b, 8 kB, in the first. */
const BLOCK_ROWS = 64;
export const BLOCK_INNER = 256;

/** Returns the number of floats that `packColumns` writes. */
export function packedFloats(inner: i32, columns: i32): i32 {
  return ((columns + TILE_COLUMNS - 1) / TILE_COLUMNS) * TILE_COLUMNS * inner;
}

/** Returns the number of floats of the working memory `block` of `addProduct`. */
export function blockFloats(): i32 {
  return BLOCK_ROWS * BLOCK_INNER;
}

/** Packs b, whose element (k, column) is `b[k·rowStride + column·columnStride]`. */
export function packColumns(
  inner: i32,
  columns: i32,
  b: usize,
  rowStride: i32,
  columnStride: i32,
  packed: usize,
): void {
  const step = <usize>rowStride << 2;
  const across = <usize>columnStride << 2;
  for (let column = 0; column < columns; column += TILE_COLUMNS) {
    const width = min(TILE_COLUMNS, columns - column);
    let from = b + <usize>column * across;
    for (let k = 0; k < inner; k++) {
      if (columnStride == 1 && width == TILE_COLUMNS) {
        v128.store(packed, v128.load(from));
        v128.store(packed, v128.load(from, 16), 16);
      } else {
        for (let j = 0; j < TILE_COLUMNS; j++) {
          const value: f32 = j < width ? load<f32>(from + <usize>j * across) : 0;
          store<f32>(packed + (<usize>j << 2), value);
        }
      }
      from += step;
      packed += TILE_COLUMNS << 2;
    }
  }
}

/**
 * @param a - the matrix whose element (row, k) is `a[row·rowStride + k·columnStride]`; one of the strides
 *   is 1
 * @param packed - b as `packColumns` packs it
 * @param out - row-major, `outStride` floats a row
 * @param block - working memory
 */
export function addProduct(
  rows: i32,
  inner: i32,
  columns: i32,
  a: usize,
  rowStride: i32,
  columnStride: i32,
  packed: usize,
  out: usize,
  outStride: i32,
  block: usize,
): void {
  for (let k = 0; k < inner; k += BLOCK_INNER) {
    const depth = min(BLOCK_INNER, inner - k);
    for (let row = 0; row < rows; row += BLOCK_ROWS) {
      const height = min(BLOCK_ROWS, rows - row);
      const corner = <usize>(row * rowStride + k * columnStride) << 2;
      packRows(height, depth, a + corner, rowStride, columnStride, block);
      const firstOut = out + (<usize>(row * outStride) << 2);
      const firstPacked = packed + (<usize>(k * TILE_COLUMNS) << 2);
      addBlock(height, depth, inner, columns, block, firstPacked, firstOut, outStride);
    }
  }
}

function addBlock(
  rows: i32,
  depth: i32,
  inner: i32,
  columns: i32,
  block: usize,
  packed: usize,
  out: usize,
  outStride: i32,
): void {
  const nextColumns = <usize>(inner * TILE_COLUMNS) << 2;
  const nextRows = <usize>(depth * TILE_ROWS) << 2;
  const nextOut = <usize>(outStride * TILE_ROWS) << 2;
  for (let column = 0; column < columns; column += TILE_COLUMNS) {
    let a = block;
    let to = out + (<usize>column << 2);
    for (let row = 0; row < rows; row += TILE_ROWS) {
      addTile(depth, a, packed, to, outStride, rows - row, columns - column);
      a += nextRows;
      to += nextOut;
    }
    packed += nextColumns;
  }
}

function packRows(
  rows: i32,
  depth: i32,
  a: usize,
  rowStride: i32,
  columnStride: i32,
  block: usize,
): void {
  const across = <usize>rowStride << 2;
  const step = <usize>columnStride << 2;
  for (let row = 0; row < rows; row += TILE_ROWS) {
    const from = a + <usize>row * across;
    if (rows - row < TILE_ROWS) packSomeRows(rows - row, depth, from, across, step, block);
    else if (rowStride == 1) packTransposedRows(depth, from, step, block);
    else packWholeRows(depth, from, across, block);
    block += <usize>(depth * TILE_ROWS) << 2;
  }
}

/** Packs fewer than four rows, padded with zeros. */
function packSomeRows(
  rows: i32,
  depth: i32,
  from: usize,
  across: usize,
  step: usize,
  block: usize,
): void {
  for (let k = 0; k < depth; k++) {
    for (let i = 0; i < TILE_ROWS; i++) {
      const value: f32 = i < rows ? load<f32>(from + <usize>i * across) : 0;
      store<f32>(block + (<usize>i << 2), value);
    }
    from += step;
    block += TILE_ROWS << 2;
  }
}

/** Packs four rows whose elements of the same column lie side by side. */
function packTransposedRows(depth: i32, from: usize, step: usize, block: usize): void {
  for (let k = 0; k < depth; k++) {
    v128.store(block, v128.load(from));
    from += step;
    block += TILE_ROWS << 2;
  }
}

/** Packs four rows that each lie in one piece: 4 × 4 floats are transposed at a time. */
function packWholeRows(depth: i32, from: usize, across: usize, block: usize): void {
  let k = 0;
  for (; k + 4 <= depth; k += 4) {
    const a0 = v128.load(from);
    const a1 = v128.load(from + across);
    const a2 = v128.load(from + 2 * across);
    const a3 = v128.load(from + 3 * across);
    const low01 = v128.shuffle<f32>(a0, a1, 0, 4, 1, 5);
    const low23 = v128.shuffle<f32>(a2, a3, 0, 4, 1, 5);
    const high01 = v128.shuffle<f32>(a0, a1, 2, 6, 3, 7);
    const high23 = v128.shuffle<f32>(a2, a3, 2, 6, 3, 7);
    v128.store(block, v128.shuffle<f64>(low01, low23, 0, 2));
    v128.store(block, v128.shuffle<f64>(low01, low23, 1, 3), 16);
    v128.store(block, v128.shuffle<f64>(high01, high23, 0, 2), 32);
    v128.store(block, v128.shuffle<f64>(high01, high23, 1, 3), 48);
    from += 16;
    block += 64;
  }
  packSomeRows(TILE_ROWS, depth - k, from, across, 4, block);
}

function addTile(
  depth: i32,
  a: usize,
  b: usize,
  out: usize,
  outStride: i32,
  rows: i32,
  columns: i32,
): void {
  let s00 = f32x4.splat(0);
  let s01 = s00;
  let s10 = s00;
  let s11 = s00;
  let s20 = s00;
  let s21 = s00;
  let s30 = s00;
  let s31 = s00;
  for (const end = b + (<usize>depth << 5); b < end; b += 32, a += 16) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    const a0 = v128.load32_splat(a);
    s00 = multiplyAdd(a0, b0, s00);
    s01 = multiplyAdd(a0, b1, s01);
    const a1 = v128.load32_splat(a, 4);
    s10 = multiplyAdd(a1, b0, s10);
    s11 = multiplyAdd(a1, b1, s11);
    const a2 = v128.load32_splat(a, 8);
    s20 = multiplyAdd(a2, b0, s20);
    s21 = multiplyAdd(a2, b1, s21);
    const a3 = v128.load32_splat(a, 12);
    s30 = multiplyAdd(a3, b0, s30);
    s31 = multiplyAdd(a3, b1, s31);
  }
  const next = <usize>outStride << 2;
  addRow(out, s00, s01, columns);
  if (rows > 1) addRow(out + next, s10, s11, columns);
  if (rows > 2) addRow(out + 2 * next, s20, s21, columns);
  if (rows > 3) addRow(out + 3 * next, s30, s31, columns);
}

/** Adds the first `columns` of eight sums. */
// @ts-expect-error: decorators
@inline
function addRow(out: usize, first: v128, second: v128, columns: i32): void {
  if (columns >= TILE_COLUMNS) {
    v128.store(out, f32x4.add(v128.load(out), first));
    v128.store(out, f32x4.add(v128.load(out, 16), second), 16);
  } else {
    addSome(out, first, second, columns);
  }
}

function addSome(out: usize, first: v128, second: v128, columns: i32): void {
  if (columns >= 4) {
    v128.store(out, f32x4.add(v128.load(out), first));
    out += 16;
    columns -= 4;
    first = second;
  }
  if (columns > 0) addLane(out, f32x4.extract_lane(first, 0));
  if (columns > 1) addLane(out + 4, f32x4.extract_lane(first, 1));
  if (columns > 2) addLane(out + 8, f32x4.extract_lane(first, 2));
}

// @ts-expect-error: decorators
@inline
function addLane(out: usize, sum: f32): void {
  store<f32>(out, load<f32>(out) + sum);
}
