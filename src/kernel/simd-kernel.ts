/**
 * The kernel in WebAssembly SIMD, behind the same interface as the reference.
 *
 * The arithmetic is AssemblyScript (`assembly/`); this file owns its memory and hands over pointers.
 *
 * @module
 */

import type { EmbeddedColumns, Floats, Kernel, LstmBatch, MatrixShape } from './kernel.ts';
import { meanLoss } from './reference-loss.ts';
import { ADAM_BETA_1, ADAM_BETA_2, EPSILON, RMSPROP_RHO } from './reference-optimizer.ts';
import { KernelMemory } from './simd-memory.ts';

/** What `assembly/index.ts` exports; pointers are byte offsets. */
interface Assembly {
  addColumnSums(rows: number, columns: number, values: number, sums: number): void;
  addProduct(
    rows: number,
    inner: number,
    columns: number,
    a: number,
    rowStride: number,
    columnStride: number,
    packed: number,
    out: number,
    outStride: number,
    block: number,
  ): void;
  packColumns(
    inner: number,
    columns: number,
    b: number,
    rowStride: number,
    columnStride: number,
    packed: number,
  ): void;
  packedFloats(inner: number, columns: number): number;
  blockFloats(): number;
  fillRows(rows: number, columns: number, bias: number, out: number): void;
  gather(
    rows: number,
    stride: number,
    width: number,
    table: number,
    ids: number,
    out: number,
  ): void;
  scatter(
    rows: number,
    stride: number,
    width: number,
    values: number,
    ids: number,
    table: number,
  ): void;
  zero(length: number, out: number): void;
  lstm(...numbers: number[]): void;
  lstmGradient(...numbers: number[]): void;
  recurrentGradient(...numbers: number[]): void;
  adam(...numbers: number[]): void;
  rmsprop(...numbers: number[]): void;
  sgd(count: number, weights: number, gradient: number, rate: number): void;
  sumOfSquares(count: number, values: number): number;
}

/**
 * @param wasm - `assembly/` as `npm run generate` compiles it
 * @throws {WebAssembly.CompileError} where the engine has no SIMD or no shared memory
 * @throws {RangeError} where the address space is refused
 */
export function createSimdKernel(wasm: Uint8Array): Kernel {
  return new SimdKernel(wasm);
}

class SimdKernel implements Kernel {
  readonly #memory = new KernelMemory();
  readonly #assembly: Assembly;
  /** Working memory of products. */
  readonly #block: number;

  constructor(wasm: Uint8Array) {
    const imports = { env: { memory: this.#memory.memory } };
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(wasm), imports);
    this.#assembly = exports as unknown as Assembly;
    this.#block = this.floats(this.#assembly.blockFloats()).byteOffset;
  }

  floats(length: number): Float32Array {
    return this.#memory.floats(length);
  }

  integers(length: number): Int32Array {
    return this.#memory.integers(length);
  }

  gather(
    { rows, stride, column, width }: EmbeddedColumns,
    table: Floats,
    ids: Int32Array,
    out: Floats,
  ): void {
    const to = out.byteOffset + column * Float32Array.BYTES_PER_ELEMENT;
    this.#assembly.gather(rows, stride, width, table.byteOffset, ids.byteOffset, to);
  }

  scatter(
    { rows, stride, column, width }: EmbeddedColumns,
    outGradient: Floats,
    ids: Int32Array,
    tableGradient: Floats,
  ): void {
    const from = outGradient.byteOffset + column * Float32Array.BYTES_PER_ELEMENT;
    this.#assembly.scatter(rows, stride, width, from, ids.byteOffset, tableGradient.byteOffset);
  }

  dense(
    { rows, inner, columns }: MatrixShape,
    input: Floats,
    weights: Floats,
    bias: Floats,
    out: Floats,
  ): void {
    const packed = this.#pack(inner, columns, weights, columns, 1);
    this.#assembly.fillRows(rows, columns, bias.byteOffset, out.byteOffset);
    this.#addProduct(rows, inner, columns, input, inner, 1, packed, out);
  }

  denseGradient(
    { rows, inner, columns }: MatrixShape,
    input: Floats,
    weights: Floats,
    outGradient: Floats,
    gradients: { weights: Floats; bias: Floats; input?: Floats | undefined },
  ): void {
    const { bias, input: inputGradient } = gradients;
    const packed = this.#pack(rows, columns, outGradient, columns, 1);
    this.#addProduct(inner, rows, columns, input, 1, inner, packed, gradients.weights);
    this.#assembly.addColumnSums(rows, columns, outGradient.byteOffset, bias.byteOffset);
    if (inputGradient === undefined) return;
    const transposed = this.#pack(columns, inner, weights, 1, columns);
    this.#assembly.zero(rows * inner, inputGradient.byteOffset);
    this.#addProduct(rows, columns, inner, outGradient, columns, 1, transposed, inputGradient);
  }

  lstm(...[batch, recurrent, states]: Parameters<Kernel['lstm']>): void {
    const { gates, cells, tanhCells, hidden } = states;
    this.#lstm(batch, recurrent, [gates, cells, tanhCells, hidden], true);
  }

  lstmLast(...[batch, recurrent, scratch, out]: Parameters<Kernel['lstmLast']>): void {
    const { gates, cells, tanhCells } = scratch;
    this.#lstm(batch, recurrent, [gates, cells, tanhCells, out], false);
  }

  lstmGradient(...parameters: Parameters<Kernel['lstmGradient']>): void {
    const [batch, recurrent, states, hiddenGradient, projectedGradient, gradient] = parameters;
    const { units, size, timesteps, alive, index } = batch;
    const { gates, cells, tanhCells, hidden, cellGradient } = states;
    this.#assembly.zero(size * units, cellGradient.byteOffset);
    this.#assembly.lstmGradient(
      units,
      size,
      timesteps,
      alive.byteOffset,
      index.byteOffset,
      this.#pack(4 * units, units, recurrent, 1, 4 * units),
      this.#block,
      gates.byteOffset,
      cells.byteOffset,
      tanhCells.byteOffset,
      cellGradient.byteOffset,
      hiddenGradient.byteOffset,
      projectedGradient.byteOffset,
    );
    const most = this.#assembly.packedFloats(timesteps * size, 4 * units);
    this.#assembly.recurrentGradient(
      units,
      size,
      timesteps,
      alive.byteOffset,
      gates.byteOffset,
      hidden.byteOffset,
      this.#memory.scratch(most),
      this.#block,
      gradient.byteOffset,
    );
  }

  loss(...parameters: Parameters<Kernel['loss']>): number {
    return meanLoss(...parameters);
  }

  update(...[optimizer, weights, gradient, moments]: Parameters<Kernel['update']>): void {
    const { name, learningRate, iteration, gradientScale } = optimizer;
    const count = weights.length;
    const [at, by] = [weights.byteOffset, gradient.byteOffset];
    const [first, second] = [moments.first.byteOffset, moments.second.byteOffset];
    if (name === 'sgd') {
      this.#assembly.sgd(count, at, by, learningRate * gradientScale);
    } else if (name === 'rmsprop') {
      const rates = [learningRate, gradientScale, RMSPROP_RHO, EPSILON];
      this.#assembly.rmsprop(count, at, by, second, ...rates);
    } else {
      const correction = Math.sqrt(1 - ADAM_BETA_2 ** iteration) / (1 - ADAM_BETA_1 ** iteration);
      const rates = [learningRate * correction, gradientScale];
      const gains = [1 - ADAM_BETA_1, 1 - ADAM_BETA_2];
      this.#assembly.adam(count, at, by, first, second, ...rates, ...gains, EPSILON);
    }
  }

  norm(gradient: Floats): number {
    return Math.sqrt(this.#assembly.sumOfSquares(gradient.length, gradient.byteOffset));
  }

  #lstm(
    { units, size, timesteps, alive, projected, index }: LstmBatch,
    recurrent: Floats,
    states: readonly Floats[],
    isKept: boolean,
  ): void {
    this.#assembly.lstm(
      units,
      size,
      timesteps,
      alive.byteOffset,
      projected.byteOffset,
      index.byteOffset,
      this.#pack(units, 4 * units, recurrent, 4 * units, 1),
      this.#block,
      ...states.map(({ byteOffset }) => byteOffset),
      isKept ? 1 : 0,
    );
  }

  /** Packs a right-hand side into working memory, which the next call of this writes anew. */
  #pack(
    inner: number,
    columns: number,
    matrix: Floats,
    rowStride: number,
    columnStride: number,
  ): number {
    const packed = this.#memory.scratch(this.#assembly.packedFloats(inner, columns));
    this.#assembly.packColumns(inner, columns, matrix.byteOffset, rowStride, columnStride, packed);
    return packed;
  }

  #addProduct(
    rows: number,
    inner: number,
    columns: number,
    a: Floats,
    rowStride: number,
    columnStride: number,
    packed: number,
    out: Floats,
  ): void {
    this.#assembly.addProduct(
      rows,
      inner,
      columns,
      a.byteOffset,
      rowStride,
      columnStride,
      packed,
      out.byteOffset,
      columns,
      this.#block,
    );
  }
}
