/**
 * Makes what the columns of all tasks have in common.
 *
 * @module
 */

import type { OutputColumn } from '../../protocol/csv-writer.ts';
import type { Scores } from '../../score/scores.ts';

export interface ColumnOptions {
  /** The names of the columns begin with this instead of the target. */
  readonly as: string | undefined;
  /** The score from which on a row is an alert; a number has none, and does not read it. */
  readonly threshold: number;
  /** So many of the likeliest values are normal in mode=anomaly, instead of a threshold. */
  readonly top?: number | undefined;
  /** Every class gets a column if it is true. */
  readonly probabilities: boolean;
}

/** Returns a column with a text for each row that was scored, and nothing for the others. */
export function sampleColumn(
  { samples }: Pick<Scores, 'samples'>,
  name: string,
  textOf: (sample: number) => string,
): OutputColumn {
  // This is a loop because Array.from takes twice as long, for each row of a search.
  const values = new Array<string>(samples.length);
  for (let row = 0; row < samples.length; row++) {
    const sample = samples[row] as number;
    values[row] = sample < 0 ? '' : textOf(sample);
  }
  return { name, values };
}
