/**
 * Describes what a model says of rows, by its mode.
 *
 * @module
 */

import type { Mode } from './header.ts';
import type { Beyond } from './number-outcomes.ts';

/**
 * `Evidence` tells how rare rows are by counts of training rows, which stand beside the network. All arrays are
 * `[samples, columns]`, row-major: a column for each kind of count that the model has, none in a model without.
 */
export interface Evidence {
  /** The evidence that a row is not normal, in bits. */
  readonly amounts: Float32Array;
  /** The head of the field that adds most to the amount. */
  readonly heads: Int32Array;
}

/** The outcomes of rows, and the numbers among them that lie beyond the bins. */
export interface Outcomes {
  /** `[rows, heads]` */
  readonly outcomes: Float32Array;
  /** By position among the outcomes. */
  readonly beyond: ReadonlyMap<number, Beyond>;
}

/** `Surprises` tells how many bits outcomes cost a network. All arrays are `[samples, heads]`, row-major. */
export interface Surprises {
  readonly bits: Float32Array;
  /** The excess is in bits beyond those that the network expected, which are its own entropy. */
  readonly excess: Float32Array;
  /** An outcome has this place among those of its head, the likeliest first; 1 for that one. */
  readonly ranks: Int32Array;
  readonly evidence: Evidence;
  /** 1 where training rows did not have the value, or hardly; texts have none. */
  readonly news?: Uint8Array | undefined;
}

export interface Anomalies extends Surprises {
  /**
   * The score `[samples]` is the share of held-out rows that are less anomalous; it is below 1 as float32
   * too.
   */
  readonly scores: Float32Array;
  /** The leading head `[samples]` is the one that contributes most. */
  readonly leading: Int32Array;
  /**
   * These outcomes `[samples, EXPECTED]` are the likeliest ones of the leading head; −1 stands where it has
   * fewer.
   */
  readonly likeliest: Int32Array;
  /** The characters of texts have an excess each; it is absent where fields are predicted. */
  readonly ofCharacters?: CharacterExcess | undefined;
}

export interface CharacterExcess {
  /** `[characters]`: in bits. */
  readonly excess: Float32Array;
  /** `[samples]`: where the characters of each text begin, and how many it has with its end. */
  readonly firsts: Int32Array;
  readonly lengths: Int32Array;
}

export interface Predictions {
  readonly classify: {
    readonly mode: 'classify';
    /** `[samples, classes]` */
    readonly probabilities: Float32Array;
    /**
     * The logits `[samples, outputs]` are as the network gives them, not calibrated; explanations start
     * from them.
     */
    readonly logits: Float32Array;
  };
  readonly regress: {
    readonly mode: 'regress';
    /** The values `[samples]` are in the target's unit. */
    readonly values: Float32Array;
    readonly logits: Float32Array;
  };
  readonly forecast: {
    readonly mode: 'forecast';
    /** The values `[samples]` are in the target's unit, `horizon` rows ahead. */
    readonly values: Float32Array;
    /** `[samples, horizon]` */
    readonly logits: Float32Array;
    /** `[samples]`: intervals are this many times as wide for the window and its entity. */
    readonly units: Float64Array;
    /** `[samples]`: how far the bounds lie from the middle, as multiples of how far those of the model do. */
    readonly widths: readonly { readonly below: number; readonly above: number }[];
    /** `[samples]`: the share of held-out rows whose error was less odd; NaN where it is not known. */
    readonly scores: Float32Array;
  };
  readonly anomaly: {
    readonly mode: 'anomaly';
    readonly anomalies: Anomalies;
    /** What came, `[samples, heads]`. */
    readonly came: Outcomes;
    /** The flags `[samples]` are 1 where a value never was in training. */
    readonly unseen: Uint8Array;
  };
}

export type Prediction<M extends Mode = Mode> = Predictions[M];

/**
 * A comparison reads this part of a prediction: a fit has no more of the rows that it holds out.
 */
export interface HeldPredictions {
  readonly classify: Pick<Predictions['classify'], 'mode' | 'probabilities'>;
  readonly regress: Pick<Predictions['regress'], 'mode' | 'values'>;
  readonly forecast: Pick<Predictions['forecast'], 'mode' | 'values'>;
  readonly anomaly: {
    readonly mode: 'anomaly';
    readonly anomalies: Pick<Anomalies, 'bits' | 'scores'>;
  };
}

export type HeldPrediction<M extends Mode = Mode> = HeldPredictions[M];
