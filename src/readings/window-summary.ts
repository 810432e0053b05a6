/**
 * Sequences as the inputs of a linear model.
 *
 * A window is its last row, the mean and the maximum of its rows, and its last row's embedded
 * categories as one-hot columns. A list of tokens is a one-hot column for each token.
 *
 * @module
 */

import type { Sequences } from '../encode/rows/steps.ts';
import type { NetworkSpec } from '../network/network-spec.ts';
import type { LinearInputs, LinearShape } from './linear-inputs.ts';

/**
 * What the inputs look like.
 *
 * @param samples - training examples; where their windows hold one row, that row says all
 * @param maxColumns - one-hot columns at most; more are folded onto these
 */
export function summaryShape(
  { steps, lengths, order }: Sequences,
  { embeddings }: Pick<NetworkSpec, 'embeddings'>,
  samples: Int32Array,
  maxColumns: number,
): LinearShape {
  if (order !== undefined) {
    const ones = lengths[samples[0]] ?? 0;
    return { dense: 0, columns: Math.min(steps.count, maxColumns), ones };
  }
  const isLong = samples.some((sample) => lengths[sample] > 1);
  const columns = embeddings.reduce((sum, { vocabulary }) => sum + vocabulary, 0);
  return {
    dense: isLong ? 3 * steps.width : steps.width,
    columns: Math.min(columns, maxColumns),
    ones: steps.idCount,
  };
}

/**
 * Writes the inputs of `samples`.
 *
 * @param inputs - of the shape by `summaryShape`
 * @param first - row of `inputs` of the first sample
 */
export function writeSummaries(
  sequences: Sequences,
  network: Pick<NetworkSpec, 'embeddings'>,
  samples: Int32Array,
  inputs: LinearInputs,
  first = 0,
): void {
  if (sequences.order !== undefined) {
    writeTokens(sequences, sequences.order, samples, inputs, first);
    return;
  }
  writeLast(sequences, samples, inputs, first);
  if (inputs.dense > sequences.steps.width) writeMeanAndMax(sequences, samples, inputs, first);
  writeLastIds(sequences, network, samples, inputs, first);
}

/** A token is its own column; every list is as long as the first. */
function writeTokens(
  { starts }: Sequences,
  order: Int32Array,
  samples: Int32Array,
  { columns, ones, indexes }: LinearInputs,
  first: number,
): void {
  for (let at = 0; at < samples.length; at++) {
    const start = starts[samples[at]];
    const to = (first + at) * ones;
    for (let k = 0; k < ones; k++) indexes[to + k] = order[start + k] % columns;
  }
}

function writeLast(
  { steps, starts, lengths }: Sequences,
  samples: Int32Array,
  { dense, values }: LinearInputs,
  first: number,
): void {
  const { width, features } = steps;
  for (let at = 0; at < samples.length; at++) {
    const sample = samples[at];
    const last = (starts[sample] + lengths[sample] - 1) * width;
    const to = (first + at) * dense;
    for (let k = 0; k < width; k++) values[to + k] = features[last + k];
  }
}

function writeMeanAndMax(
  { steps, starts, lengths }: Sequences,
  samples: Int32Array,
  { dense, values }: LinearInputs,
  first: number,
): void {
  const { width, features } = steps;
  const sums = new Float64Array(width);
  const most = new Float32Array(width);
  for (let at = 0; at < samples.length; at++) {
    const sample = samples[at];
    const length = lengths[sample];
    sums.fill(0);
    most.fill(Number.NEGATIVE_INFINITY);
    addRows(features, starts[sample], length, sums, most);
    const to = (first + at) * dense + width;
    for (let k = 0; k < width; k++) values[to + k] = sums[k] / length;
    values.set(most, to + width);
  }
}

function addRows(
  features: Float32Array,
  start: number,
  length: number,
  sums: Float64Array,
  most: Float32Array,
): void {
  const width = sums.length;
  for (let row = start; row < start + length; row++) {
    const from = row * width;
    for (let k = 0; k < width; k++) {
      const value = features[from + k];
      sums[k] = sums[k] + value;
      if (value > most[k]) most[k] = value;
    }
  }
}

/** The embedded ids of the last rows; each embedding has columns of its own. */
function writeLastIds(
  { steps, starts, lengths }: Sequences,
  { embeddings }: Pick<NetworkSpec, 'embeddings'>,
  samples: Int32Array,
  { columns, ones, indexes }: LinearInputs,
  first: number,
): void {
  let base = 0;
  for (const [id, { vocabulary }] of embeddings.entries()) {
    for (let at = 0; at < samples.length; at++) {
      const sample = samples[at];
      const last = starts[sample] + lengths[sample] - 1;
      const index = base + steps.ids[last * ones + id];
      indexes[(first + at) * ones + id] = index % columns;
    }
    base += vocabulary;
  }
}
