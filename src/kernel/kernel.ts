/**
 * A kernel computes the arithmetic of the network, on memory that the caller owns.
 *
 * A kernel hands out memory through `floats` and `integers`; every array that it is given must come from
 * there, so that a WebAssembly kernel may read pointers from the arrays' offsets. Shape letters are those
 * of ARCHITECTURE.md: B batch, T timesteps, U units, G = 4·U gates in Keras order i, f, c, o. Matrices
 * are row-major; functions add to gradients, and never allocate.
 *
 * @module
 */

import type { LinearArithmetic } from './linear-arithmetic.ts';
import type { WeightArithmetic } from './weight-arithmetic.ts';

export interface Kernel {
  /** Computes on doubles in the kernel's memory, as plain TypeScript does; absent where the kernel is that. */
  readonly linear?: LinearArithmetic & WeightArithmetic;

  floats(length: number): Float32Array;
  integers(length: number): Int32Array;

  /** Ends the threads of the kernel, if it has some; it computes nothing afterwards. */
  close?(): Promise<void>;

  /** Sets all values to 0. */
  clear(values: Floats): void;

  /** Copies rows of an embedding into columns of a matrix: out[i, column…] = table[ids[i]]. */
  gather(columns: EmbeddedColumns, table: Floats, ids: Int32Array, out: Floats): void;

  /** Computes the gradient of `gather`: tableGradient[ids[i]] += outGradient[i, column…]. */
  scatter(
    columns: EmbeddedColumns,
    outGradient: Floats,
    ids: Int32Array,
    tableGradient: Floats,
  ): void;

  /** Computes out[rows, columns] = input[rows, inner] · weights[inner, columns] + bias[columns]. */
  dense(shape: MatrixShape, input: Floats, layer: DenseWeights, out: Floats): void;

  /**
   * Computes the gradients of `dense`: gradients.weights += inputᵀ · outGradient, gradients.bias += column
   * sums, and gradients.input = outGradient · weightsᵀ where it is given.
   */
  denseGradient(
    shape: MatrixShape,
    factors: DenseFactors,
    outGradient: Floats,
    gradients: DenseGradients,
  ): void;

  /** Computes the hidden and cell states of one LSTM layer at every timestep. */
  lstm(batch: LstmBatch, recurrent: Floats, states: LstmStates): void;

  /**
   * Propagates gradients back through time.
   *
   * @param states - the states that `lstm` left; `gates` becomes the gradient by the gates' inputs, 0 where a
   *   sequence has not begun
   */
  lstmGradient(
    batch: LstmBatch,
    recurrent: Floats,
    states: LstmStates,
    gradients: LstmGradients,
  ): void;

  /**
   * Computes the hidden states of every timestep, and keeps nothing for a gradient.
   *
   * @param hidden - `[T, B, U]`
   */
  lstmHidden(batch: LstmBatch, recurrent: Floats, scratch: LstmScratch, hidden: Floats): void;

  /** Computes the hidden states after the last timestep only, and keeps nothing for a gradient. */
  lstmLast(batch: LstmBatch, recurrent: Floats, scratch: LstmScratch, out: Floats): void;

  /**
   * Returns the mean loss of a batch; for a sample of several targets the sum of their cross-entropies,
   * or the mean of their squared errors.
   *
   * @param heads - the number of outputs of each target, in their order
   * @param gradient - `[batch, outputs]`: becomes the gradient by the logits
   */
  loss(kind: Loss, heads: readonly number[], inputs: LossInputs, gradient: Floats): number;

  /**
   * Writes the last row of each window, its means and its maxima into rows of `out`. Means are of float64 sums from
   * the first row to the last; a NaN is no maximum.
   */
  windowSummaries(windows: RowWindows, rows: Floats, out: Floats): void;

  /** Adds to each count the number of rows whose value is at least the edge, `[edgeCount, columns]`; a NaN is not. */
  countAtLeast(matrix: MatrixEdges, values: Floats, counts: Int32Array): void;

  /** Updates all weights once. */
  update(optimizer: Optimizer, weights: Floats, gradient: Floats, moments: Moments): void;

  /** Returns the Euclidean norm of all gradients. */
  norm(gradient: Floats): number;
}

export type Floats = Float32Array;

export interface MatrixShape {
  readonly rows: number;
  readonly inner: number;
  readonly columns: number;
}

/** The weights of a dense layer. */
export interface DenseWeights {
  readonly weights: Floats;
  readonly bias: Floats;
}

/** The factors of the product of a dense layer. */
export interface DenseFactors {
  readonly input: Floats;
  readonly weights: Floats;
}

export interface DenseGradients extends DenseWeights {
  readonly input?: Floats | undefined;
}

export interface LossInputs {
  /** `[batch, outputs]` */
  readonly logits: Floats;
  /** `[batch, heads]`; NaN for a target that is not known, from which nothing is learnt. */
  readonly targets: Floats;
}

/** Windows of neighbouring rows of a matrix. */
export interface RowWindows {
  readonly count: number;
  /** The number of columns of a row. */
  readonly width: number;
  /** `[count]`: the first row of each window. */
  readonly starts: Int32Array;
  /** `[count]`: the number of its rows, at least 1. */
  readonly lengths: Int32Array;
  /** `[width]`: what columns read in the first row of a window; NaN for what the matrix has there. */
  readonly first: Floats;
  /** The distance between the summaries of two windows, at least three rows. */
  readonly stride: number;
}

/** The edges that the columns of a matrix `[rows, columns]` are compared with. */
export interface MatrixEdges {
  readonly rows: number;
  readonly columns: number;
  /** `[edgeCount, columns]` */
  readonly edges: Floats;
  readonly edgeCount: number;
}

/** The columns `column … column + width − 1` of a matrix `[rows, stride]`. */
export interface EmbeddedColumns {
  readonly rows: number;
  readonly stride: number;
  readonly column: number;
  readonly width: number;
}

/**
 * The sequences of a batch, longest first and aligned at their end: sequence b takes part from timestep T
 * − length on, so the sequences alive at a timestep are the first ones.
 */
export interface LstmBatch {
  readonly units: number;
  readonly size: number;
  readonly timesteps: number;
  /** `[T]`: the number of sequences alive at each timestep; it never falls. */
  readonly alive: Int32Array;
  readonly inputs: ProjectedInputs | StackedInputs;
}

/** The inputs of a first layer, which sequences share. */
export interface ProjectedInputs {
  /** `[projections, G]`: input · kernel + bias of each distinct input. */
  readonly projected: Floats;
  /** `[T, B]`: the row of `projected` that a sequence reads; −1 where it is not alive. */
  readonly index: Int32Array;
}

/** The inputs of a layer on another one, which the kernel projects. */
export interface StackedInputs {
  /** `[T, B, inner]`: what the layer below gives. */
  readonly below: Floats;
  readonly inner: number;
  readonly layer: DenseWeights;
}

/** The states that `lstm` leaves for `lstmGradient`. */
export interface LstmStates {
  /** `[T, B, G]`: gates after their activation. */
  readonly gates: Floats;
  /** `[T, B, U]` */
  readonly cells: Floats;
  /** `[T, B, U]`: tanh of the cell states. */
  readonly tanhCells: Floats;
  /** `[T, B, U]` */
  readonly hidden: Floats;
  /** `[B, U]`: working memory of `lstmGradient`. */
  readonly cellGradient: Floats;
}

export interface LstmGradients {
  /**
   * `[T, B, U]`: the gradient of the loss by each hidden state as a later layer sees it; what flows back
   * through time is added to it.
   */
  readonly hidden: Floats;
  /** `[projections, G]`: is added to; absent for stacked inputs, by whose projections `states.gates` is the gradient. */
  readonly projected?: Floats | undefined;
  /** `[U, G]`: is added to. */
  readonly recurrent: Floats;
}

/** The working memory of `lstmHidden` and `lstmLast`; a kernel uses what it needs of it. */
export interface LstmScratch {
  /** `[B, G]` */
  readonly gates: Floats;
  /** `[B, U]` */
  readonly cells: Floats;
  /** `[B, U]` */
  readonly spare: Floats;
}

/**
 * The loss of one target: `binary_crossentropy` of a logit and 0 or 1, `categorical_crossentropy` of the
 * logits of classes and a class index, `mean_squared_error` of two numbers.
 */
export type Loss = 'binary_crossentropy' | 'categorical_crossentropy' | 'mean_squared_error';

export interface Optimizer {
  readonly name: 'adam' | 'rmsprop' | 'sgd';
  readonly learningRate: number;
  /** The number of updates so far, this one included. */
  readonly iteration: number;
  /** The factor on the gradient: below 1 where its norm is clipped. */
  readonly gradientScale: number;
}

/** The state of an optimiser; each array is as long as the weights. */
export interface Moments {
  readonly first: Floats;
  readonly second: Floats;
}
