/**
 * Tells whether a fit is to have a linear model beside the LSTM layers.
 *
 * @module
 */

import type { FitSettings } from '../../model/fit-options.ts';
import type { Encoder } from '../../readings/reading.ts';
import { readingOf } from '../../readings/table.ts';

/** Fields that the linear model alone reads ask for one: `auto` would drop what the user named. */
export function askedWide(
  { encoder }: { readonly encoder: Encoder },
  { network: { wide } }: Pick<FitSettings, 'network'>,
): boolean | 'auto' {
  if (wide !== 'auto') return wide;
  const alone = readingOf(encoder).summary.alone?.(encoder) ?? [];
  return alone.length > 0 ? true : 'auto';
}
