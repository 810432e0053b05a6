export interface LinearShape {
  /** Dense columns. */
  readonly dense: number;
  /** One-hot columns. */
  readonly columns: number;
  /** One-hot columns that are 1 in each row. */
  readonly ones: number;
}

export interface LinearInputs extends LinearShape {
  readonly count: number;
  /** `[count, dense]` */
  readonly values: Float32Array;
  /** `[count, ones]`: positions among the one-hot columns. */
  readonly indexes: Int32Array;
}

export function createInputs(shape: LinearShape, count: number): LinearInputs {
  const { dense, columns, ones } = shape;
  const values = new Float32Array(count * dense);
  return { dense, columns, ones, count, values, indexes: new Int32Array(count * ones) };
}
