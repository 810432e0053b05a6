/**
 * Estimates the memory that scoring all rows at once will take, before it begins.
 *
 * @module
 */

import type { Bounds } from '../model/fit-options.ts';
import { featureFields, type ModelHeader } from '../model/header.ts';
import { engineCosts } from '../network/engine-cost.ts';
import { counted } from '../notice.ts';
import type { SearchResults } from '../results/results.ts';
import {
  encodedBytes,
  predictedBytes,
  type RowShape,
  refuseMemory,
  scoringBytes,
  shapeOf,
  threadBytes,
  timestepsOf,
} from './memory.ts';

/** `ScoreWork` holds the parts of a plan for scoring that decide about memory. */
export interface ScoreWork {
  readonly threads: number;
  /** Scoring adds this many columns beside the usual three. */
  readonly moreColumns: number;
}

/** A cell that is added takes this much: its text, and its bytes in the reply while that grows. */
const CELL_BYTES = 80;

/** Returns the largest memory of the process. */
export function scoreBytes(
  header: ModelHeader,
  shape: RowShape,
  { threads, moreColumns }: ScoreWork,
): number {
  const { encoder, network, policies, sequence } = header;
  const timesteps = Math.min(shape.rows, timestepsOf(encoder, sequence.window));
  // Rows that are dropped are encoded with all others first.
  const encodings = 1 + Number(policies.nulls === 'drop');
  return (
    scoringBytes(shape) +
    shape.rows * moreColumns * CELL_BYTES +
    threadBytes(threads) +
    encodings * encodedBytes(encoder, shape.rows) +
    engineCosts.builtin.predictionBytes(network, timesteps) +
    predictedBytes(network, shape.rows, timesteps)
  );
}

/** @throws UserError with the estimate */
export function refuseLargeScore(
  header: ModelHeader,
  results: SearchResults,
  { bounds, work }: { readonly bounds: Bounds; readonly work: ScoreWork },
): void {
  refuseMemory(
    scoreBytes(header, shapeOf(results, featureFields(header)), work),
    bounds,
    `Scoring ${counted(results.rowCount, 'row')} at once`,
    'use a shorter time range, fewer fields with | fields, or order=input after | sort 0 _time',
  );
}
