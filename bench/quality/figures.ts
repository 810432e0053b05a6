/**
 * Computes figures of a binary classifier, independently of the app, with scikit-learn's definitions:
 * `f1_score`, `roc_auc_score`, `average_precision_score`.
 *
 * @module
 */

/** What was predicted for one row, and what is true. */
export interface Verdict {
  readonly isPositive: boolean;
  readonly isPredicted: boolean;
  readonly probability: number;
}

export interface Figures {
  readonly rows: number;
  readonly negatives: number;
  readonly f1: number;
  readonly rocAuc: number;
  readonly prAuc: number;
  /** The share of the negatives that are predicted positive. */
  readonly fpr: number;
}

export function figuresOf(verdicts: readonly Verdict[]): Figures {
  const negatives = count(verdicts, ({ isPositive }) => !isPositive);
  const falseAlarms = count(verdicts, (verdict) => !verdict.isPositive && verdict.isPredicted);
  return {
    rows: verdicts.length,
    negatives,
    f1: f1Of(verdicts),
    ...areasOf(verdicts),
    fpr: falseAlarms / negatives,
  };
}

/** Returns 2·TP / (positives + predicted positives); 0 where there are neither. */
export function f1Of(verdicts: readonly Pick<Verdict, 'isPositive' | 'isPredicted'>[]): number {
  const hits = count(verdicts, (verdict) => verdict.isPositive && verdict.isPredicted);
  const positives = count(verdicts, ({ isPositive }) => isPositive);
  const predicted = count(verdicts, ({ isPredicted }) => isPredicted);
  return (2 * hits) / Math.max(1, positives + predicted);
}

/**
 * Computes areas over the descending distinct probabilities. For ROC a pair of a positive and a negative
 * row counts 1 where the positive one is above, ½ on a tie; for PR precision × gain of recall is summed.
 */
function areasOf(verdicts: readonly Verdict[]): Pick<Figures, 'rocAuc' | 'prAuc'> {
  const descending = verdicts.toSorted((a, b) => b.probability - a.probability);
  const positives = count(verdicts, ({ isPositive }) => isPositive);
  const negatives = verdicts.length - positives;
  let [pairs, precisions, above, seen] = [0, 0, 0, 0];
  while (seen < descending.length) {
    const tied = tiedFrom(descending, seen);
    const hits = count(tied, ({ isPositive }) => isPositive);
    pairs += (tied.length - hits) * (above + hits / 2);
    above += hits;
    seen += tied.length;
    precisions += hits * (above / seen);
  }
  return { rocAuc: pairs / (positives * negatives), prAuc: precisions / positives };
}

/** Returns the rows from `first` on that share its probability. */
function tiedFrom(descending: readonly Verdict[], first: number): readonly Verdict[] {
  let end = first + 1;
  while (descending[end]?.probability === descending[first]?.probability) end++;
  return descending.slice(first, end);
}

function count<T>(values: readonly T[], isCounted: (value: T) => boolean): number {
  let found = 0;
  for (const value of values) if (isCounted(value)) found++;
  return found;
}
