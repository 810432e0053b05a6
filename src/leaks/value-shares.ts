/**
 * Measures how well the share of a class among the rows with the same value separates the class from the
 * rest.
 *
 * A share that counts the row itself would separate any classes by values that are nearly unique. So each
 * pair of a row of the class and a row of the rest is compared by the shares among all other rows:
 * leave-pair-out cross-validation. If only the row at hand were left out, the rows of the class would get
 * the smaller share within each value, and the pairs there would count as wrong; without both rows of the
 * pair they have the same share, and the pair counts half.
 *
 * @see Airola et al., An experimental comparison of cross-validation techniques for estimating the area
 *   under the ROC curve, Computational Statistics & Data Analysis 55, 2011
 * @module
 */

/** A count of rows is below this, so that two of them fit a double. */
const LIMIT = 2 ** 26;

/** The rows that have the same share of the class among the other rows with their value. */
interface Scored {
  readonly score: number;
  readonly positives: number;
  readonly negatives: number;
}

/**
 * Collects the values that a class has; there are few distinct pairs of counts, however many values there
 * are.
 */
export class ValueShares {
  readonly #counts = new Map<number, number>();

  /**
   * Adds a value.
   *
   * @param positives - how many rows of the class have it, at least one
   * @param total - how many rows have it
   */
  add(positives: number, total: number): void {
    const key = total * LIMIT + positives;
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1);
  }

  /**
   * Returns the ROC AUC of the shares, 0…1. Values that were not added have no row of the class; a row
   * that is the only one with its value has the share 0.
   *
   * @param positives - the number of rows of the class, at least one
   * @param total - the number of all rows, more than `positives`
   */
  area(positives: number, total: number): number {
    const negatives = total - positives;
    const scored: Scored[] = [];
    let [wins, unseen] = [0, negatives];
    for (const [key, values] of this.#counts) {
      const rows = Math.floor(key / LIMIT);
      const own = key % LIMIT;
      const rest = rows - own;
      const shareOf = (found: number): number => found / Math.max(1, rows - 1);
      scored.push({ score: shareOf(own - 1), positives: values * own, negatives: 0 });
      scored.push({ score: shareOf(own), positives: 0, negatives: values * rest });
      wins += (values * own * rest) / 2;
      unseen -= values * rest;
    }
    scored.push({ score: 0, positives: 0, negatives: unseen });
    return (wins + countWins(scored)) / (positives * negatives);
  }
}

/**
 * Counts the pairs in which the row of the class has the larger score, and half of those in which both
 * have the same.
 */
function countWins(scored: Scored[]): number {
  scored.sort((a, b) => a.score - b.score);
  let [wins, below] = [0, 0];
  for (let at = 0; at < scored.length; ) {
    const { score } = scored[at] as Scored;
    let [positives, negatives] = [0, 0];
    for (; scored[at]?.score === score; at++) {
      positives += (scored[at] as Scored).positives;
      negatives += (scored[at] as Scored).negatives;
    }
    wins += positives * (below + negatives / 2);
    below += negatives;
  }
  return wins;
}
