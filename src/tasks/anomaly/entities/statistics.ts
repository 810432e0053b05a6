/**
 * Computes what tells an odd stretch of rows from a usual one, in five ways: each finds what others miss.
 *
 * @module
 */

import type { EntityCalibration } from '../../../model/record.ts';
import { higherCriticism } from './higher-criticism.ts';
import { mean } from './variance-parts.ts';
import { worstStretch } from './worst-stretch.ts';

/** What scoring says of consecutive rows, `[rows]` each. */
export interface StretchRows {
  /** Bits beyond those that the network expected, all fields together. */
  readonly excess: Float64Array;
  /** Bits. */
  readonly surprise: Float64Array;
  /** The share of held-out rows that are odder. */
  readonly chances: Float64Array;
}

/** Each statistic is larger for odder rows. */
export type Statistic = 'excess' | 'surprise' | 'stretch' | 'highest' | 'criticism';

export type Statistics = Readonly<Record<Statistic, number>>;

/**
 * The weights add up to 1: each is a statistic's share of the false alarms. That of the mean is large, so that the
 * others hardly change the order of entities that are odd all the way.
 */
export const WEIGHTS: Statistics = {
  // All rows are a little odd: another program, another user. Where the network is unsure of all that follows, which
  // the excess forgives, the surprise tells.
  excess: 0.5,
  surprise: 0.2,
  // Many odd rows follow one another.
  stretch: 0.2,
  // A single row is very odd.
  highest: 0.05,
  // A few rows here and there are odd.
  criticism: 0.05,
};

export const STATISTICS = Object.keys(WEIGHTS) as readonly Statistic[];

export function statisticsOf(
  { excess, surprise, chances }: StretchRows,
  { allowance }: Pick<EntityCalibration, 'allowance'>,
): Statistics {
  const least = chances.reduce((smallest, chance) => Math.min(smallest, chance), 1);
  return {
    excess: mean(excess),
    surprise: mean(surprise),
    stretch: worstStretch(excess, allowance).sum,
    highest: -Math.log(least),
    criticism: higherCriticism(chances),
  };
}

export function partOfRows(
  { excess, surprise, chances }: StretchRows,
  first: number,
  end: number,
): StretchRows {
  return {
    excess: excess.subarray(first, end),
    surprise: surprise.subarray(first, end),
    chances: chances.subarray(first, end),
  };
}
