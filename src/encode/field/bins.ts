/**
 * Fits bins between training quantiles, which distinguish numbers of very different sizes.
 *
 * @module
 */

import { quantile } from './quantile.ts';

/**
 * Returns the edges of at most `bins` bins with about as many values each; equal edges are merged.
 *
 * @param sorted - ascending, at least one value
 * @returns ascending edges; none where all values are equal
 */
export function fitEdges(sorted: Float64Array, bins: number): number[] {
  const shares = Array.from({ length: bins - 1 }, (_, index) => (index + 1) / bins);
  // An edge at the minimum would leave the first bin empty. Where nearly all values are the minimum
  // no edge is left, and the maximum becomes one.
  const edges = [...new Set(shares.map((share) => quantile(sorted, share)))].filter(
    (edge) => edge > sorted[0],
  );
  if (edges.length === 0 && sorted[0] !== sorted.at(-1)) edges.push(sorted.at(-1) as number);
  return edges;
}

/**
 * Returns the bin of a number, which is the number of edges that are not above it. It runs for each number of a
 * search, so that it does not call `searchSorted`, which is its plain reference.
 */
export function binOf(edges: ArrayLike<number>, value: number): number {
  let low = 0;
  let high = edges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (edges[middle] <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
