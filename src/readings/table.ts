/**
 * Lists the readings by the kinds of their encoders: the compiler holds this table complete.
 *
 * @module
 */

import { isOrdered, type SequenceSpec } from '../encode/rows/sequence-spec.ts';
import { fields } from './fields/reading.ts';
import type { EncoderKind, Reading } from './reading.ts';
import { rows } from './rows/reading.ts';

const readings: { readonly [K in EncoderKind]: Reading<K> } = { features: rows, tokens: fields };

/** @param encoder - or whatever else has the kind of one */
export function readingOf<K extends EncoderKind>({ kind }: { readonly kind: K }): Reading<K> {
  return readings[kind];
}

/** Returns the reading that a fit with this window makes an encoder for. */
export function readingFor(sequence: Pick<SequenceSpec, 'window'>): Reading<EncoderKind> {
  return readings[isOrdered(sequence) ? 'features' : 'tokens'];
}
