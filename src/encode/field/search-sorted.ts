/**
 * Returns how many of ascending values are below `value` (`left`), or at most `value` (`right`).
 *
 * @see https://numpy.org/doc/stable/reference/generated/numpy.searchsorted.html
 */
export function searchSorted(
  sorted: ArrayLike<number>,
  value: number,
  side: 'left' | 'right',
): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const found = sorted[middle];
    if (found < value || (side === 'right' && found === value)) low = middle + 1;
    else high = middle;
  }
  return low;
}
