/**
 * Lists the statistics that distinguish an unusual stretch of rows from a usual one: each finds what others miss.
 *
 * A stretch may be longer than any that a model has a table for. Each statistic says what a stretch of the longest
 * length would show instead: the variance of means is that between entities and 1/n of that within, counts of small
 * chances vary as sums do, the largest sum grows with ln n / rate, and the least of n chances falls with n.
 *
 * @module
 */

import { mean } from '../../../encode/field/mean.ts';
import type { EntityCalibration } from '../../../model/record.ts';
import { higherCriticism } from './higher-criticism.ts';
import { chanceNats, type StretchRows, squaredBits } from './stretch-rows.ts';
import type { VarianceParts } from './variance-parts.ts';
import { worstStretch } from './worst-stretch.ts';

/** What the sums of stretches are counted from. */
export type StretchScale = Pick<EntityCalibration, 'allowance' | 'surprises'>;

export interface Statistic {
  /** Returns the statistic of a stretch: it is larger for more unusual rows. */
  of(rows: StretchRows, scale: StretchScale): number;
  /** Returns the least scale of the tail of the statistic, for a stretch of `length` rows. */
  leastTail(length: number): number;
  /** Returns what a stretch of the longest length would show instead of a longer one that shows `value`. */
  atLongest(value: number, lengths: Lengths, calibration: EntityCalibration): number;
}

interface Lengths {
  /** The rows of the stretch; more than the longest stretches of the tables have. */
  readonly length: number;
  readonly longest: number;
}

/**
 * Half a bit of one row, which makes it 1.4 times as surprising, is no news: where usual rows hardly surprise at all, as
 * those of a program that does the same for ever, the first rows of an entity would be beyond all that was seen.
 */
const LEAST_BITS = 0.5;
/** A tail of equal chances takes some distance to fall, all the same. */
const LEAST_NATS = 1e-3;

/** What is stored of the mean of a statistic over rows: the mean itself, and how much it varies. */
interface StoredMean extends VarianceParts {
  readonly usual: number;
}

/** Makes a statistic that is a mean over rows. */
function meanStatistic(
  valuesOf: (rows: StretchRows) => Float64Array,
  stored: (calibration: EntityCalibration) => StoredMean,
  leastTail: Statistic['leastTail'],
): Statistic {
  return {
    of: (rows) => mean(valuesOf(rows)),
    leastTail,
    atLongest: (value, lengths, calibration) => {
      const { usual, ...parts } = stored(calibration);
      return usual + (value - usual) * spreadRatio(parts, lengths);
    },
  };
}

/** Returns the standard deviation of means of the longest stretches over that of longer ones. */
function spreadRatio({ between, within }: VarianceParts, { length, longest }: Lengths): number {
  const variance = (rows: number): number => between + within / rows || 1;
  return Math.sqrt(variance(longest) / variance(length));
}

function lnOfRatio({ length, longest }: Lengths): number {
  return Math.log(length / longest);
}

/** All rows are a little unusual: another program, another user. */
const excess = meanStatistic(
  (rows) => rows.excess,
  ({ means, between, within }) => ({ usual: means.excess, between, within }),
  (length) => LEAST_BITS / length,
);

const surprise = meanStatistic(
  (rows) => rows.surprise,
  ({ means, between, within }) => ({ usual: means.surprise, between, within }),
  (length) => LEAST_BITS / length,
);

/**
 * Some rows are unusual, or the network is unsure of all that follows, which the excess forgives. Squares count a row
 * the more the more it surprises, so that neither many rows nor one row must do so.
 */
const square = meanStatistic(
  squaredBits,
  ({ surprises, between, within }) =>
    surprises === undefined
      ? { usual: 0, between, within }
      : { usual: surprises.square, between: surprises.between, within: surprises.within },
  (length) => LEAST_BITS ** 2 / length,
);

/** Many unusual rows follow one another, beyond what the network expected of them … */
const stretch: Statistic = {
  of: (rows, { allowance }) => worstStretch(rows.excess, allowance).sum,
  leastTail: () => LEAST_BITS,
  atLongest: (value, lengths, { rate }) => value - lnOfRatio(lengths) / rate,
};

/** … or in bits alone. */
const surge: Statistic = {
  of: (rows, { surprises }) =>
    surprises === undefined ? 0 : worstStretch(rows.surprise, surprises.allowance).sum,
  leastTail: () => LEAST_BITS,
  atLongest: (value, lengths, { surprises }) => value - lnOfRatio(lengths) / (surprises?.rate ?? 1),
};

/**
 * Many rows have high scores, by counts or distances of numbers as well, of which the bits of the network know nothing.
 */
const unlikely = meanStatistic(
  chanceNats,
  ({ surprises, between, within }) =>
    surprises === undefined
      ? { usual: 0, between, within }
      : {
          usual: surprises.unlikely.mean,
          between: surprises.unlikely.between,
          within: surprises.unlikely.within,
        },
  () => LEAST_NATS,
);

/** A single row has a very high score. */
const highest: Statistic = {
  of: ({ chances }) =>
    -Math.log(chances.reduce((smallest, chance) => Math.min(smallest, chance), 1)),
  leastTail: () => LEAST_NATS,
  atLongest: (value, lengths) => value - lnOfRatio(lengths),
};

const criticism: Statistic = {
  of: ({ chances }) => higherCriticism(chances),
  leastTail: () => LEAST_NATS,
  atLongest: (value, lengths, calibration) =>
    value * spreadRatio(calibration, lengths) * Math.sqrt(lengths.longest / lengths.length),
};

/**
 * The weights add up to 1: each is a statistic's share of the false alarms. That of the mean is large, so that the
 * others hardly change the order of entities that are unusual all the way. The higher criticism is shown, and counts
 * for nothing: rows that repeat each other have equal chances, and a long loop of them exceeds what chance gives to
 * independent rows the more the longer it is.
 */
const WEIGHTED: readonly WeightedStatistic[] = [
  { statistic: excess, weight: 0.35 },
  { statistic: square, weight: 0.2 },
  { statistic: stretch, weight: 0.15 },
  { statistic: surge, weight: 0.1 },
  { statistic: unlikely, weight: 0.15 },
  { statistic: highest, weight: 0.05 },
];

/** Models of older releases have tables of these statistics. */
const OLDER: readonly WeightedStatistic[] = [
  { statistic: excess, weight: 0.5 },
  { statistic: surprise, weight: 0.2 },
  { statistic: stretch, weight: 0.2 },
  { statistic: highest, weight: 0.05 },
  { statistic: criticism, weight: 0.05 },
];

interface WeightedStatistic {
  readonly statistic: Statistic;
  readonly weight: number;
}

/** Returns the statistics that a model has tables of, in the order of the tables. */
export function weightedStatistics({
  surprises,
}: Pick<EntityCalibration, 'surprises'>): readonly WeightedStatistic[] {
  return surprises === undefined ? OLDER : WEIGHTED;
}

/** What is shown of an entity beside its score. */
export interface ShownStatistics {
  readonly excess: number;
  readonly surprise: number;
  readonly criticism: number;
}

export function shownStatistics(rows: StretchRows, scale: StretchScale): ShownStatistics {
  return {
    excess: excess.of(rows, scale),
    surprise: surprise.of(rows, scale),
    criticism: criticism.of(rows, scale),
  };
}
