/**
 * Declares time steps and the sequences made of them: the input of a network, as indexes, never as
 * copies.
 *
 * @module
 */

/** The unit of a window is computed from its levels with these numbers, fixed when the model is fitted. */
export interface WindowScale {
  /** The variance of windows, as a share of their mean square, is this on average. */
  readonly share: number;
  /** A window of zeros, or without a known level, has this spread. */
  readonly least: number;
  /** The unit is this many spreads, so that changes in units have a mean square of 1. */
  readonly factor: number;
}

/** Steps whose windows are read relative to their last known level, or scaled by themselves as well. */
export interface ScaledSteps {
  /** Where it is absent the unit of each window is 1. */
  readonly scale?: WindowScale | undefined;
  /** Levels are counted from this far above 0. */
  readonly offset: number;
  /** The target's past is this column of the features; `undefined` where it is none. */
  readonly column: number | undefined;
  /** These columns are differences of levels, and are counted in the unit of the window as well. */
  readonly differences: readonly number[];
}

/** Where the rows that a forecast is of stood one season before. */
export interface Season {
  /** The values one season before a row stand this many rows before it: whole seasons, at least `lead`. */
  readonly rows: number;
  /** A forecast reaches this many rows ahead. */
  readonly lead: number;
}

/** The levels of a window that a linear model reads, each in a column of its own. */
export interface Lags {
  /** The number of levels before that of the last row that the linear model reads. */
  readonly count: number;
  /** The levels are those of this field. */
  readonly field: string;
}

/** The distinct inputs of the network's first layer. */
export interface Steps {
  readonly count: number;
  /** The number of features of a step. */
  readonly width: number;
  /** `[count, width]`, row-major. */
  readonly features: Float32Array;
  /** The number of embedded indexes of a step. */
  readonly idCount: number;
  /** `[count, idCount]`, row-major: an index into each embedding. */
  readonly ids: Int32Array;
  /**
   * The last features of a step that is the first of its sequence. They replace what `features` say there,
   * because what came before is not part of the sequence.
   */
  readonly atFirst?: readonly number[];
  /**
   * `[count]`: the standardised target of each step, NaN for null. Only forecasts have it: they predict
   * changes against the last one.
   */
  readonly levels?: Float64Array;
  /** The windows of these steps are made relative, or scaled by themselves, before a network reads them. */
  readonly scaled?: ScaledSteps;
  /** The season of the levels, where there is one. */
  readonly season?: Season | undefined;
  /** A linear model reads these levels; only forecasts have them. */
  readonly lags?: Lags;
}

/**
 * What is known of each sequence beside its steps, such as the length of a text: one of these steps for each.
 * The linear model alone reads it.
 */
export interface BesideSteps extends Steps {
  /** `[idCount]`: each id is below this. */
  readonly vocabularies: readonly number[];
}

/** The sequences over `steps`. */
export interface Sequences {
  readonly steps: Steps;
  /** `[sequences]`: where each sequence begins, in `order` if there is one, else in `steps`. */
  readonly starts: Int32Array;
  /** `[sequences]`: timesteps of each sequence, at least 1. */
  readonly lengths: Int32Array;
  /** The steps in the order in which sequences use them; when it is absent they follow one another. */
  readonly order?: Int32Array;
  /** The most timesteps of a sequence, where that is known. */
  readonly most?: number;
  /** `[sequences]`: the first place of what is known of the same entity; only forecasts need it. */
  readonly firsts?: Int32Array;
  /** Several sequences may be at the same place, such as those of one text: they are predicted once. */
  readonly isShared?: boolean;
  readonly beside?: BesideSteps;
}

/** Returns how many timesteps some of the sequences have together. */
export function timestepsOf({ lengths }: Pick<Sequences, 'lengths'>, samples: Int32Array): number {
  let total = 0;
  for (const sample of samples) total += lengths[sample];
  return total;
}

/**
 * Returns the order in which sequences use the steps.
 *
 * @throws RangeError for sequences without one
 */
export function orderOf({ order }: Pick<Sequences, 'order'>): Int32Array {
  if (order === undefined) throw new RangeError('sequences of tokens need an order');
  return order;
}

/** Returns the step at a place of a sequence, counted as `starts` counts. */
export function stepAt({ order }: Pick<Sequences, 'order'>, place: number): number {
  return order === undefined ? place : order[place];
}

/**
 * Makes a copied step the first of a sequence.
 *
 * @param at - where its features begin in `out`
 */
export function writeFirst(
  { width, atFirst = [] }: Pick<Steps, 'width' | 'atFirst'>,
  out: Float32Array,
  at: number,
): void {
  out.set(atFirst, at + width - atFirst.length);
}
