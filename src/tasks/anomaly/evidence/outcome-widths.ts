/**
 * Tells how wide the outcomes of a number are, so that the probability of an outcome and the density of a number in it can be
 * compared.
 *
 * @module
 */

import { type Scaling, scaleNumber } from '../../../encode/field/scaling.ts';
import type { NumberOutcomes } from '../../../model/number-outcomes.ts';
import { LEAST_SPREAD } from './number-forecast.ts';

/**
 * Returns log₂ of the width of each outcome, in the scale in which the network reads the number. An open one is as wide
 * as the scale of its tail; null has the width 1; and no outcome is narrower than covariances can resolve.
 */
export function outcomeWidths({ edges, tails }: NumberOutcomes, scaling: Scaling): number[] {
  const [first, last] = [edges[0] as number, edges.at(-1) as number];
  const bounds = [
    first - (tails?.below.scale ?? 0),
    ...edges,
    last + (tails?.above.scale ?? 0),
  ].map((bound) => scaleNumber(scaling, bound));
  const widths = bounds.slice(1).map((bound, at) => bound - (bounds[at] as number));
  return [0, ...widths.map((width) => Math.log2(Math.max(LEAST_SPREAD, width)))];
}
