/**
 * Summarises lists of tokens as inputs of a linear model: each token is a one-hot column.
 *
 * @module
 */

import { orderOf } from '../../encode/rows/steps.ts';
import type { InputRows, LinearShape, SampledSequences } from '../linear-inputs.ts';

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
  for (let at = 0; at < samples.length; at++) {
    const start = sequences.starts[samples[at]];
    const to = (first + at) * ones;
    for (let k = 0; k < ones; k++) indexes[to + k] = order[start + k] % columns;
  }
}
