/**
 * Joins the fields of a row to a tree in which each field is predicted by the one that predicts it best: of all
 * trees the one with the largest sum of mutual information, which is the likeliest.
 *
 * @see C. K. Chow and C. N. Liu, "Approximating discrete probability distributions with dependence
 *   trees", IEEE Transactions on Information Theory 14 (3), 1968
 * @module
 */

import { countKeys } from './count-table.ts';

/** Outcomes of rows, and which of the rows are counted. */
export interface CountedRows {
  /** `[rows, heads]` */
  readonly outcomes: Float32Array;
  readonly rows: Int32Array;
}

/** The most rows, taken evenly, on which it is decided which field predicts another one best. */
const MOST_ROWS = 5000;

function evenly(rows: Int32Array, most: number): Int32Array {
  const every = Math.ceil(rows.length / most);
  return rows.filter((_, at) => at % every === 0);
}

/** No field comes before the first one of a tree. */
export const NO_PARENT = -1;

/**
 * Returns for each head the one that predicts it, `NO_PARENT` for the first: Prim's algorithm, from the first
 * head on; of equally good heads the first ones.
 *
 * @param sizes - outcomes of each head
 */
export function fitFieldTree(counted: CountedRows, sizes: readonly number[]): number[] {
  const sample = { ...counted, rows: evenly(counted.rows, MOST_ROWS) };
  const parents = sizes.map(() => NO_PARENT);
  const gains = sizes.map(() => Number.NEGATIVE_INFINITY);
  const rest = new Set(sizes.keys());
  let added = 0;
  rest.delete(added);
  while (rest.size > 0) {
    let best = NO_PARENT;
    for (const head of rest) {
      const gain = mutualInformation(sample, sizes, [added, head]);
      if (gain > (gains[head] as number)) {
        gains[head] = gain;
        parents[head] = added;
      }
      if (best === NO_PARENT || (gains[head] as number) > (gains[best] as number)) best = head;
    }
    added = best;
    rest.delete(added);
  }
  return parents;
}

/**
 * Returns the mutual information of two heads in the rows, in nats, less what independent heads would have by
 * chance.
 *
 * @see G. A. Miller, "Note on the bias of information estimates", Information Theory in Psychology, 1955
 */
export function mutualInformation(
  { outcomes, rows }: CountedRows,
  sizes: readonly number[],
  [a, b]: readonly [number, number],
): number {
  const width = sizes.length;
  const ofB = sizes[b] as number;
  const pairs = countKeys(
    rows,
    (row) => outcomes[row * width + a] * ofB + outcomes[row * width + b],
  );
  const first = new Float64Array(sizes[a] as number);
  const second = new Float64Array(ofB);
  for (const [key, joint] of pairs) {
    const [from, to] = [Math.floor(key / ofB), key % ofB];
    first[from] = first[from] + joint;
    second[to] = second[to] + joint;
  }
  const count = rows.length;
  let sum = 0;
  for (const [key, joint] of pairs) {
    const expected = first[Math.floor(key / ofB)] * second[key % ofB];
    sum += (joint / count) * Math.log((joint * count) / expected);
  }
  const seen = (counts: Float64Array): number => counts.filter((one) => one > 0).length;
  const chance = (seen(first) - 1) * (seen(second) - 1);
  return sum - chance / (2 * count);
}
