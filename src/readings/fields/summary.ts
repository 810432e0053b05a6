/**
 * Summarises lists of tokens as inputs of a linear model: each token is a one-hot column.
 *
 * @module
 */

import { orderOf } from '../../encode/rows/steps.ts';
import type {
  InputRows,
  LinearShape,
  LinearTerm,
  SampledSequences,
  SummarisedSequence,
} from '../linear-inputs.ts';
import { shareTerms } from '../share-terms.ts';
import type { TypicalInput } from '../typical-input.ts';
import { type TokenEncoder, tokenNames, tokenSizes } from './tokens.ts';

/** Every list is as long as that of the first sample. */
export function tokenShape(
  { sequences: { steps, lengths }, samples }: SampledSequences,
  maxColumns: number,
): LinearShape {
  return { dense: 0, columns: Math.min(steps.count, maxColumns), ones: lengths[samples[0]] ?? 0 };
}

export function writeTokens(
  { sequences, samples }: SampledSequences,
  { inputs: { columns, ones, indexes }, first }: InputRows,
): void {
  const order = orderOf(sequences);
  const areOwn = sequences.steps.count <= columns;
  for (let at = 0; at < samples.length; at++) {
    const start = sequences.starts[samples[at]];
    const to = (first + at) * ones;
    if (areOwn) indexes.set(order.subarray(start, start + ones), to);
    else for (let k = 0; k < ones; k++) indexes[to + k] = order[start + k] % columns;
  }
}

/** Returns what sets the tokens of a row apart from those of training rows at each place. */
export function tokenTerms(
  encoder: TokenEncoder,
  { sequences, sample, shape }: SummarisedSequence,
  { counts: [counts = []] }: TypicalInput,
): LinearTerm[] {
  const order = orderOf(sequences);
  const names = tokenNames(encoder);
  let first = 0;
  return tokenSizes(encoder).flatMap((size, place) => {
    const own = counts.slice(first, first + size);
    const token = order[sequences.starts[sample] + place];
    const at = { field: names[place] as string, base: first, shape };
    first += size;
    return shareTerms(token - at.base, own, at);
  });
}
