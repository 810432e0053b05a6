export interface ColumnOptions {
  readonly as: string | undefined;
  /** Probability from which a row is positive; that of the model where `undefined`. */
  readonly threshold: number | undefined;
  /** Of mode=anomaly: how many of the likeliest values are normal, instead of a threshold. */
  readonly top?: number | undefined;
  /** Whether every class gets a column. */
  readonly probabilities: boolean;
}
