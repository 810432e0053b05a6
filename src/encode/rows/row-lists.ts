/**
 * Makes lists of row numbers, thins them out and groups them, and picks the numbers of the rows in them.
 *
 * @module
 */

/** Returns 0, 1, … count − 1. */
export function range(count: number): Int32Array {
  const numbers = new Int32Array(count);
  for (let at = 0; at < count; at++) numbers[at] = at;
  return numbers;
}

/** Returns the numbers at `rows`. */
export function pickRows(numbers: Float64Array | Int32Array, rows: Int32Array): Float64Array {
  const picked = new Float64Array(rows.length);
  for (let at = 0; at < rows.length; at++) picked[at] = numbers[rows[at]];
  return picked;
}

/** Returns `most` of the rows, as far apart as possible; all of them if there are no more. */
export function evenlySpaced(rows: Int32Array, most: number): Int32Array {
  if (rows.length <= most) return rows;
  const picked = new Int32Array(most);
  for (let at = 0; at < most; at++) {
    picked[at] = rows[Math.floor((at * rows.length) / most)];
  }
  return picked;
}

/**
 * Brings the rows of each group together, in the order given (a counting sort).
 *
 * @param groupOf - returns 0…`groups` − 1
 */
export function groupRows(
  rows: Int32Array,
  groupOf: (row: number) => number,
  groups: number,
): {
  readonly rows: Int32Array;
  /** `[groups + 1]`: where the rows of each group begin. */
  readonly begins: Int32Array;
} {
  const begins = new Int32Array(groups + 1);
  for (const row of rows) addOne(begins, groupOf(row) + 1);
  for (let group = 1; group <= groups; group++) {
    begins[group] = begins[group] + begins[group - 1];
  }
  const next = begins.slice();
  const grouped = new Int32Array(rows.length);
  for (const row of rows) grouped[addOne(next, groupOf(row))] = row;
  return { rows: grouped, begins };
}

/** Adds one to `counts[index]` and returns what it was before. */
function addOne(counts: Int32Array, index: number): number {
  const was = counts[index];
  counts[index] = was + 1;
  return was;
}
