/**
 * Turns the surprises of a row into one score, ranked among held-out rows.
 *
 * Each column, which is a field's surprise or an amount of evidence, becomes the share of held-out rows that
 * have more in it. Two kinds of statistics of these shares find rows that are a little odd in many columns, and rows
 * that are very odd in one: the sum of their negative logarithms (Fisher's method), for the fields and for
 * the evidence, and the least share (Tippett's method). Columns that depend on each other break the
 * distributions that these have for independent ones, so that each statistic is ranked among held-out
 * rows again. The weighted harmonic mean of the statistics' shares is about the smaller one, as the Cauchy
 * combination is; most of the weight is that of the least share, which one field of many has alone. It is
 * ranked once more, which makes the score.
 *
 * @see R. A. Fisher, Statistical Methods for Research Workers, 1925
 * @see L. H. C. Tippett, The Methods of Statistics, 1931
 * @see D. J. Wilson, "The harmonic mean p-value for combining dependent tests", PNAS 116 (4), 2019
 * @module
 */

import type { Surprises } from '../../model/prediction.ts';
import type { AnomalyCalibration, RankTable } from '../../model/record.ts';
import { fitRankTable, natsAbove, shareAbove } from './rank-table.ts';

/** The least scale of a tail in bits, or nats: the probabilities of a network fall no faster. */
const LEAST_TAIL_BITS = 1 / Math.LN2;
const LEAST_TAIL_NATS = 1;

/** This is the largest float32 below 1. */
export const HIGHEST_SCORE = 1 - 2 ** -24;

/** The least share of a row has this weight in the mean, and the sums together have the rest. */
const WEIGHT_OF_LEAST = 0.7;

type Judged = Pick<Surprises, 'excess' | 'evidence' | 'news'>;

/**
 * @param surprises - of held-out rows, at least one
 * @param headCount - heads of a row
 * @param weights - of the heads together, and of each column of evidence; `undefined` where all count alike
 */
export function fitAnomalyCalibration(
  surprises: Judged,
  headCount: number,
  seconds: number | null,
  weights?: readonly number[],
): AnomalyCalibration {
  const { excess, evidence: counted } = surprises;
  const columns = (counted.amounts.length * headCount) / excess.length;
  const heads = fitTables(excess, headCount);
  const evidence = columns > 0 ? fitTables(counted.amounts, columns) : undefined;
  const found = heldOutStatistics(surprises, { headCount, columns, weights });
  const sums = found.sums.map((sum) => fitRankTable(sum, LEAST_TAIL_NATS));
  const least = fitRankTable(found.least, LEAST_TAIL_NATS);
  const means = meansOf({ sums, least, weights }, found);
  const combined = fitRankTable(means, LEAST_TAIL_NATS);
  const ofEvidence = evidence && { evidence, ...(weights && { weights }) };
  return { heads, ...ofEvidence, sums, least, combined, seconds };
}

/** Rows are ranked among those of the other folds. */
const FOLDS = 5;
/** With fewer rows, the other folds would be too small. */
const FEWEST_TO_FOLD = 100;

/**
 * Returns the statistics of each row by tables of other rows, as later rows get theirs: a row that is itself the
 * oddest one of a table never lies as far beyond it as a later one may. Folds are stretches of rows, as rows that
 * follow one another are alike.
 */
function heldOutStatistics(
  surprises: Judged,
  {
    headCount,
    columns,
    weights,
  }: {
    readonly headCount: number;
    readonly columns: number;
    readonly weights?: readonly number[] | undefined;
  },
): Statistics {
  const rows = surprises.excess.length / headCount;
  const folds = rows < FEWEST_TO_FOLD ? 1 : FOLDS;
  const found = Array.from({ length: folds }, (_, fold) => {
    const [first, end] = [fold, fold + 1].map((at) => Math.floor((at * rows) / folds));
    const isOther = (row: number): boolean => folds === 1 || row < first || row >= end;
    const tablesOf = (values: Float32Array, width: number): RankTable[] =>
      fitTables(
        values.filter((_value, at) => isOther(Math.floor(at / width))),
        width,
      );
    const { amounts, heads } = surprises.evidence;
    const tables = {
      heads: tablesOf(surprises.excess, headCount),
      evidence: columns > 0 ? tablesOf(amounts, columns) : undefined,
      weights,
    };
    return statisticsOf(tables, {
      excess: surprises.excess.subarray(first * headCount, end * headCount),
      evidence: {
        amounts: amounts.subarray(first * columns, end * columns),
        heads: heads.subarray(first * columns, end * columns),
      },
    });
  });
  return joined(found);
}

function joined(parts: readonly Statistics[]): Statistics {
  const [first] = parts;
  const sums = (first?.sums ?? []).map((_, at) =>
    Float64Array.from(parts.flatMap((part) => [...(part.sums[at] ?? [])])),
  );
  return {
    sums,
    least: Float64Array.from(parts.flatMap(({ least }) => [...least])),
    leading: Int32Array.from(parts.flatMap(({ leading }) => [...leading])),
  };
}

/**
 * Returns a table for each column.
 *
 * @param values - `[rows, columns]`, in bits
 */
function fitTables(values: Float32Array, columns: number): RankTable[] {
  return Array.from({ length: columns }, (_, column) => {
    const own = Float64Array.from({ length: values.length / columns }, (_row, row) => {
      return values[row * columns + column];
    });
    return fitRankTable(own, LEAST_TAIL_BITS);
  });
}

export interface AnomalyScores {
  /**
   * The score `[samples]` is the share of held-out rows that are less anomalous; it is below 1 as float32
   * too.
   */
  readonly scores: Float32Array;
  /** The leading head `[samples]` is that of the least share, its own or one of evidence. */
  readonly leading: Int32Array;
}

export function anomalyScores(calibration: AnomalyCalibration, surprises: Judged): AnomalyScores {
  const { combined, newValues } = calibration;
  const found = statisticsOf(calibration, surprises);
  const scores = Float32Array.from(rankedOf(calibration, found), (ranked) =>
    Math.min(HIGHEST_SCORE, 1 - shareAbove(combined, ranked)),
  );
  if (newValues !== undefined) raise(scores, found.leading, { newValues, news: surprises.news });
  return { scores, leading: found.leading };
}

/** Gives rows with a new value at least the score that such values have, however well the network copes with it. */
function raise(
  scores: Float32Array,
  leading: Int32Array,
  {
    newValues,
    news = new Uint8Array(0),
  }: Pick<AnomalyCalibration, 'newValues'> & Pick<Surprises, 'news'>,
): void {
  const heads = newValues?.length ?? 1;
  for (const [at, flag] of news.entries()) {
    const score = Math.min(HIGHEST_SCORE, 1 - (newValues?.[at % heads] ?? 1));
    const row = Math.floor(at / heads);
    if (flag === 0 || score <= scores[row]) continue;
    scores[row] = score;
    leading[row] = at % heads;
  }
}

/**
 * Returns what a column adds to the sum, in nats: −ln of the share of held-out rows that have more in it.
 */
export function scorePart(table: RankTable, excess: number): number {
  return -Math.log(shareAbove(table, excess));
}

/** The statistics of rows, in nats; all arrays are `[samples]`. */
interface Statistics {
  /** The sum of the heads, and that of the evidence where there is any. */
  readonly sums: readonly Float64Array[];
  /** −ln of the least share. */
  readonly least: Float64Array;
  readonly leading: Int32Array;
}

/**
 * Each head has an equal part of the weight of all heads, as one of many is more likely to be odd by chance. A share
 * counts as the least one when it is least over its weight, as in Holm's weighted test.
 */
function statisticsOf(
  {
    heads,
    evidence = [],
    weights: [ofHeads, ...ofEvidence] = [],
  }: Pick<AnomalyCalibration, 'heads' | 'evidence' | 'weights'>,
  { excess, evidence: { amounts, heads: headOf } }: Judged,
): Statistics {
  const count = excess.length / heads.length;
  const leading = new Int32Array(count);
  const least = new Float64Array(count).fill(Number.NEGATIVE_INFINITY);
  const sumOf = (columns: readonly WeightedColumn[], values: Float32Array): Float64Array => {
    const sums = new Float64Array(count);
    for (let at = 0; at < values.length; at++) {
      const row = Math.floor(at / columns.length);
      const { table, weight, chance, headAt } = columns[at % columns.length] as WeightedColumn;
      const part = scorePart(table, values[at]);
      sums[row] = sums[row] + weight * part;
      if (part + chance <= least[row]) continue;
      least[row] = part + chance;
      leading[row] = headAt(at);
    }
    return sums;
  };
  const chanceOfHead = ofHeads === undefined ? 0 : Math.log(ofHeads / heads.length);
  const columns = heads.map((table, head): WeightedColumn => {
    return { table, weight: 1, chance: chanceOfHead, headAt: () => head };
  });
  const counted = evidence.map((table, column): WeightedColumn => {
    const weight = ofEvidence[column] ?? 1;
    return { table, weight, chance: Math.log(weight), headAt: (at) => headOf[at] };
  });
  const sums = [sumOf(columns, excess)];
  if (evidence.length > 0) sums.push(sumOf(counted, amounts));
  return { sums, least, leading };
}

interface WeightedColumn {
  readonly table: RankTable;
  /** In the sum. */
  readonly weight: number;
  /** The logarithm of the weight among all columns. */
  readonly chance: number;
  /** @param at - the place among all values of the columns */
  readonly headAt: (at: number) => number;
}

/** Returns what the table `combined` ranks; older models have tables for nothing but the sum of all columns. */
function rankedOf(
  { sums, least, weights }: Pick<AnomalyCalibration, 'sums' | 'least' | 'weights'>,
  found: Statistics,
): Float64Array {
  if (sums !== undefined && least !== undefined) return meansOf({ sums, least, weights }, found);
  const [first = new Float64Array(0), ...others] = found.sums;
  return first.map((sum, row) => others.reduce((total, other) => total + other[row], sum));
}

/** Returns −ln of the weighted harmonic mean of the shares that the tables give. */
function meansOf(
  {
    sums,
    least,
    weights: [ofHeads = 1, ...ofEvidence] = [],
  }: { readonly sums: readonly RankTable[]; readonly least: RankTable } & Pick<
    AnomalyCalibration,
    'weights'
  >,
  found: Statistics,
): Float64Array {
  const ofColumns = ofEvidence.reduce((sum, weight) => sum + weight, 0) || 1;
  const ofSums = sums.length === 1 ? [1] : [ofHeads, ofColumns];
  const total = ofSums.reduce((sum, weight) => sum + weight, 0);
  const logWeights = ofSums.map((weight) => Math.log(((1 - WEIGHT_OF_LEAST) * weight) / total));
  return found.least.map((part, row) => {
    const logs = sums.map(
      (table, at) => (logWeights[at] as number) + natsAbove(table, found.sums[at]?.[row] ?? 0),
    );
    logs.push(Math.log(WEIGHT_OF_LEAST) + natsAbove(least, part));
    const most = Math.max(...logs);
    return most + Math.log(logs.reduce((odds, log) => odds + Math.exp(log - most), 0));
  });
}
