export interface ColumnOptions {
  /** What the names of the columns begin with, instead of the target. */
  readonly as: string | undefined;
  /** The score from which on a row is an alert; a number has none, and does not read it. */
  readonly threshold: number;
  /** How many of the likeliest values are normal in mode=anomaly, instead of a threshold. */
  readonly top?: number | undefined;
  /** Whether every class gets a column. */
  readonly probabilities: boolean;
}
