/**
 * Options of `lstmscore` that a model of `mode=anomaly` cannot obey, and those that only it can.
 *
 * @module
 */

import { UserError } from '../../errors.ts';
import type { Target } from '../../model/target.ts';

/** @throws UserError for options of `lstmscore` that this model cannot obey */
export function refuseAnomalyOptions(
  target: Target,
  { top, probabilities }: { readonly top: number | undefined; readonly probabilities: boolean },
): void {
  if (target.mode !== 'anomaly') {
    if (top === undefined) return;
    throw new UserError(
      `top is for models of what comes next, and this one predicts ${target.field}: leave it out.`,
    );
  }
  if (probabilities) {
    throw new UserError(
      'This model learnt what comes next and has no classes: leave probabilities out.',
    );
  }
  if (top === undefined || target.heads.some(({ kind }) => kind === 'category')) return;
  throw new UserError(
    'top counts places among the values of fields, and this model predicts numbers only: use threshold.',
  );
}
