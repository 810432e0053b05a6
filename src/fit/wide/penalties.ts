/**
 * Says with which penalties linear models are fitted, as multiples of the usual one.
 *
 * A stronger penalty than the usual one is taken where validation rows do not speak against it, because it carries
 * over better to rows of later days.
 *
 * @module
 */

import {
  type BaselineExamples,
  type BaselineNetwork,
  isSolved,
} from '../../baseline/linear-baseline.ts';

/** The preferred ones come first, the usual one last. */
const FEW = [100, 1];

/** Once one is solved for, others cost hardly anything. */
const MANY = [1000, 100, 10, 1];

/** Returns the penalties that are tried for these examples, the preferred ones first. */
export function penaltiesOf(
  examples: Omit<BaselineExamples, 'targets'>,
  network: BaselineNetwork,
): readonly number[] {
  return isSolved(examples, network) ? MANY : FEW;
}
