/**
 * Estimates the memory that training will take, before it starts.
 *
 * @module
 */

import type { Window } from '../encode/rows/sequence-spec.ts';
import type { FitSettings } from '../model/fit-options.ts';
import type { NetworkSpec } from '../network/network-spec.ts';
import { counted } from '../notice.ts';
import type { Encoder } from '../readings/reading.ts';
import { readingOf } from '../readings/table.ts';
import {
  encodedBytes,
  predictedBytes,
  type RowShape,
  readingBytes,
  refuseMemory,
  timestepsOf,
} from './memory.ts';

/** The inputs of the linear model that the network is compared with take at most this much. */
const BASELINE_BYTES = 48 * 2 ** 20;

/** The scores and texts of a row take this much, where rows are scored after the fit. */
const SCORES_BYTES = 320;

/** `PlannedFit` holds what is known of a fit before it trains. */
export interface PlannedFit {
  readonly shape: RowShape;
  readonly encoder: Encoder;
  readonly network: NetworkSpec;
  readonly window: Window;
  readonly batchSize: number;
}

/**
 * Returns the largest memory of the process. Full windows are counted even where the rows at hand form
 * shorter ones: the windows that the model will score may be longer.
 */
export function fitBytes(
  { shape, encoder, network, window, batchSize }: PlannedFit,
  { features: { nulls }, scoresRows, run: { refit, max_rows: maxRows }, engineCost }: FitSettings,
): number {
  const timesteps = timestepsOf(encoder, window);
  const rows = Math.min(maxRows, shape.rows);
  // Rows that are dropped are encoded with all others first.
  const encodings = 1 + Number(nulls === 'drop') + Number(scoresRows);
  const training = engineCost.trainingBytes(network, batchSize, timesteps);
  const prediction = engineCost.predictionBytes(network, timesteps);
  return (
    readingBytes(shape) +
    encodings * encodedBytes(encoder, rows) +
    training +
    (1 + Number(scoresRows)) * (prediction + predictedBytes(network, rows, timesteps)) +
    Number(refit) * training +
    Math.min(BASELINE_BYTES, 3 * encodedBytes(encoder, rows)) +
    Number(scoresRows) * shape.rows * SCORES_BYTES +
    engineCost.ownBytes
  );
}

/** @throws UserError with the estimate, before anything of the rows is read */
export function refuseManyRows(shape: RowShape, { bounds }: Pick<FitSettings, 'bounds'>): void {
  refuseMemory(
    readingBytes(shape),
    bounds,
    `Reading ${counted(shape.rows, 'row')} to train on`,
    'use a shorter time range, or only the fields you need with | fields',
  );
}

/** @throws UserError with the estimate, before the rows are encoded */
export function refuseLargeFit(fit: PlannedFit, settings: FitSettings): void {
  const { network, window, encoder, batchSize } = fit;
  const { text } = readingOf(encoder).length(encoder, window);
  refuseMemory(
    fitBytes(fit, settings),
    settings.bounds,
    `Training on ${counted(fit.shape.rows, 'row')} with ${text}, units=${network.units.join()} and batches of ${batchSize}`,
    'use fewer rows (max_rows), a shorter window, fewer fields, fewer units or a smaller batch_size',
  );
}
