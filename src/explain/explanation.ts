/**
 * What an explanation says of a scored row.
 *
 * @module
 */

/** What one field did. */
export interface Contribution {
  readonly field: string;
  /** Logits of a class, the target's unit, or bits of an anomaly score. */
  readonly amount: number;
  /** Rows before the scored one, of the row that did most of it. */
  readonly back: number;
}

export interface Explanation {
  /** Largest amount first, whatever its sign; together they are `to − from`. */
  readonly contributions: readonly Contribution[];
  /** Of a typical row (0 bits of mode=anomaly), and of this one. */
  readonly from: number;
  readonly to: number;
}
