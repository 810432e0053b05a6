/**
 * Widens and narrows the bounds of forecasts as errors come in, so that they hold the share that they promise
 * when a series is no longer as it was when the model was fitted.
 *
 * Each entity has a scale, the running mean of its errors, and one factor for each side, which grows when a value
 * lies outside and shrinks a little when it does not: in the long run as many lie outside as should. A row's
 * bounds know only errors of rows that had come when its forecast was made, so that they could have been drawn
 * then.
 *
 * The residual score of an error is relative to the larger of two running means of errors, of which one remembers about ten times as
 * long: with the short one alone, the first usual value after a quiet hour is odd; with the long one alone, all values
 * are where noise has grown.
 *
 * @see Gibbs and Candès, Adaptive conformal inference under distribution shift, 2021
 * @see Angelopoulos, Candès and Tibshirani, Conformal PID control for time series prediction, 2023 (quantile tracking)
 * @module
 */

/** How far the bounds lie from the middle of their interval, as multiples of how far the model's do. */
export interface Widths {
  readonly below: number;
  readonly above: number;
}

/** What known errors say about the next one. */
export interface Adapted {
  readonly widths: Widths;
  /** The mean size of errors, lately or over a long time, whichever is larger, in that of held-out rows. */
  readonly size: number;
}

/** The bounds of a model are these until errors have come in. */
export const USUAL_WIDTHS: Widths = { below: 1, above: 1 };

/** What the bounds of a model promise. */
export interface BoundsRecord {
  /** This share of the values should lie between them. */
  readonly share: number;
  /** Errors of held-out rows have this mean size, in half intervals from the middle of the interval. */
  readonly size: number;
  /** The number of rows that forecasts are made ahead. */
  readonly horizon: number;
}

/**
 * A value outside moves the logarithm of its side by about this much, and the scale is a mean of about 1 / 0.02
 * rows, the long one of 1 / 0.002. Errors of neighbouring rows are alike over the horizon, so that long ones move both less.
 */
const SIDE_RATE = 0.05;
const SCALE_RATE = 0.02;
const LONG_SCALE_RATE = 0.002;
const SIDE_RATE_AHEAD = 0.6;
const SCALE_RATE_AHEAD = 0.25;

/** An error counts in a mean as at most this multiple of the mean: a single value says little about later ones. */
const MOST_OF_SCALE = 4;

/** A mean of errors stays above this part of that of held-out rows, so that it can grow again. */
const LEAST_MEAN = 1e-3;

/** The logarithms of the sides stay within this distance of 0. */
const MOST_LOG = 5;

interface Waiting {
  readonly distance: number;
  readonly widths: Widths;
}

interface EntityState {
  scale: number;
  longScale: number;
  below: number;
  above: number;
  /** The rows whose errors are not known yet where the next forecast is made. */
  readonly waiting: Waiting[];
}

export class AdaptiveBounds {
  readonly #record: BoundsRecord;
  readonly #entities = new Map<string, EntityState>();

  constructor(record: BoundsRecord) {
    this.#record = record;
  }

  /**
   * Returns what is known of the next row of an entity, whose forecast was made `horizon` rows before.
   *
   * @param distance - of the value that came from the middle of the interval, in half intervals; NaN where it is
   *   not known, or the weights were fitted to it
   */
  next(entity: string, distance: number): Adapted {
    const state = this.#stateOf(entity);
    const { waiting } = state;
    const known = waiting.length < this.#record.horizon ? undefined : waiting.shift();
    if (known !== undefined) this.#learn(state, known);
    const widths = widthsOf(state);
    waiting.push({ distance, widths });
    return { widths, size: Math.max(state.scale, state.longScale) };
  }

  /** Returns the widths for rows after the last one of an entity, by all that is known of it. */
  after(entity: string): Widths {
    const state = this.#stateOf(entity);
    const copy = { ...state };
    for (const known of state.waiting) this.#learn(copy, known);
    return widthsOf(copy);
  }

  #stateOf(entity: string): EntityState {
    const found = this.#entities.get(entity);
    if (found !== undefined) return found;
    const state = { scale: 1, longScale: 1, below: 0, above: 0, waiting: [] };
    this.#entities.set(entity, state);
    return state;
  }

  #learn(state: EntityState, { distance, widths }: Waiting): void {
    if (Number.isNaN(distance)) return;
    const { share, size, horizon } = this.#record;
    const outside = (1 - share) / 2;
    const sideRate = Math.min(SIDE_RATE, SIDE_RATE_AHEAD / horizon);
    const scaleRate = Math.min(SCALE_RATE, SCALE_RATE_AHEAD / horizon);
    state.below = moved(state.below, sideRate * (Number(distance < -widths.below) - outside));
    state.above = moved(state.above, sideRate * (Number(distance > widths.above) - outside));
    const error = Math.abs(distance) / size;
    state.scale = closer(state.scale, error, scaleRate);
    state.longScale = closer(state.longScale, error, LONG_SCALE_RATE);
  }
}

/** Moves a running mean of errors. */
function closer(mean: number, error: number, rate: number): number {
  return Math.max(LEAST_MEAN, mean + rate * (Math.min(error, MOST_OF_SCALE * mean) - mean));
}

function moved(log: number, by: number): number {
  return Math.max(-MOST_LOG, Math.min(MOST_LOG, log + by));
}

function widthsOf({ scale, below, above }: EntityState): Widths {
  return { below: scale * Math.exp(below), above: scale * Math.exp(above) };
}
