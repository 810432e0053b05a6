/**
 * Describes what an explanation says of a scored row.
 *
 * @module
 */

/** A contribution is what one field did to the score, or a piece of a text. */
export interface Contribution {
  /** The field, or the piece: a character, or several in quotes. */
  readonly field: string;
  /** The amount is in logits of a class, in the target's unit, or in bits of an anomaly score. */
  readonly amount: number;
  /** The row that did most of it lies this many rows before the scored one. */
  readonly back: number;
  /** The number lies on this side of all training values. */
  readonly outside?: 'above' | 'below' | undefined;
}

export interface Explanation {
  /** The largest amount comes first, whatever its sign; together they are `to − from`. */
  readonly contributions: readonly Contribution[];
  /** The score of a typical row, which is 0 bits in mode=anomaly. */
  readonly from: number;
  /** The row that is explained has this score. */
  readonly to: number;
}
