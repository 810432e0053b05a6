/**
 * Summarises windows of rows, the reference of the kernels.
 *
 * @module
 */

import type { Floats, RowWindows } from './kernel.ts';

export function windowSummaries(windows: RowWindows, rows: Floats, out: Floats): void {
  const { count, width, stride } = windows;
  for (let window = 0; window < count; window++) {
    for (let column = 0; column < width; column++) {
      const { last, mean, most } = summaryOf(windows, rows, window, column);
      const to = window * stride + column;
      out[to] = last;
      out[to + width] = mean;
      out[to + 2 * width] = most;
    }
  }
}

function summaryOf(
  { width, starts, lengths, first }: RowWindows,
  rows: Floats,
  window: number,
  column: number,
): { readonly last: number; readonly mean: number; readonly most: number } {
  const length = lengths[window];
  let [sum, last, most] = [0, 0, Number.NEGATIVE_INFINITY];
  for (let t = 0; t < length; t++) {
    const replaced = t === 0 ? first[column] : Number.NaN;
    last = Number.isNaN(replaced) ? rows[(starts[window] + t) * width + column] : replaced;
    sum += last;
    if (last > most) most = last;
  }
  return { last, mean: sum / length, most };
}
