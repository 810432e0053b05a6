/**
 * Runs the kernel in WebAssembly SIMD, behind the same interface as the reference.
 *
 * The arithmetic is written in AssemblyScript (`assembly/`), and a part of it in C as well (`native/`); this
 * file owns its memory, hands over pointers and divides large work among threads.
 *
 * @module
 */

import { type Assembly, PARTS, type PartName } from './assembly-exports.ts';
import { JOB_INTEGERS } from './job.ts';
import type {
  DenseFactors,
  DenseGradients,
  DenseWeights,
  EmbeddedColumns,
  Floats,
  Kernel,
  Loss,
  LossInputs,
  LstmBatch,
  LstmGradients,
  LstmStates,
  MatrixEdges,
  MatrixShape,
  RowWindows,
} from './kernel.ts';
import { instantiate, type NativeKernel } from './native-addon.ts';
import { meanLoss } from './reference-loss.ts';
import { ADAM_BETA_1, ADAM_BETA_2, EPSILON, RMSPROP_RHO } from './reference-optimizer.ts';
import { SimdLinear } from './simd-linear.ts';
import { KernelMemory } from './simd-memory.ts';
import type { SharedKernel, Workers } from './workers.ts';

/**
 * @param wasm - the WebAssembly that `npm run generate` compiles from `assembly/`
 * @param startWorkers - starts threads that help; when it is absent only the calling thread computes.
 *   Results are the same bits with any number of threads
 * @param native - the native kernel that computes in WebAssembly's place, to the same bits; absent for none
 * @throws {WebAssembly.CompileError} where the engine has no SIMD or no shared memory
 * @throws {RangeError} where the address space is refused
 * @throws Error where the native kernel cannot be loaded
 */
export function createSimdKernel(
  wasm: Uint8Array,
  startWorkers?: (shared: SharedKernel) => Workers,
  native?: NativeKernel,
): SimdKernel {
  return new SimdKernel(wasm, startWorkers, native);
}

/** A tile in `assembly/` has this many rows, sequences and columns: shares are multiples of these. */
const TILE = { rows: 4, sequences: 2, columns: 8 } as const;

/** `Divisible` describes work that can be divided among threads. */
interface Divisible {
  /** The work consists of this many rows, columns or sequences. */
  readonly count: number;
  /** Shares are multiples of this. */
  readonly tile: number;
  /** One row, column or sequence takes this many multiply-adds. */
  readonly work: number;
  /** Returns the floats of working memory that a share takes, where it takes others than a product does. */
  readonly scratch?: (share: number) => number;
}

export class SimdKernel implements Kernel {
  readonly #memory = new KernelMemory();
  readonly #assembly: Assembly;
  readonly #workers: Workers | undefined;
  readonly linear: SimdLinear;

  constructor(
    wasm: Uint8Array,
    startWorkers: ((shared: SharedKernel) => Workers) | undefined,
    native: NativeKernel | undefined,
  ) {
    const { memory } = this.#memory;
    const module = new WebAssembly.Module(wasm);
    this.#assembly = instantiate(module, memory, native);
    this.linear = new SimdLinear(this.#memory, this.#assembly);
    this.#workers = startWorkers?.({ module, memory, native, job: this.integers(JOB_INTEGERS) });
  }

  async close(): Promise<void> {
    await this.#workers?.close();
  }

  floats(length: number): Float32Array {
    return this.#memory.floats(length);
  }

  integers(length: number): Int32Array {
    return this.#memory.integers(length);
  }

  clear(values: Floats): void {
    this.#assembly.zero(values.length, values.byteOffset);
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
    { weights, bias }: DenseWeights,
    out: Floats,
  ): void {
    const packed = this.#pack({ inner, columns }, weights, columns, 1);
    const numbers = [inner, columns, input.byteOffset, packed, bias.byteOffset, out.byteOffset];
    this.#run('denseRows', numbers, { count: rows, tile: TILE.rows, work: inner * columns });
  }

  denseGradient(
    shape: MatrixShape,
    { input, weights }: DenseFactors,
    outGradient: Floats,
    gradients: DenseGradients,
  ): void {
    const { rows, inner, columns } = shape;
    const pointers = [input, outGradient, gradients.weights, gradients.bias].map(pointerTo);
    this.#runColumns('weightGradient', shape, [rows, inner, columns, ...pointers]);
    if (gradients.input === undefined) return;
    const packed = this.#pack({ inner: columns, columns: inner }, weights, 1, columns);
    const numbers = [columns, inner, outGradient.byteOffset, packed, 0, pointerTo(gradients.input)];
    this.#run('denseRows', numbers, { count: rows, tile: TILE.rows, work: inner * columns });
  }

  lstm(...[batch, recurrent, states]: Parameters<Kernel['lstm']>): void {
    const { gates, cells, tanhCells, hidden } = states;
    this.#runLstm('lstm', batch, recurrent, [gates, cells, tanhCells, hidden]);
  }

  lstmHidden(...[batch, recurrent, { cells }, hidden]: Parameters<Kernel['lstmHidden']>): void {
    this.#runLstm('lstm', batch, recurrent, [undefined, cells, undefined, hidden]);
  }

  lstmLast(...[batch, recurrent, { cells, spare }, out]: Parameters<Kernel['lstmLast']>): void {
    this.#runLstm('lstmLast', batch, recurrent, [cells, spare, out]);
  }

  lstmGradient(
    batch: LstmBatch,
    recurrent: Floats,
    states: LstmStates,
    gradients: LstmGradients,
  ): void {
    const { units, size, timesteps, alive, inputs } = batch;
    const { gates, cells, tanhCells, hidden, cellGradient } = states;
    const width = 4 * units;
    this.#assembly.zero(size * units, cellGradient.byteOffset);
    const packed = this.#pack({ inner: width, columns: units }, recurrent, 1, width);
    const flown = [gates, cells, tanhCells, cellGradient, gradients.hidden].map(pointerTo);
    const numbers = [units, size, timesteps, alive.byteOffset, packed, ...flown];
    const work = timesteps * units * width;
    this.#run('lstmGradient', numbers, { count: size, tile: TILE.sequences, work });
    const places = timesteps * size;
    if (!('below' in inputs)) {
      const added = [alive, inputs.index, gates, gradients.projected].map(pointerTo);
      const columns = { count: width, tile: TILE.columns, work: places };
      this.#run('addProjectedGradient', [width, size, timesteps, ...added], columns);
    }
    const read = [alive, gates, hidden, gradients.recurrent].map(pointerTo);
    const shape = { rows: places, inner: units, columns: width };
    this.#runColumns('recurrentGradient', shape, [units, size, timesteps, ...read]);
  }

  loss(kind: Loss, heads: readonly number[], inputs: LossInputs, gradient: Floats): number {
    if (kind !== 'categorical_crossentropy') return meanLoss(kind, heads, inputs, gradient);
    const { logits, targets } = inputs;
    const rows = targets.length / heads.length;
    const stride = logits.length / rows;
    const losses = this.#memory.scratchFloats('losses', 2 * rows);
    let [sum, column] = [0, 0];
    for (const [head, width] of heads.entries()) {
      const [z, by] = [logits.subarray(column), gradient.subarray(column)].map(pointerTo);
      const target = pointerTo(targets.subarray(head));
      const numbers = [stride, width, heads.length, z, target, 1 / rows, by, pointerTo(losses)];
      this.#assembly.softmaxLoss(rows, ...(numbers as number[]));
      for (let at = 0; at < 2 * rows; at += 2) sum += Math.log(losses[at]) + losses[at + 1];
      column += width;
    }
    return sum / rows;
  }

  windowSummaries(
    { count, width, starts, lengths, first, stride }: RowWindows,
    rows: Floats,
    out: Floats,
  ): void {
    const pointers = [rows, starts, lengths, first, out].map(pointerTo);
    this.#assembly.windowSummaries(count, width, ...pointers, stride);
  }

  countAtLeast(
    { rows, columns, edges, edgeCount }: MatrixEdges,
    values: Floats,
    counts: Int32Array,
  ): void {
    const pointers = [values, edges, counts].map(pointerTo);
    this.#assembly.countAtLeast(rows, columns, edgeCount, ...pointers);
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

  /** @param states - an absent one is not kept */
  #runLstm(
    part: 'lstm' | 'lstmLast',
    { units, size, timesteps, alive, inputs }: LstmBatch,
    recurrent: Floats,
    states: readonly (Floats | undefined)[],
  ): void {
    const packed = this.#memory.scratch('packed gates', this.#assembly.gateFloats(units));
    this.#assembly.packGates(units, recurrent.byteOffset, packed);
    const read = this.#inputs(inputs, 4 * units);
    const numbers = [units, size, timesteps, pointerTo(alive), packed, ...read];
    const inner = 'below' in inputs ? inputs.inner : 0;
    const work = timesteps * (units + inner) * units * 4;
    const scratch = (): number => (inner > 0 ? this.#assembly.projectionFloats(units) : 0);
    const divisible = { count: size, tile: TILE.sequences, work, scratch };
    this.#run(part, [...numbers, ...states.map(pointerTo)], divisible);
  }

  /** Returns the arguments `projected`, `index`, `inner`, `below`, `weights` and `bias` of a layer. */
  #inputs(inputs: LstmBatch['inputs'], width: number): number[] {
    if (!('below' in inputs)) {
      return [pointerTo(inputs.projected), pointerTo(inputs.index), 0, 0, 0, 0];
    }
    const { below, inner, layer } = inputs;
    const packed = this.#pack({ inner, columns: width }, layer.weights, width, 1);
    return [0, 0, inner, pointerTo(below), packed, pointerTo(layer.bias)];
  }

  /** Packs a right-hand side into working memory, which the next call of this writes anew. */
  #pack(
    { inner, columns }: Pick<MatrixShape, 'inner' | 'columns'>,
    matrix: Floats,
    rowStride: number,
    columnStride: number,
  ): number {
    const packed = this.#memory.scratch('packed', this.#assembly.packedFloats(inner, columns));
    this.#assembly.packColumns(inner, columns, matrix.byteOffset, rowStride, columnStride, packed);
    return packed;
  }

  /** Computes columns of a product over `rows`; each thread packs those that it computes. */
  #runColumns(
    part: PartName,
    { rows, inner, columns }: MatrixShape,
    numbers: readonly number[],
  ): void {
    const scratch = (share: number): number => this.#assembly.gradientFloats(rows, share);
    this.#run(part, numbers, { count: columns, tile: TILE.columns, work: rows * inner, scratch });
  }

  /** Computes a part, divided among threads where that is worth it. */
  #run(
    part: PartName,
    numbers: readonly number[],
    { count, tile, work, scratch: floatsOf = this.#assembly.blockFloats }: Divisible,
  ): void {
    const threads = this.#workers?.threadsFor(count * work) ?? 1;
    const share = Math.ceil(count / threads / tile) * tile;
    const floats = floatsOf(Math.min(share, count));
    const scratch = this.#memory.scratch('threads', threads * floats);
    if (threads === 1) {
      this.#assembly[part](0, count, scratch, ...numbers);
      return;
    }
    const scratchStride = floats * Float32Array.BYTES_PER_ELEMENT;
    const job = { part: PARTS.indexOf(part), count, share, scratch, scratchStride, numbers };
    this.#workers?.run(job, ({ first, last, scratch: own }, given) =>
      this.#assembly[part](first, last, own, ...given),
    );
  }
}

/** Returns 0 for an array that is absent. */
function pointerTo(array: Floats | Int32Array | undefined): number {
  return array?.byteOffset ?? 0;
}
