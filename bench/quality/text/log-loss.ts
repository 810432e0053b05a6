/**
 * Computes the log loss of probabilities of two classes, as scikit-learn's `log_loss` does.
 *
 * @module
 */
import type { Scored } from './recall-at.ts';

/** Probabilities nearer to 0 or 1 count as this near, because no loss is infinite. */
const NEAREST = 2 ** -52;

export function logLossOf(rows: readonly Scored[]): number {
  const losses = rows.map(({ isPositive, probability }) => {
    const own = isPositive ? probability : 1 - probability;
    return -Math.log(Math.max(NEAREST, own));
  });
  return losses.reduce((sum, loss) => sum + loss, 0) / rows.length;
}
