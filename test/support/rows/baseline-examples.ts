import type { BaselineExamples } from '../../../src/baseline/linear-baseline.ts';
import type { Sequences } from '../../../src/encode/rows/steps.ts';

/** Makes each row a window of its own and, where `window` is larger, of the rows before it. */
export function windowsOf(features: Float32Array, width: number, window = 1): Sequences {
  const count = features.length / width;
  const at = Int32Array.from({ length: count }, (_, row) => row);
  return {
    steps: { count, width, features, idCount: 0, ids: new Int32Array(0) },
    starts: at.map((row) => Math.max(0, row - window + 1)),
    lengths: at.map((row) => Math.min(window, row + 1)),
  };
}

/** Makes one list of tokens a row. */
export function tokensOf(rows: readonly (readonly number[])[], count: number): Sequences {
  const length = rows[0]?.length ?? 0;
  return {
    steps: {
      count,
      width: 0,
      features: new Float32Array(0),
      idCount: 1,
      ids: Int32Array.from({ length: count }, (_, token) => token),
    },
    starts: Int32Array.from(rows, (_, row) => row * length),
    lengths: new Int32Array(rows.length).fill(length),
    order: Int32Array.from(rows.flat()),
  };
}

/** All rows are training rows. */
export function examplesOf(sequences: Sequences, targets: readonly number[]): BaselineExamples {
  return {
    encoder: { kind: sequences.order === undefined ? 'features' : 'tokens' },
    sequences,
    training: Int32Array.from(targets, (_, row) => row),
    targets: Float32Array.from(targets),
  };
}
