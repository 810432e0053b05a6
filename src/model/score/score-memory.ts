/**
 * The memory that scoring all rows at once will take, estimated before it begins.
 *
 * @module
 */

import type { SearchResults } from '../../results/results.ts';
import { featureFields, type ModelHeader } from '../fitted-model.ts';
import {
  type Bounds,
  encodedBytes,
  predictionBytes,
  refuseMemory,
  scoringBytes,
  timestepsOf,
} from '../memory.ts';
import { counted } from '../notice.ts';

type Rows = Pick<SearchResults, 'rowCount' | 'byteLength'>;

/** Largest memory of the process. */
export function scoreBytes(header: ModelHeader, results: Rows): number {
  const { encoder, network, policies, sequence } = header;
  const rows = results.rowCount;
  const timesteps = Math.min(rows, timestepsOf(encoder, sequence.window));
  // Rows that are dropped are encoded with all others first.
  const encodings = 1 + Number(policies.nulls === 'drop');
  return (
    scoringBytes(results, featureFields(header).length) +
    encodings * encodedBytes(encoder, rows) +
    predictionBytes(network, timesteps)
  );
}

/** @throws UserError with the estimate */
export function refuseLargeScore(header: ModelHeader, results: Rows, bounds: Bounds): void {
  refuseMemory(
    scoreBytes(header, results),
    bounds,
    `Scoring ${counted(results.rowCount, 'row')} at once`,
    'use a shorter time range, fewer fields with | fields, or order=input after | sort 0 _time',
  );
}
