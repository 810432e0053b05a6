/**
 * Computes what tells an odd stretch of rows from a usual one, in several ways: each finds what others miss.
 *
 * @module
 */

import { mean } from '../../../encode/field/mean.ts';
import type { EntityCalibration } from '../../../model/record.ts';
import { higherCriticism } from './higher-criticism.ts';
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
export type Statistic =
  | 'excess'
  | 'surprise'
  | 'square'
  | 'stretch'
  | 'surge'
  | 'unlikely'
  | 'highest'
  | 'criticism';

export type Statistics = Readonly<Record<Statistic, number>>;
export type Weights = Readonly<Partial<Statistics>>;

/**
 * The weights add up to 1: each is a statistic's share of the false alarms. That of the mean is large, so that the
 * others hardly change the order of entities that are odd all the way. The higher criticism is told, and counts for
 * nothing: rows that repeat each other have equal chances, and a long loop of them exceeds what chance gives to
 * independent rows the more the longer it is.
 */
const WEIGHTS: Weights = {
  // All rows are a little odd: another program, another user.
  excess: 0.35,
  // Some rows are odd, or the network is unsure of all that follows, which the excess forgives. Squares count a row
  // the more the odder it is, so that neither many rows nor one row must be odd.
  square: 0.2,
  // Many odd rows follow one another, beyond what the network expected of them, or in bits alone.
  stretch: 0.15,
  surge: 0.1,
  // Many rows have high scores, by counts or distances of numbers as well, of which the bits of the network know nothing.
  unlikely: 0.15,
  // A single row is very odd.
  highest: 0.05,
};

/** Models of older releases have tables of these statistics. */
const OLDER_WEIGHTS: Weights = {
  excess: 0.5,
  surprise: 0.2,
  stretch: 0.2,
  highest: 0.05,
  criticism: 0.05,
};

/** Returns the weights of the statistics that a model has tables of, in the order of the tables. */
export function weightsOf({ surprises }: Pick<EntityCalibration, 'surprises'>): Weights {
  return surprises === undefined ? OLDER_WEIGHTS : WEIGHTS;
}

export function statisticsOf(
  { excess, surprise, chances }: StretchRows,
  { allowance, surprises }: Pick<EntityCalibration, 'allowance' | 'surprises'>,
): Statistics {
  const least = chances.reduce((smallest, chance) => Math.min(smallest, chance), 1);
  return {
    excess: mean(excess),
    surprise: mean(surprise),
    square: mean(surprise.map((bits) => bits ** 2)),
    stretch: worstStretch(excess, allowance).sum,
    surge: surprises === undefined ? 0 : worstStretch(surprise, surprises.allowance).sum,
    unlikely: mean(chances.map((chance) => -Math.log(chance))),
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
