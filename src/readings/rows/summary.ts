/**
 * Summarises windows as inputs of a linear model: the last row, the mean and the maximum of all rows, and
 * the embedded categories of the last row as one-hot columns.
 *
 * @module
 */

import { ownWindows } from '../../encode/rows/window-scale.ts';
import type { NetworkSpec } from '../../network/network-spec.ts';
import type { InputRows, LinearShape, SampledSequences } from '../linear-inputs.ts';

/** Returns the shape of summaries of windows; if all windows hold one row, that row is the summary. */
export function windowShape(
  { sequences: { steps, lengths }, samples }: SampledSequences,
  { embeddings }: Pick<NetworkSpec, 'embeddings'>,
  maxColumns: number,
): LinearShape {
  const isLong = samples.some((sample) => lengths[sample] > 1);
  const columns = embeddings.reduce((sum, { vocabulary }) => sum + vocabulary, 0);
  return {
    dense: isLong ? 3 * steps.width : steps.width,
    columns: Math.min(columns, maxColumns),
    ones: steps.idCount,
  };
}

export function writeWindows(
  read: SampledSequences,
  network: Pick<NetworkSpec, 'embeddings'>,
  into: InputRows,
): void {
  const sampled = ownWindows(read.sequences, read.samples);
  writeLast(sampled, into);
  if (into.inputs.dense > sampled.sequences.steps.width) writeMeanAndMax(sampled, into);
  writeLastIds(sampled, network, into);
}

function writeLast(
  { sequences: { steps, starts, lengths }, samples }: SampledSequences,
  { inputs: { dense, values }, first }: InputRows,
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
  { sequences: { steps, starts, lengths }, samples }: SampledSequences,
  { inputs: { dense, values }, first }: InputRows,
): void {
  const { width, features } = steps;
  const sums = new Float64Array(width);
  const most = new Float32Array(width);
  for (let at = 0; at < samples.length; at++) {
    const sample = samples[at];
    const length = lengths[sample];
    sums.fill(0);
    most.fill(Number.NEGATIVE_INFINITY);
    addRows(features, { start: starts[sample], length }, { sums, most });
    const to = (first + at) * dense + width;
    for (let k = 0; k < width; k++) values[to + k] = sums[k] / length;
    values.set(most, to + width);
  }
}

function addRows(
  features: Float32Array,
  { start, length }: { readonly start: number; readonly length: number },
  { sums, most }: { readonly sums: Float64Array; readonly most: Float32Array },
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

/** Writes the embedded ids of the last rows; each embedding has columns of its own. */
function writeLastIds(
  { sequences: { steps, starts, lengths }, samples }: SampledSequences,
  { embeddings }: Pick<NetworkSpec, 'embeddings'>,
  { inputs: { columns, ones, indexes }, first }: InputRows,
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
