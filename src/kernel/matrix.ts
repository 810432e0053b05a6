/**
 * Computes the matrix product of the reference kernel.
 *
 * Four rows by four columns are summed at a time in double precision, over `inner` in ascending
 * order: the sum of an element does not depend on the tile it falls into, so a row's result does not
 * depend on the rows around it.
 *
 * @module
 */

import type { Floats, MatrixShape } from './kernel.ts';

/** A matrix within an array, whose element (i, j) is `data[offset + i·rowStride + j·columnStride]`. */
export interface Matrix {
  readonly data: Floats;
  readonly offset: number;
  readonly rowStride: number;
  readonly columnStride: number;
}

const TILE = 4;

type Four = readonly [number, number, number, number];

/** Views `data` from `offset` on as a row-major matrix. */
export function matrix(data: Floats, columns: number, offset = 0): Matrix {
  return { data, offset, rowStride: columns, columnStride: 1 };
}

/** Views a matrix as its transpose, without copying it. */
export function transposed({ data, offset, rowStride, columnStride }: Matrix): Matrix {
  return { data, offset, rowStride: columnStride, columnStride: rowStride };
}

/** Computes out[rows, columns] += a[rows, inner] · b[inner, columns]; the columns of `out` are adjacent. */
export function addProduct(
  { rows, inner, columns }: MatrixShape,
  a: Matrix,
  b: Matrix,
  out: Matrix,
): void {
  const product = { inner, a, b, out };
  const wholeRows = rows - (rows % TILE);
  const wholeColumns = columns - (columns % TILE);
  for (let row = 0; row < wholeRows; row += TILE) {
    for (let column = 0; column < wholeColumns; column += TILE) {
      addTile(product, row, column);
    }
  }
  addElements(product, { first: wholeRows, end: rows }, { first: 0, end: wholeColumns });
  addElements(product, { first: 0, end: rows }, { first: wholeColumns, end: columns });
}

/** The factors and the result of a product. */
interface Product {
  readonly inner: number;
  readonly a: Matrix;
  readonly b: Matrix;
  readonly out: Matrix;
}

/** The rows or columns `first` … `end − 1`. */
interface Lines {
  readonly first: number;
  readonly end: number;
}

/** Computes one element at a time, where no whole tile fits. */
function addElements({ inner, a, b, out }: Product, rows: Lines, columns: Lines): void {
  for (let row = rows.first; row < rows.end; row++) {
    for (let column = columns.first; column < columns.end; column++) {
      let atA = a.offset + row * a.rowStride;
      let atB = b.offset + column * b.columnStride;
      let sum = 0;
      for (let k = 0; k < inner; k++) {
        sum += a.data[atA] * b.data[atB];
        atA += a.columnStride;
        atB += b.rowStride;
      }
      const at = out.offset + row * out.rowStride + column;
      out.data[at] = out.data[at] + sum;
    }
  }
}

function addTile({ inner, a, b, out }: Product, row: number, column: number): void {
  const dataA = a.data;
  const dataB = b.data;
  const stepA = a.columnStride;
  const stepB = b.rowStride;
  let a0 = a.offset + row * a.rowStride;
  let a1 = a0 + a.rowStride;
  let a2 = a1 + a.rowStride;
  let a3 = a2 + a.rowStride;
  let b0 = b.offset + column * b.columnStride;
  let b1 = b0 + b.columnStride;
  let b2 = b1 + b.columnStride;
  let b3 = b2 + b.columnStride;
  let [s00, s01, s02, s03] = [0, 0, 0, 0];
  let [s10, s11, s12, s13] = [0, 0, 0, 0];
  let [s20, s21, s22, s23] = [0, 0, 0, 0];
  let [s30, s31, s32, s33] = [0, 0, 0, 0];
  for (let k = 0; k < inner; k++) {
    const y0 = dataB[b0];
    const y1 = dataB[b1];
    const y2 = dataB[b2];
    const y3 = dataB[b3];
    let x = dataA[a0];
    s00 += x * y0;
    s01 += x * y1;
    s02 += x * y2;
    s03 += x * y3;
    x = dataA[a1];
    s10 += x * y0;
    s11 += x * y1;
    s12 += x * y2;
    s13 += x * y3;
    x = dataA[a2];
    s20 += x * y0;
    s21 += x * y1;
    s22 += x * y2;
    s23 += x * y3;
    x = dataA[a3];
    s30 += x * y0;
    s31 += x * y1;
    s32 += x * y2;
    s33 += x * y3;
    a0 += stepA;
    a1 += stepA;
    a2 += stepA;
    a3 += stepA;
    b0 += stepB;
    b1 += stepB;
    b2 += stepB;
    b3 += stepB;
  }
  const first = out.offset + row * out.rowStride + column;
  addFour(out.data, first, [s00, s01, s02, s03]);
  addFour(out.data, first + out.rowStride, [s10, s11, s12, s13]);
  addFour(out.data, first + 2 * out.rowStride, [s20, s21, s22, s23]);
  addFour(out.data, first + 3 * out.rowStride, [s30, s31, s32, s33]);
}

function addFour(data: Floats, at: number, [s0, s1, s2, s3]: Four): void {
  data[at] = data[at] + s0;
  data[at + 1] = data[at + 1] + s1;
  data[at + 2] = data[at + 2] + s2;
  data[at + 3] = data[at + 3] + s3;
}
