/**
 * Summarises texts as inputs of a linear model: each hashed piece of one to three characters is a one-hot
 * column, and the begin and the end of a text are characters too. What stands beside a text is read as it is.
 *
 * @module
 */

import { mostNgrams, NgramHasher } from '../../encode/field/ngrams.ts';
import { type BesideSteps, orderOf, type Sequences } from '../../encode/rows/steps.ts';
import {
  type InputRows,
  type LinearShape,
  type LinearTerm,
  NO_MORE_ONES,
  type SampledSequences,
  type SummarisedSequence,
} from '../linear-inputs.ts';
import type { TypicalInput } from '../typical-input.ts';
import { besideTerms } from './beside.ts';
import { type CharacterEncoder, textField } from './encoder.ts';

/** More columns make a fit longer, and distinguish few more n-grams. */
const MOST_COLUMNS = 2 ** 16;

/** A sample has at most as many pieces as the longest of them. */
export function ngramShape(
  { sequences: { lengths, beside }, samples }: SampledSequences,
  maxColumns: number,
): LinearShape {
  const longest = samples.reduce((most, sample) => Math.max(most, lengths[sample]), 1);
  const columns = Math.min(MOST_COLUMNS + idsOf(beside), maxColumns);
  const ones = (beside?.idCount ?? 0) + mostNgrams(longest);
  return { dense: beside?.width ?? 0, columns, ones };
}

function idsOf(beside: BesideSteps | undefined): number {
  return beside?.vocabularies.reduce((sum, size) => sum + size, 0) ?? 0;
}

/** Returns how many of the one-hot columns, the first ones, are those of ids; pieces have at least half of all. */
function idColumns({ beside }: Pick<Sequences, 'beside'>, columns: number): number {
  return Math.min(idsOf(beside), Math.floor(columns / 2));
}

export function writeNgrams(
  { sequences, samples }: SampledSequences,
  { inputs, first }: InputRows,
): void {
  const { columns, ones, indexes } = inputs;
  const order = orderOf(sequences);
  const { starts, lengths, beside } = sequences;
  if (beside !== undefined) writeBeside(beside, samples, { inputs, first });
  const ids = beside?.idCount ?? 0;
  const ofIds = idColumns(sequences, columns);
  const hasher = new NgramHasher({ first: ofIds, count: columns - ofIds });
  for (const [at, sample] of samples.entries()) {
    const to = (first + at) * ones;
    const text = { first: starts[sample], end: starts[sample] + lengths[sample] };
    const count = ids + hasher.write(order, text, indexes, to + ids);
    indexes.fill(NO_MORE_ONES, to + count, to + ones);
  }
}

/** Writes the dense columns, which older models do not have, and the columns of ids. */
function writeBeside(
  beside: BesideSteps,
  samples: Int32Array,
  { inputs: { dense, columns, ones, values, indexes }, first }: InputRows,
): void {
  const { width, features, idCount, ids, vocabularies } = beside;
  const ofIds = idColumns({ beside }, columns);
  for (let at = 0; at < samples.length; at++) {
    const sample = samples[at];
    const to = (first + at) * dense;
    for (let column = 0; column < dense; column++) {
      values[to + column] = features[sample * width + column];
    }
    let base = 0;
    for (let id = 0; id < idCount; id++) {
      indexes[(first + at) * ones + id] = (base + ids[sample * idCount + id]) % ofIds;
      base += vocabularies[id] as number;
    }
  }
}

/**
 * Returns the pieces of a text, which a text of none has not: each of the characters of a piece has an equal part
 * of it, and the marks of the begin and the end have none. What stands beside the text comes last.
 */
export function ngramTerms(
  encoder: CharacterEncoder,
  one: SummarisedSequence,
  typical: TypicalInput,
): LinearTerm[] {
  const { sequences, sample, shape } = one;
  const { dense, columns } = shape;
  const { field } = textField(encoder);
  const first = sequences.starts[sample];
  const end = first + sequences.lengths[sample];
  const ofIds = idColumns(sequences, columns);
  const hasher = new NgramHasher({ first: ofIds, count: columns - ofIds });
  const ofPieces: LinearTerm[] = [];
  hasher.visit(orderOf(sequences), { first, end }, ({ from, size }, bucket) => {
    const [begin, behind] = [Math.max(from, first), Math.min(from + size, end)];
    const difference = 1 / (behind - begin);
    for (let at = begin; at < behind; at++) {
      ofPieces.push({ column: dense + bucket, difference, field, back: end - 1 - at });
    }
  });
  return [...ofPieces, ...besideTerms(encoder, one, typical, ofIds)];
}
