import type { Random } from '../../../src/random.ts';
import type { LinearInputs } from '../../../src/readings/linear-inputs.ts';

/** Makes inputs of a linear model from arrays; what is left out is empty. */
export function inputsOf({
  count,
  dense = 0,
  columns = 0,
  ones = 0,
  values = [],
  indexes = [],
}: {
  readonly count: number;
  readonly dense?: number;
  readonly columns?: number;
  readonly ones?: number;
  readonly values?: readonly number[];
  readonly indexes?: readonly number[];
}): LinearInputs {
  return {
    count,
    dense,
    columns,
    ones,
    values: Float32Array.from(values),
    indexes: Int32Array.from(indexes),
  };
}

/** Makes dense columns of mean 2, and one-hot columns, two of them in each row. */
export function randomInputs(count: number, random: Random): LinearInputs {
  const [dense, columns, ones] = [5, 7, 2];
  return inputsOf({
    count,
    dense,
    columns,
    ones,
    values: Array.from({ length: count * dense }, () => random.normal() + 2),
    indexes: Array.from({ length: count * ones }, (_, at) =>
      at % 2 === 0 ? random.integer(3) : 3 + random.integer(4),
    ),
  });
}

/** Returns the same inputs with one-hot columns written out as dense ones. */
export function writtenOut({
  count,
  dense,
  columns,
  ones,
  values,
  indexes,
}: LinearInputs): LinearInputs {
  const width = dense + columns;
  const all = new Float32Array(count * width);
  for (let row = 0; row < count; row++) {
    all.set(values.subarray(row * dense, (row + 1) * dense), row * width);
    for (const index of indexes.subarray(row * ones, (row + 1) * ones)) {
      all[row * width + dense + index] = 1;
    }
  }
  return { count, dense: width, columns: 0, ones: 0, values: all, indexes: new Int32Array(0) };
}
