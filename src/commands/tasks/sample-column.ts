import type { OutputColumn } from '../../protocol/csv-writer.ts';
import type { Scores } from '../../score/scores.ts';

/** Returns a column with a text for each row that was scored, and nothing for the others. */
export function sampleColumn(
  { samples }: Pick<Scores, 'samples'>,
  name: string,
  textOf: (sample: number) => string,
): OutputColumn {
  return { name, values: Array.from(samples, (sample) => (sample < 0 ? '' : textOf(sample))) };
}
