/**
 * Lists the readings by the kinds of their encoders: the compiler holds this table complete.
 *
 * @module
 */

import type { SequenceSpec } from '../encode/rows/sequence-spec.ts';
import { characters } from './characters/reading.ts';
import { fields } from './fields/reading.ts';
import type { EncoderKind, Reading } from './reading.ts';
import { rows } from './rows/reading.ts';

const readings: { readonly [K in EncoderKind]: Reading<K> } = {
  features: rows,
  tokens: fields,
  characters,
};

/** @param encoder - or whatever else has the kind of one */
export function readingOf<K extends EncoderKind>({ kind }: { readonly kind: K }): Reading<K> {
  return readings[kind];
}

/** Returns the reading that a fit with this window makes an encoder for. */
export function readingFor({ window }: Pick<SequenceSpec, 'window'>): Reading<EncoderKind> {
  if (typeof window === 'number') return readings.features;
  return readings[window === 'fields' ? 'tokens' : 'characters'];
}
