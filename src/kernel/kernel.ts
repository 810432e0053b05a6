/**
 * What a kernel computes: the arithmetic of the network, on memory that the caller owns.
 *
 * A kernel hands out memory through `floats` and `integers`; every array that it is given must come
 * from there, so that a WebAssembly kernel may read pointers from the arrays' offsets. Shape letters
 * as in ARCHITECTURE.md: B batch, T timesteps, U units, G = 4·U gates in Keras order i, f, c, o.
 * Matrices are row-major; functions add to gradients, and never allocate.
 *
 * @module
 */

export interface Kernel {
  floats(length: number): Float32Array;
  integers(length: number): Int32Array;

  /** Copies rows of an embedding into columns of a matrix: out[i, column…] = table[ids[i]]. */
  gather(columns: EmbeddedColumns, table: Floats, ids: Int32Array, out: Floats): void;

  /** The gradient of `gather`: tableGradient[ids[i]] += outGradient[i, column…]. */
  scatter(
    columns: EmbeddedColumns,
    outGradient: Floats,
    ids: Int32Array,
    tableGradient: Floats,
  ): void;

  /** out[rows, columns] = input[rows, inner] · weights[inner, columns] + bias[columns]. */
  dense(shape: MatrixShape, input: Floats, weights: Floats, bias: Floats, out: Floats): void;

  /**
   * Gradients of `dense`: weightsGradient += inputᵀ · outGradient, biasGradient += column sums, and
   * inputGradient = outGradient · weightsᵀ where `inputGradient` is given.
   */
  denseGradient(
    shape: MatrixShape,
    input: Floats,
    weights: Floats,
    outGradient: Floats,
    gradients: { weights: Floats; bias: Floats; input?: Floats | undefined },
  ): void;

  /** Hidden and cell states of one LSTM layer at every timestep. */
  lstm(batch: LstmBatch, recurrent: Floats, states: LstmStates): void;

  /**
   * Back-propagation through time.
   *
   * @param states - as `lstm` left them; `gates` becomes the gradient by the gates' inputs
   * @param hiddenGradient - `[T, B, U]`: gradient of the loss by each hidden state as a later layer
   *   sees it; gets added what flows back through time
   * @param projectedGradient - `[projections, G]`: added to
   * @param recurrentGradient - `[U, G]`: added to
   */
  lstmGradient(
    batch: LstmBatch,
    recurrent: Floats,
    states: LstmStates,
    hiddenGradient: Floats,
    projectedGradient: Floats,
    recurrentGradient: Floats,
  ): void;

  /** Hidden states after the last timestep only; keeps nothing for a gradient. */
  lstmLast(batch: LstmBatch, recurrent: Floats, scratch: LstmScratch, out: Floats): void;

  /**
   * Mean loss of a batch; with several targets a sample the sum of their cross-entropies, or the mean
   * of their squared errors.
   *
   * @param logits - `[batch, outputs]`
   * @param targets - `[batch, heads]`; NaN for one that is not known, which teaches nothing
   * @param heads - outputs of each target, in their order
   * @param gradient - `[batch, outputs]`: becomes the gradient by the logits
   */
  loss(
    kind: Loss,
    logits: Floats,
    targets: Floats,
    heads: readonly number[],
    batch: number,
    gradient: Floats,
  ): number;

  /** One update of all weights. */
  update(optimizer: Optimizer, weights: Floats, gradient: Floats, moments: Moments): void;

  /** Euclidean norm of all gradients. */
  norm(gradient: Floats): number;
}

export type Floats = Float32Array;

export interface MatrixShape {
  readonly rows: number;
  readonly inner: number;
  readonly columns: number;
}

/** The columns `column … column + width − 1` of a matrix `[rows, stride]`. */
export interface EmbeddedColumns {
  readonly rows: number;
  readonly stride: number;
  readonly column: number;
  readonly width: number;
}

/**
 * Sequences of a batch, longest first and aligned at their end: sequence b takes part from timestep
 * T − length on, so the sequences alive at a timestep are the first ones.
 */
export interface LstmBatch {
  readonly units: number;
  readonly size: number;
  readonly timesteps: number;
  /** `[T]`: sequences alive at each timestep; never falls. */
  readonly alive: Int32Array;
  /** `[projections, G]`: input · kernel + bias of each distinct input. */
  readonly projected: Floats;
  /** `[T, B]`: the row of `projected` that a sequence reads; −1 where it is not alive. */
  readonly index: Int32Array;
}

/** What `lstm` leaves for `lstmGradient`. */
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

/** Working memory of `lstmLast`; a kernel uses what it needs of it. */
export interface LstmScratch {
  /** `[B, G]` */
  readonly gates: Floats;
  /** `[B, U]` */
  readonly cells: Floats;
  /** `[B, U]` */
  readonly spare: Floats;
}

/**
 * Of one target: `binary_crossentropy` of a logit and 0 or 1, `categorical_crossentropy` of the logits
 * of classes and a class index, `mean_squared_error` of two numbers.
 */
export type Loss = 'binary_crossentropy' | 'categorical_crossentropy' | 'mean_squared_error';

export interface Optimizer {
  readonly name: 'adam' | 'rmsprop' | 'sgd';
  readonly learningRate: number;
  /** Updates so far, this one included. */
  readonly iteration: number;
  /** Factor on the gradient: below 1 where its norm is clipped. */
  readonly gradientScale: number;
}

/** State of an optimiser, as long as the weights. */
export interface Moments {
  readonly first: Floats;
  readonly second: Floats;
}
