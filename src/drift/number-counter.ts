/**
 * Counts rows by the bins of all columns of numbers at once, on a kernel.
 *
 * @module
 */

import type { Steps } from '../encode/rows/steps.ts';
import type { Kernel, MatrixEdges } from '../kernel/kernel.ts';
import { Workspace } from '../network/workspace.ts';
import { addBins, MOST_EDGES, moveNulls } from '../readings/count-bins.ts';
import type { NumberBins, WatchedColumn } from '../readings/watched-columns.ts';

/** So many rows are copied to the memory of the kernel at a time. */
const AT_ONCE = 256;

/** A flag that says that a number is null is counted where it reaches this edge, which is the first one. */
const IS_SET = 1;

/** One of the columns that are watched, and its place among them. */
interface Counted {
  readonly at: number;
  readonly numbers: NumberBins;
}

export class NumberCounter {
  readonly #workspace: Workspace;
  readonly #columns: readonly Counted[];

  constructor(kernel: Kernel, columns: readonly WatchedColumn[]) {
    this.#workspace = new Workspace(kernel);
    this.#columns = columns.flatMap(({ numbers }, at) => (numbers ? [{ at, numbers }] : []));
  }

  /**
   * Adds rows to the counts of the columns of numbers, as `count` of each of them does.
   *
   * @param rows - positions of steps
   * @param counts - `[columns][bins]`
   */
  add(steps: Steps, rows: Int32Array, counts: readonly Int32Array[]): void {
    if (this.#columns.length === 0) return;
    const { width } = steps;
    const reached = this.#reached(steps, rows);
    for (const { at, numbers } of this.#columns) {
      const { column, edges, hasNull, fill } = numbers;
      const bins = counts[at] as Int32Array;
      const atLeast = Array.from(
        { length: MOST_EDGES },
        (_, edge) => reached[edge * width + column],
      );
      addBins(bins, edges.length, [rows.length, ...atLeast, 0]);
      if (hasNull) moveNulls(bins, fill, reached[column + 1]);
    }
  }

  /** Returns how many rows reach each edge, `[edges, width]`. */
  #reached(steps: Steps, rows: Int32Array): Int32Array {
    const { width: columns } = steps;
    const edgeCount = MOST_EDGES;
    const edges = this.#workspace
      .floats('edges', edgeCount * columns)
      .fill(Number.POSITIVE_INFINITY);
    for (const { numbers } of this.#columns) {
      for (const [edge, value] of numbers.edges.entries()) {
        edges[edge * columns + numbers.column] = value;
      }
      if (numbers.hasNull) edges[numbers.column + 1] = IS_SET;
    }
    const reached = this.#workspace.integers('reached', edgeCount * columns).fill(0);
    for (let from = 0; from < rows.length; from += AT_ONCE) {
      const some = rows.subarray(from, from + AT_ONCE);
      const matrix: MatrixEdges = { rows: some.length, columns, edges, edgeCount };
      this.#workspace.kernel.countAtLeast(matrix, this.#copied(steps, some), reached);
    }
    return reached;
  }

  /** Returns the features of rows, `[rows, width]`. */
  #copied({ features, width }: Steps, rows: Int32Array): Float32Array {
    const out = this.#workspace.floats('watched rows', rows.length * width);
    for (let at = 0, next = 0; at < rows.length; at = next) {
      const first = rows[at];
      for (next = at + 1; next < rows.length && rows[next] === first + next - at; ) next++;
      out.set(features.subarray(first * width, (first + next - at) * width), at * width);
    }
    return out;
  }
}
