/**
 * Estimates the memory that scoring all rows at once will take, before it begins.
 *
 * @module
 */

import type { Bounds } from '../model/fit-options.ts';
import { featureFields, type ModelHeader } from '../model/header.ts';
import { counted } from '../notice.ts';
import type { SearchResults } from '../results/results.ts';
import {
  encodedBytes,
  predictedBytes,
  predictionBytes,
  type RowShape,
  refuseMemory,
  scoringBytes,
  shapeOf,
  timestepsOf,
} from './memory.ts';

/** Returns the largest memory of the process. */
export function scoreBytes(header: ModelHeader, shape: RowShape): number {
  const { encoder, network, policies, sequence } = header;
  const timesteps = Math.min(shape.rows, timestepsOf(encoder, sequence.window));
  // Rows that are dropped are encoded with all others first.
  const encodings = 1 + Number(policies.nulls === 'drop');
  return (
    scoringBytes(shape) +
    encodings * encodedBytes(encoder, shape.rows) +
    predictionBytes(network, timesteps) +
    predictedBytes(network, shape.rows)
  );
}

/** @throws UserError with the estimate */
export function refuseLargeScore(
  header: ModelHeader,
  results: SearchResults,
  bounds: Bounds,
): void {
  refuseMemory(
    scoreBytes(header, shapeOf(results, featureFields(header))),
    bounds,
    `Scoring ${counted(results.rowCount, 'row')} at once`,
    'use a shorter time range, fewer fields with | fields, or order=input after | sort 0 _time',
  );
}
