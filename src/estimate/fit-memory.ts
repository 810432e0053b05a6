/**
 * Estimates the memory that training will take, before it starts.
 *
 * @module
 */

import type { FitSettings } from '../model/fit-options.ts';
import { layoutWeights, type NetworkSpec } from '../network/network-spec.ts';
import { counted } from '../notice.ts';
import type { TokenEncoder } from '../readings/fields/tokens.ts';
import type { FeatureEncoder } from '../readings/rows/features.ts';
import { readingOf } from '../readings/table.ts';
import {
  encodedBytes,
  predictedBytes,
  predictionBytes,
  type RowShape,
  readingBytes,
  refuseMemory,
  timestepsOf,
  unitCount,
} from './memory.ts';

const FLOAT_BYTES = 4;

/**
 * There are this many floats for each unit, timestep and sequence: four gates, cell, tanh, hidden state
 * and its gradient.
 */
const STATES = 8;

/** There are this many floats for each unit and distinct row: its four gates' inputs and their gradient. */
const PROJECTIONS = 8;

/** There are this many floats for each sequence and output: logits, their gradient and probabilities. */
const LOGITS = 3;

/** The weights are held this many times: themselves, their gradient, two moments, the best so far. */
const WEIGHT_COPIES = 5;

/**
 * @param timesteps - the timesteps of a full sequence
 * @returns bytes
 */
export function trainingBytes(network: NetworkSpec, batchSize: number, timesteps: number): number {
  const inputs =
    network.features + network.embeddings.reduce((sum, { width }) => sum + 2 * width, 0);
  const cells = batchSize * timesteps;
  const floats =
    LOGITS * batchSize * network.outputs +
    cells * (unitCount(network) * (STATES + PROJECTIONS) + inputs) +
    WEIGHT_COPIES * layoutWeights(network).count;
  return FLOAT_BYTES * floats;
}

/** The inputs of the linear model that the network is compared with take at most this much. */
const BASELINE_BYTES = 48 * 2 ** 20;

/** The scores and texts of a row take this much, where rows are scored after the fit. */
const SCORES_BYTES = 320;

/** What is known of a fit before it trains. */
export interface PlannedFit {
  readonly shape: RowShape;
  readonly encoder: FeatureEncoder | TokenEncoder;
  readonly network: NetworkSpec;
  readonly window: 'fields' | number;
  readonly batchSize: number;
}

/**
 * Returns the largest memory of the process. Full windows are counted even where the rows at hand form
 * shorter ones: the windows that the model will score may be longer.
 */
export function fitBytes(
  { shape, encoder, network, window, batchSize }: PlannedFit,
  { policies, scoresRows, refit, engineBytes, maxRows }: FitSettings,
): number {
  const timesteps = timestepsOf(encoder, window);
  const rows = Math.min(maxRows, shape.rows);
  // Rows that are dropped are encoded with all others first.
  const encodings = 1 + Number(policies.nulls === 'drop') + Number(scoresRows);
  const training = trainingBytes(network, batchSize, timesteps);
  const prediction = predictionBytes(network, timesteps);
  return (
    readingBytes(shape) +
    encodings * encodedBytes(encoder, rows) +
    training +
    (1 + Number(scoresRows)) * (prediction + predictedBytes(network, rows)) +
    Number(refit) * training +
    Math.min(BASELINE_BYTES, 3 * encodedBytes(encoder, rows)) +
    Number(scoresRows) * shape.rows * SCORES_BYTES +
    engineBytes
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
