/**
 * Gives a linear model the levels of a window, each in a column of its own, and those one season before the
 * rows that are forecast: all as distances from the last known level, in the unit of the window.
 *
 * @see Zeng et al., Are transformers effective for time series forecasting?, 2023 (NLinear)
 * @module
 */

import { seasonLevel } from '../../encode/rows/season-levels.ts';
import { type Sequences, type Steps, stepAt } from '../../encode/rows/steps.ts';
import { windowOrigins } from '../../encode/rows/window-scale.ts';
import type { LinearTerm, SampledSequences } from '../linear-inputs.ts';
import { SEASON_NAME } from './season.ts';

/** So many of the rows that are forecast have their season in a column of their own, taken evenly. */
const MOST_AHEAD = 24;

type LevelsRead = Pick<Steps, 'lags' | 'season'>;

/** What one column holds. */
interface LevelColumn {
  readonly field: string;
  /** The number of rows before the last one of the window. */
  readonly back: number;
  /** Returns the level of a sample, NaN where it is not known. */
  levelOf(sequences: Sequences, sample: number): number;
}

/** Returns the columns; none for models of older releases, and for what is no forecast. */
function columnsOf({ lags, season }: LevelsRead): LevelColumn[] {
  if (lags === undefined) return [];
  const ofWindow = Array.from({ length: lags.count }, (_, index): LevelColumn => {
    const back = index + 1;
    return { field: lags.field, back, levelOf: (...read) => levelBefore(...read, back) };
  });
  const ofSeason = seasonRows(season?.lead).map((ahead): LevelColumn => {
    return { field: SEASON_NAME, back: 0, levelOf: (...read) => seasonLevel(...read, ahead) };
  });
  return [...ofWindow, ...ofSeason];
}

/** Returns the rows whose season is read, counted from the last one of the window. */
function seasonRows(lead: number | undefined): number[] {
  if (lead === undefined) return [];
  const count = Math.min(lead, MOST_AHEAD);
  return [0, ...Array.from({ length: count }, (_, at) => Math.round(((at + 1) * lead) / count))];
}

function levelBefore(sequences: Sequences, sample: number, back: number): number {
  const { steps, starts, lengths } = sequences;
  const place = starts[sample] + lengths[sample] - 1 - back;
  if (place < starts[sample]) return Number.NaN;
  return steps.levels?.[stepAt(sequences, place)] ?? Number.NaN;
}

/** Returns how many columns a linear model reads of levels. */
export function levelCount(steps: LevelsRead): number {
  return columnsOf(steps).length;
}

/**
 * Writes the columns of samples; a level that is not known is at no distance.
 *
 * @param to - where those of the first sample begin in `values`, and of how many columns a row is
 */
export function writeLevels(
  { sequences, samples }: SampledSequences,
  values: Float32Array,
  { first, stride }: { readonly first: number; readonly stride: number },
): void {
  const columns = columnsOf(sequences.steps);
  const origins = windowOrigins(sequences, samples);
  for (const [at, sample] of samples.entries()) {
    const to = first + at * stride;
    for (const [index, { levelOf }] of columns.entries()) {
      const distance = levelOf(sequences, sample) - origins.levels[at];
      if (!Number.isNaN(distance)) values[to + index] = distance / origins.units[at];
    }
  }
}

/**
 * Sets the columns of a sample apart from those of a series that stands still.
 *
 * @param column - the first of them
 */
export function levelTerms(sequences: Sequences, sample: number, column: number): LinearTerm[] {
  const columns = columnsOf(sequences.steps);
  const values = new Float32Array(columns.length);
  const samples = Int32Array.of(sample);
  writeLevels({ sequences, samples }, values, { first: 0, stride: columns.length });
  return columns.map(({ field, back }, index) => {
    return { column: column + index, difference: values[index], field, back };
  });
}
