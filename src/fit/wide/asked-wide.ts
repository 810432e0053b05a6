/**
 * Tells whether a fit is to have a linear model beside the LSTM layers, and how many such models it fits.
 *
 * @module
 */

import type { FitData } from '../../model/examples.ts';
import type { FitSettings } from '../../model/fit-options.ts';
import type { NetworkSpec } from '../../network/network-spec.ts';
import type { Encoder } from '../../readings/reading.ts';
import { readingOf } from '../../readings/table.ts';
import { penaltiesOf } from './penalties.ts';

/** Fields that the linear model alone reads ask for one: `auto` would drop what the user named. */
export function askedWide(
  { encoder }: { readonly encoder: Encoder },
  { network: { wide } }: Pick<FitSettings, 'network'>,
): boolean | 'auto' {
  if (wide !== 'auto') return wide;
  const alone = readingOf(encoder).summary.alone?.(encoder) ?? [];
  return alone.length > 0 ? true : 'auto';
}

/**
 * Returns how many linear models are fitted: one that the network is compared with; one for each penalty where one may
 * stand beside the LSTM layers; and for a refit one for all rows, and one for each half of the training rows.
 */
export function linearFits(data: FitData, network: NetworkSpec, settings: FitSettings): number {
  if (data.target.mode === 'anomaly') return 0;
  if (askedWide(data, settings) === false) return 1;
  return penaltiesOf(data, network).length + 3 * Number(settings.run.refit);
}
