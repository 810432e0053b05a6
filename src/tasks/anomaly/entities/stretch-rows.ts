/**
 * Declares what scoring says of consecutive rows, from which statistics of an entity are computed.
 *
 * @module
 */

/** All arrays are `[rows]`. */
export interface StretchRows {
  /** Bits beyond those that the network expected, all fields together. */
  readonly excess: Float64Array;
  /** Bits. */
  readonly surprise: Float64Array;
  /** The share of held-out rows with a higher anomaly score. */
  readonly chances: Float64Array;
}

export function partOfRows(
  { excess, surprise, chances }: StretchRows,
  first: number,
  end: number,
): StretchRows {
  return {
    excess: excess.subarray(first, end),
    surprise: surprise.subarray(first, end),
    chances: chances.subarray(first, end),
  };
}

export function squaredBits({ surprise }: Pick<StretchRows, 'surprise'>): Float64Array {
  return surprise.map((bits) => bits ** 2);
}

/** Returns −ln of the chances. */
export function chanceNats({ chances }: Pick<StretchRows, 'chances'>): Float64Array {
  return chances.map((chance) => -Math.log(chance));
}
