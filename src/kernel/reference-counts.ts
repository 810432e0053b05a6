/**
 * Counts rows whose values reach edges, the reference of the kernels.
 *
 * @module
 */

import type { Floats, MatrixEdges } from './kernel.ts';

export function countAtLeast(
  { rows, columns, edges, edgeCount }: MatrixEdges,
  values: Floats,
  counts: Int32Array,
): void {
  for (let row = 0; row < rows; row++) {
    for (let at = 0; at < edgeCount * columns; at++) {
      const isReached = values[row * columns + (at % columns)] >= edges[at];
      counts[at] = counts[at] + Number(isReached);
    }
  }
}
