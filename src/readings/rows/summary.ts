/**
 * Summarises windows as inputs of a linear model: the last row, the mean and the maximum of all rows, the
 * levels of a forecast, and the embedded categories of the last row as one-hot columns.
 *
 * @module
 */

import { type Sequences, type Steps, stepAt, writeFirst } from '../../encode/rows/steps.ts';
import { ownWindows } from '../../encode/rows/window-scale.ts';
import type { NetworkSpec } from '../../network/network-spec.ts';
import type { InputRows, LinearShape, SampledSequences } from '../linear-inputs.ts';
import { levelCount, writeLevels } from './summary-levels.ts';
import { writeSummaries } from './window-summaries.ts';

/** Returns the shape of summaries of windows; if all windows hold one row, that row is the summary. */
export function windowShape(
  { sequences: { steps, lengths }, samples }: SampledSequences,
  { embeddings }: Pick<NetworkSpec, 'embeddings'>,
  maxColumns: number,
): LinearShape {
  const isLong = samples.some((sample) => lengths[sample] > 1);
  const levels = levelCount(steps);
  const columns = embeddings.reduce((sum, { vocabulary }) => sum + vocabulary, 0);
  return {
    dense: isLong || levels > 0 ? 3 * steps.width + levels : steps.width,
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
  const { dense, values } = into.inputs;
  const { steps } = read.sequences;
  const behind = summarised(steps, dense);
  if (behind > steps.width) writeSummaries(sampled, into);
  else writeLast(sampled, into);
  if (dense > behind)
    writeLevels(read, values, { first: into.first * dense + behind, stride: dense });
  writeLastIds(sampled, network, into);
}

/**
 * Returns how many dense columns summarise rows; those after them are levels, which models of older releases do
 * not read.
 */
export function summarised({ width }: Pick<Steps, 'width'>, dense: number): number {
  return Math.min(dense, 3 * width);
}

function writeLast(
  { sequences, samples }: SampledSequences,
  { inputs: { dense, values }, first }: InputRows,
): void {
  const { steps, lengths } = sequences;
  const { width, features } = steps;
  for (let at = 0; at < samples.length; at++) {
    const sample = samples[at];
    const last = lastStep(sequences, sample) * width;
    const to = (first + at) * dense;
    for (let k = 0; k < width; k++) values[to + k] = features[last + k];
    if (lengths[sample] === 1) writeFirst(steps, values, to);
  }
}

function lastStep(sequences: Sequences, sample: number): number {
  return stepAt(sequences, sequences.starts[sample] + sequences.lengths[sample] - 1);
}

/** Writes the embedded ids of the last rows; each embedding has columns of its own. */
function writeLastIds(
  { sequences, samples }: SampledSequences,
  { embeddings }: Pick<NetworkSpec, 'embeddings'>,
  { inputs: { columns, ones, indexes }, first }: InputRows,
): void {
  let base = 0;
  for (const [id, { vocabulary }] of embeddings.entries()) {
    for (let at = 0; at < samples.length; at++) {
      const last = lastStep(sequences, samples[at]);
      const index = base + sequences.steps.ids[last * ones + id];
      indexes[(first + at) * ones + id] = index % columns;
    }
    base += vocabulary;
  }
}
