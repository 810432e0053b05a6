/**
 * Summarises texts as inputs of a linear model: each hashed piece of one to three characters is a one-hot
 * column, and the begin and the end of a text are characters too.
 *
 * @module
 */

import { mostNgrams, NgramHasher, type Piece } from '../../encode/field/ngrams.ts';
import { orderOf } from '../../encode/rows/steps.ts';
import {
  type InputRows,
  type LinearShape,
  type LinearTerm,
  NO_MORE_ONES,
  type SampledSequences,
  type SummarisedSequence,
} from '../linear-inputs.ts';

/** More columns make a fit longer, and tell little more apart. */
const MOST_COLUMNS = 2 ** 16;

/** A sample has at most as many pieces as the longest of them. */
export function ngramShape(
  { sequences: { lengths }, samples }: SampledSequences,
  maxColumns: number,
): LinearShape {
  const longest = samples.reduce((most, sample) => Math.max(most, lengths[sample]), 1);
  const columns = Math.min(MOST_COLUMNS, maxColumns);
  return { dense: 0, columns, ones: mostNgrams(longest) };
}

export function writeNgrams(
  { sequences, samples }: SampledSequences,
  { inputs: { columns, ones, indexes }, first }: InputRows,
): void {
  const order = orderOf(sequences);
  const { starts, lengths } = sequences;
  const hasher = new NgramHasher(columns);
  for (const [at, sample] of samples.entries()) {
    const to = (first + at) * ones;
    const text = { first: starts[sample], end: starts[sample] + lengths[sample] };
    const count = hasher.write(order, text, indexes, to);
    indexes.fill(NO_MORE_ONES, to + count, to + ones);
  }
}

/**
 * Returns the pieces of a text, which a text of none has not: each of the characters of a piece has an equal part
 * of it, and the marks of the begin and the end have none.
 */
export function ngramTerms(
  field: string,
  { sequences, sample, shape: { dense, columns } }: SummarisedSequence,
): LinearTerm[] {
  const pieces: Piece[] = [];
  const first = sequences.starts[sample];
  const end = first + sequences.lengths[sample];
  const indexes = new Int32Array(mostNgrams(end - first));
  new NgramHasher(columns, pieces).write(orderOf(sequences), { first, end }, indexes, 0);
  return pieces.flatMap(({ from, size }, at) => {
    const [begin, behind] = [Math.max(from, first), Math.min(from + size, end)];
    const difference = 1 / (behind - begin);
    const column = dense + indexes[at];
    return Array.from({ length: behind - begin }, (_, k): LinearTerm => {
      return { column, difference, field, back: end - 1 - (begin + k) };
    });
  });
}
