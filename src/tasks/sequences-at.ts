import type { RowToPredict } from './predicted-rows.ts';

/** Returns the sequences that end at rows. This is a loop because `Int32Array.from` takes several times as long. */
export function sequencesAt(rows: readonly Pick<RowToPredict, 'sequence'>[]): Int32Array {
  const sequences = new Int32Array(rows.length);
  for (let at = 0; at < rows.length; at++) sequences[at] = rows[at].sequence;
  return sequences;
}
