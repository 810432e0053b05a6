/**
 * Computes the recall at a rate of false positives.
 *
 * @module
 */

export interface Scored {
  readonly isPositive: boolean;
  readonly probability: number;
}

/** Returns the largest share of the positives above a threshold that at most `fpr` of the negatives reach. */
export function recallAt(rows: readonly Scored[], fpr: number): number {
  const threshold = thresholdAt(rows, fpr);
  const positives = rows.filter(({ isPositive }) => isPositive);
  return positives.filter(({ probability }) => probability > threshold).length / positives.length;
}

/** Returns the smallest threshold above which at most a share `fpr` of the negatives lie. */
export function thresholdAt(rows: readonly Scored[], fpr: number): number {
  const negatives = rows.filter(({ isPositive }) => !isPositive);
  const descending = negatives.map(({ probability }) => probability).sort((a, b) => b - a);
  return descending[Math.floor(fpr * descending.length)] ?? Number.NEGATIVE_INFINITY;
}
