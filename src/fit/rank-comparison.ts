/**
 * Compares two readings by how well they rank rows: by the ROC AUC of each class against the rest.
 *
 * The log loss of rows of a kind that no fit has seen is mostly that of single certainties, which another week of rows
 * would turn round; how a model ranks them carries over. What is lost of the area is a mean over rows, so that its
 * error is known.
 *
 * @see DeLong, DeLong and Clarke-Pearson, "Comparing the areas under two or more correlated receiver operating
 *   characteristic curves", 1988
 * @module
 */

import { mean } from '../encode/field/mean.ts';
import { searchSorted } from '../encode/field/search-sorted.ts';
import { LEAST_GAIN } from '../evaluate/doubt.ts';
import { classCounts } from '../tasks/classify/classes.ts';
import { meanWithError } from './wide/stacking.ts';

/** A class with fewer rows tells nothing. */
const FEWEST_OF_CLASS = 20;

/** What two readings say of the same rows, in time order, `[rows, classes]`. */
export interface RankedRows {
  readonly usual: Float32Array;
  readonly other: Float32Array;
  /** `[rows]`: class indexes. */
  readonly actual: Float32Array;
}

export interface RankComparison {
  /** Mean ROC AUC of the classes. */
  readonly usual: number;
  readonly other: number;
  /** Whether the other reading is clearly better: by more than `LEAST_GAIN` and a standard error. */
  readonly isOther: boolean;
}

/** @param trials - of as many rows each */
export function compareRanks(trials: readonly RankedRows[]): RankComparison {
  let [usual, other, variance] = [0, 0, 0];
  for (const trial of trials) {
    const classes = trial.usual.length / trial.actual.length;
    const counts = classCounts(trial.actual, classes);
    const told = [...counts.keys()].filter((index) => (counts[index] ?? 0) >= FEWEST_OF_CLASS);
    const share = 1 / (told.length * trials.length);
    for (const index of told) {
      const [own, others] = [trial.usual, trial.other].map((all) =>
        lostAreas(all, trial.actual, index),
      );
      usual += share * (1 - mean(own));
      other += share * (1 - mean(others));
      const { error } = meanWithError(own.map((lost, at) => lost - others[at]));
      // The area of two classes is the same, and uncertain by the rows of both.
      variance += (2 * share * error) ** 2;
    }
  }
  // Where both rank nearly all rows right, a small difference is certain and says nothing of rows of other kinds.
  const isOther = other - usual > Math.max(LEAST_GAIN, Math.sqrt(variance));
  return { usual, other, isOther };
}

/**
 * Returns for each row of a class the share of the other rows that are taken for this class rather than it; their mean
 * is what the ROC AUC lacks of 1.
 */
function lostAreas(probabilities: Float32Array, actual: Float32Array, index: number): Float64Array {
  const classes = probabilities.length / actual.length;
  const of = (row: number): number => probabilities[row * classes + index];
  const rows = [...actual.keys()];
  const rest = Float32Array.from(
    rows.filter((row) => actual[row] !== index),
    of,
  ).sort();
  const own = rows.filter((row) => actual[row] === index);
  return Float64Array.from(own, (row) => {
    const [from, to] = [searchSorted(rest, of(row), 'left'), searchSorted(rest, of(row), 'right')];
    return (rest.length - (from + to) / 2) / rest.length;
  });
}
