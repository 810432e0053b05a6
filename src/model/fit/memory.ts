/**
 * The memory that training will take, estimated before it starts.
 *
 * @module
 */

import type { Sequences } from '../../encode/steps.ts';
import { UserError } from '../../errors.ts';
import type { ModelHeader } from '../fitted-model.ts';
import { layoutWeights, type NetworkSpec } from '../network/network-spec.ts';

/** What one search may take for its network and batches. */
const MAX_BYTES = 2 * 2 ** 30;

const FLOAT_BYTES = 4;

/** Floats a unit, timestep and sequence: four gates, cell, tanh, hidden state and its gradient. */
const STATES = 8;

/** Floats a unit and distinct row: its four gates' inputs and their gradient. */
const PROJECTIONS = 8;

/** Copies of the weights: themselves, their gradient, two moments, the best so far. */
const WEIGHT_COPIES = 5;

/**
 * @param timesteps - of a full sequence
 * @returns bytes
 */
export function trainingBytes(network: NetworkSpec, batchSize: number, timesteps: number): number {
  const units = network.units.reduce((sum, layer) => sum + layer, 0);
  const inputs =
    network.features + network.embeddings.reduce((sum, { width }) => sum + 2 * width, 0);
  const cells = batchSize * timesteps;
  const floats =
    cells * (units * (STATES + PROJECTIONS) + inputs) +
    WEIGHT_COPIES * layoutWeights(network).count;
  return FLOAT_BYTES * floats;
}

/**
 * Counts full windows even where the rows at hand form shorter ones: those that the model will score
 * may be longer.
 *
 * @throws UserError with the estimate
 */
export function refuseMemory(
  { sequence: { window }, network }: Pick<ModelHeader, 'sequence' | 'network'>,
  batchSize: number,
  { lengths }: Pick<Sequences, 'lengths'>,
): void {
  const timesteps = window === 'fields' ? (lengths[0] ?? 1) : window;
  const bytes = trainingBytes(network, batchSize, timesteps);
  if (bytes <= MAX_BYTES) return;
  const [needed, most] = [bytes, MAX_BYTES].map((count) => (count / 2 ** 30).toFixed(1));
  const what = window === 'fields' ? `${timesteps} tokens a row` : `window=${window}`;
  throw new UserError(
    `Training with ${what}, units=${network.units.join()} and batches of ${batchSize} would take about ${needed} GB, more than ${most} GB: use a shorter window, fewer fields, fewer units or a smaller batch_size.`,
  );
}
