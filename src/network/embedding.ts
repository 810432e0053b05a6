/**
 * Makes the inputs of the first LSTM layer: features and embeddings side by side, one row for each
 * distinct step of a batch.
 *
 * @module
 */

import { type Steps, writeFirst } from '../encode/rows/steps.ts';
import type { EmbeddedColumns, Kernel } from '../kernel/kernel.ts';
import { type Batch, stepAt } from './batch.ts';
import { inputWidth, type NetworkSpec, slotOf, type WeightSlot } from './network-spec.ts';
import type { Workspace } from './workspace.ts';

export class Embedding {
  readonly #kernel: Kernel;
  readonly #spec: NetworkSpec;
  readonly #slots: readonly WeightSlot[];
  readonly #workspace: Workspace;

  constructor(
    kernel: Kernel,
    spec: NetworkSpec,
    slots: readonly WeightSlot[],
    workspace: Workspace,
  ) {
    this.#kernel = kernel;
    this.#spec = spec;
    this.#slots = slots;
    this.#workspace = workspace;
  }

  /** `[distinct steps, inputs]` */
  forward(steps: Steps, { distinct }: Batch, weights: Float32Array): Float32Array {
    const stride = inputWidth(this.#spec);
    const out = this.#workspace.floats('embedded', distinct.length * stride);
    if (steps.width > 0) copyFeatures(steps, distinct, stride, out);
    for (const [index, slot] of this.#slots.entries()) {
      const ids = this.#ids(index, steps, distinct);
      this.#kernel.gather(this.#columns(index, distinct.length), slotOf(weights, slot), ids, out);
    }
    return out;
  }

  /** @param inputGradient - `[distinct steps, inputs]` */
  backward(
    steps: Steps,
    { distinct }: Batch,
    inputGradient: Float32Array,
    gradient: Float32Array,
  ): void {
    for (const [index, slot] of this.#slots.entries()) {
      const ids = this.#ids(index, steps, distinct);
      const columns = this.#columns(index, distinct.length);
      this.#kernel.scatter(columns, inputGradient, ids, slotOf(gradient, slot));
    }
  }

  #columns(index: number, rows: number): EmbeddedColumns {
    const before = this.#spec.embeddings.slice(0, index);
    const column = before.reduce((sum, { width }) => sum + width, this.#spec.features);
    const width = this.#spec.embeddings[index]?.width ?? 0;
    return { rows, stride: inputWidth(this.#spec), column, width };
  }

  #ids(index: number, steps: Steps, distinct: Int32Array): Int32Array {
    const { ids, idCount } = steps;
    const out = this.#workspace.integers(`ids ${index}`, distinct.length);
    for (let row = 0; row < distinct.length; row++) {
      out[row] = ids[stepAt(steps, distinct[row]) * idCount + index];
    }
    return out;
  }
}

/** Writes the features into the first columns of `out`, which has a row for each distinct step. */
function copyFeatures(steps: Steps, distinct: Int32Array, stride: number, out: Float32Array): void {
  const { features, width, count } = steps;
  for (let row = 0, rows = 1; row < distinct.length; row += rows) {
    const step = distinct[row];
    rows = stride === width ? neighbours(steps, distinct, row) : 1;
    const from = stepAt(steps, step) * width;
    out.set(features.subarray(from, from + rows * width), row * stride);
    if (step >= count) writeFirst(steps, out, row * stride);
  }
}

/** Returns how many distinct steps from `row` on lie side by side; copying them at once takes half the time. */
function neighbours({ count }: Steps, distinct: Int32Array, row: number): number {
  const first = distinct[row];
  const most = Math.min(distinct.length - row, Math.max(1, count - first));
  let rows = 1;
  while (rows < most && distinct[row + rows] === first + rows) rows++;
  return rows;
}
