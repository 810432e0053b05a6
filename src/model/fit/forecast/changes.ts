/**
 * What a forecast learns: how far the rows ahead lie from the last value that the window knows.
 *
 * @module
 */

import {
  type ForecastTarget,
  type LevelSequences,
  lastLevels,
} from '../../../encode/forecast-target.ts';
import { parseNumber } from '../../../encode/number.ts';
import { range } from '../../../encode/row-lists.ts';
import type { Sequences } from '../../../encode/steps.ts';
import type { NumberTarget } from '../../../encode/target.ts';

/** Where the rows that each position's example predicts begin; the last of them is its own. */
export function spanStarts(positions: Int32Array, horizon: number): Int32Array {
  return positions.map((at) => at - horizon + 1);
}

/**
 * What is predicted for each position: the change to each row of its span, NaN where one is not known.
 *
 * @param sequences - with the levels of their steps
 * @returns `[positions, horizon]`
 */
export function changesAhead(
  { horizon }: Pick<ForecastTarget, 'horizon'>,
  sequences: LevelSequences,
): Float32Array {
  return changesOf(sequences, range(sequences.starts.length), horizon);
}

/**
 * Adds to a number's mean how large the changes are that are to be forecast.
 *
 * @param rows - by position
 * @param training - positions of the examples
 * @param windows - by position: what is read for it
 */
export function fitForecastTarget(
  { field, mean, scale: spread }: NumberTarget,
  texts: readonly string[],
  rows: Int32Array,
  training: Int32Array,
  windows: Pick<Sequences, 'starts' | 'lengths'>,
  horizon: number,
): ForecastTarget {
  const levels = Float64Array.from(rows, (row) => parseNumber(texts[row] as string) - mean);
  const changes = changesOf({ steps: { levels }, ...windows }, training, horizon);
  let [sum, count] = [0, 0];
  for (const change of changes) {
    if (Number.isNaN(change)) continue;
    sum += change ** 2;
    count++;
  }
  return { mode: 'forecast', field, mean, scale: Math.sqrt(sum / count) || spread, horizon };
}

function changesOf(sequences: LevelSequences, examples: Int32Array, horizon: number): Float32Array {
  const { levels = new Float64Array(0) } = sequences.steps;
  const last = lastLevels(sequences, examples);
  const changes = new Float32Array(examples.length * horizon).fill(Number.NaN);
  for (let index = 0; index < examples.length; index++) {
    const first = (examples[index] as number) - horizon + 1;
    for (let step = Math.max(0, -first); step < horizon; step++) {
      changes[index * horizon + step] = (levels[first + step] as number) - (last[index] as number);
    }
  }
  return changes;
}
