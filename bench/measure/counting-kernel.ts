/**
 * A kernel that computes nothing and counts what another would compute: a multiplication and an addition
 * of matrix products are two operations, and nothing else is counted.
 *
 * @module
 */
import type { Kernel, LstmBatch, MatrixShape } from '../../src/kernel/kernel.ts';

export class CountingKernel implements Kernel {
  operations = 0;

  floats(length: number): Float32Array {
    return new Float32Array(length);
  }

  integers(length: number): Int32Array {
    return new Int32Array(length);
  }

  dense({ rows, inner, columns }: MatrixShape): void {
    this.operations += 2 * rows * inner * columns;
  }

  denseGradient(...[shape, , , { input }]: Parameters<Kernel['denseGradient']>): void {
    this.dense(shape);
    if (input !== undefined) this.dense(shape);
  }

  lstm(batch: LstmBatch): void {
    this.operations += recurrentOperations(batch) + projectionOperations(batch);
  }

  lstmHidden(batch: LstmBatch): void {
    this.operations += recurrentOperations(batch) + projectionOperations(batch);
  }

  lstmLast(batch: LstmBatch): void {
    this.operations += recurrentOperations(batch) + projectionOperations(batch);
  }

  /** Counts two products: by the hidden state before, and by the recurrent kernel. */
  lstmGradient(batch: LstmBatch): void {
    this.operations += 2 * recurrentOperations(batch);
  }

  clear(): void {
    // It computes no product.
  }

  gather(): void {
    // It computes no product.
  }

  scatter(): void {
    // It computes no product.
  }

  loss(): number {
    return 0;
  }

  update(): void {
    // It takes a few operations for each weight, which are not counted.
  }

  windowSummaries(): void {
    // It computes no product.
  }

  countAtLeast(): void {
    // It computes no product.
  }

  norm(): number {
    return 0;
  }
}

/** A sequence's first timestep has no hidden state before it to multiply. */
function recurrentOperations({ units, timesteps, alive }: LstmBatch): number {
  let products = 0;
  for (let t = 1; t < timesteps; t++) products += alive[t - 1] ?? 0;
  return 2 * products * units * 4 * units;
}

/** A layer on another one projects every timestep itself. */
function projectionOperations({ units, timesteps, alive, inputs }: LstmBatch): number {
  if (!('below' in inputs)) return 0;
  let rows = 0;
  for (let t = 0; t < timesteps; t++) rows += alive[t] ?? 0;
  return 2 * rows * inputs.inner * 4 * units;
}
