/**
 * What surrounds the products of a dense layer and of an embedding, row by row.
 */

import { addFloats, copyFloats } from './vector';

/** Every row of out[rows, columns] = bias. */
export function fillRows(rows: i32, columns: i32, bias: usize, out: usize): void {
  for (let row = 0; row < rows; row++) {
    copyFloats(out, bias, columns);
    out += <usize>columns << 2;
  }
}

/** sums[columns] += the sums of the columns of values[rows, columns]. */
export function addColumnSums(rows: i32, columns: i32, values: usize, sums: usize): void {
  for (let row = 0; row < rows; row++) {
    addFloats(sums, values, columns);
    values += <usize>columns << 2;
  }
}

/** out[i, 0 … width) = table[ids[i]], `out` with `stride` floats a row. */
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

/** table[ids[i]] += values[i, 0 … width), `values` with `stride` floats a row. */
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
  memory.fill(out, 0, <usize>length << 2);
}
