/**
 * Finds what comes after each step of a text: the next character, or the end.
 *
 * @module
 */

import { orderOf, type Sequences } from '../../encode/rows/steps.ts';
import { type AnomalyTarget, headSize } from '../../model/anomaly-target.ts';

/**
 * Returns the outcome after each step, `[order]`. The step of the begin, which is the first of each text, has the
 * first character after it, and the last character has the end.
 */
export function nextCharacters(
  { heads: [head] }: AnomalyTarget,
  sequences: Pick<Sequences, 'order' | 'starts' | 'lengths'>,
): Float32Array {
  if (head === undefined) throw new RangeError('a target of texts needs a head');
  const order = orderOf(sequences);
  const next = new Float32Array(order.length);
  for (let at = 1; at < order.length; at++) next[at - 1] = order[at];
  const { starts, lengths } = sequences;
  const end = headSize(head) - 1;
  for (let text = 0; text < starts.length; text++) next[starts[text] + lengths[text] - 1] = end;
  return next;
}
