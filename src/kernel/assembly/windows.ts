/**
 * Summarises windows of rows for the linear model beside a network, four columns at a time. Sums are float64, and
 * add the rows of a window from the first to the last, as those of the reference do.
 */

import { read, write } from './vector';

/**
 * @param rows - `[…, width]`
 * @param starts - `[windows]`: the first row of each window
 * @param lengths - `[windows]`: the number of its rows
 * @param first - `[width]`: what columns read in the first row of a window; NaN for what `rows` have
 * @param out - `[windows, stride]`: becomes the last row of each window, its means and its maxima
 */
export function windowSummaries(
  windows: i32,
  width: i32,
  rows: usize,
  starts: usize,
  lengths: usize,
  first: usize,
  out: usize,
  stride: i32,
): void {
  for (let window = 0; window < windows; window++, starts += 4, lengths += 4) {
    const from = rows + ((<usize>load<i32>(starts) * width) << 2);
    const length = load<i32>(lengths);
    let k: i32 = 0;
    for (; k + 4 <= width; k += 4) summarise(from, length, width, first, out, k, 4);
    if (k < width) summarise(from, length, width, first, out, k, width - k);
    out += <usize>stride << 2;
  }
}

/** Summarises the columns k … k + lanes − 1 of a window. */
// @ts-expect-error: decorators
@inline
function summarise(
  from: usize,
  length: i32,
  width: i32,
  first: usize,
  out: usize,
  k: i32,
  lanes: i32,
): void {
  const column = <usize>k << 2;
  const step = <usize>width << 2;
  const replaced = read(first + column, lanes);
  let at = from + column;
  let row = read(at, lanes);
  row = v128.bitselect(replaced, row, f32x4.eq(replaced, replaced));
  let most = f32x4.pmax(f32x4.splat(-Infinity), row);
  let low = f64x2.add(f64x2.splat(0), f64x2.promote_low_f32x4(row));
  let high = f64x2.add(f64x2.splat(0), f64x2.promote_low_f32x4(swapped(row)));
  for (let t = 1; t < length; t++) {
    at += step;
    row = read(at, lanes);
    most = f32x4.pmax(most, row);
    low = f64x2.add(low, f64x2.promote_low_f32x4(row));
    high = f64x2.add(high, f64x2.promote_low_f32x4(swapped(row)));
  }
  const count = f64x2.splat(<f64>length);
  low = f32x4.demote_f64x2_zero(f64x2.div(low, count));
  high = f32x4.demote_f64x2_zero(f64x2.div(high, count));
  write(out + column, row, lanes);
  write(out + step + column, v128.shuffle<f32>(low, high, 0, 1, 4, 5), lanes);
  write(out + 2 * step + column, most, lanes);
}

// @ts-expect-error: decorators
@inline
function swapped(a: v128): v128 {
  return v128.shuffle<f32>(a, a, 2, 3, 0, 1);
}
