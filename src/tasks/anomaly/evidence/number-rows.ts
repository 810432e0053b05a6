/**
 * Reads the numbers of rows, beside those of the rows before them, from what the network reads.
 *
 * @module
 */

import { type Sequences, stepAt } from '../../../encode/rows/steps.ts';
import type { KeptEvidence } from '../../../model/record.ts';
import { fieldCells } from '../../../readings/field-cells.ts';
import type { Encoder } from '../../../readings/reading.ts';
import { beginColumn, encodeFeatures, placedFields } from '../../../readings/rows/features.ts';
import type { SearchResults } from '../../../results/results.ts';
import type { NumberRows } from './number-forecast.ts';

/** What numbers are read from. */
export interface RowsWithFeatures {
  readonly sequences: Sequences;
  /** `[rows]`: the sequence that ends before each row. */
  readonly samples: Int32Array;
  /** `[rows, features]`: the rows' own features. */
  readonly own: Float32Array;
}

interface NumberColumn {
  readonly field: string;
  readonly column: number;
}

/** Returns where the numbers stand among the features; none where a field is something else. */
export function numberColumns(encoder: Encoder): readonly NumberColumn[] {
  if (encoder.kind !== 'features') return [];
  const all = placedFields(encoder);
  if (!all.every(({ field }) => field.kind === 'numeric')) return [];
  return all.map(({ field: { field }, column }) => ({ field, column }));
}

/** Returns the features of placed rows, whose steps stand at their positions. */
export function ownFeatures(
  { steps: { width, features } }: Pick<Sequences, 'steps'>,
  positions: Int32Array,
): Float32Array {
  const own = new Float32Array(positions.length * width);
  for (const [at, position] of positions.entries()) {
    own.set(features.subarray(position * width, (position + 1) * width), at * width);
  }
  return own;
}

/** Returns the features of rows of results; none where evidence does not read them. */
export function readOwnFeatures(
  kept: KeptEvidence | undefined,
  encoder: Encoder,
  results: SearchResults,
  rows: Int32Array,
): Float32Array {
  if (kept?.numbers === undefined || encoder.kind !== 'features') return new Float32Array(0);
  const { cellsOf } = fieldCells(encoder, results, rows);
  return encodeFeatures(encoder, rows, cellsOf).features;
}

/** A row is the first of its sequence where what is read for it ends with the begin. */
export function numbersOf(
  encoder: Encoder,
  { sequences, samples, own }: RowsWithFeatures,
): NumberRows {
  const columns = numberColumns(encoder);
  const { steps, starts, lengths } = sequences;
  const [values, before] = [0, 1].map(() => new Float32Array(samples.length * columns.length)) as [
    Float32Array,
    Float32Array,
  ];
  const isFirst = new Uint8Array(samples.length);
  const isBegin = beginReader(encoder, steps);
  for (const [at, sample] of samples.entries()) {
    const last = stepAt(sequences, starts[sample] + lengths[sample] - 1);
    isFirst[at] = Number(isBegin(last));
    for (const [index, { column }] of columns.entries()) {
      values[at * columns.length + index] = own[at * steps.width + column];
      before[at * columns.length + index] = steps.features[last * steps.width + column];
    }
  }
  return { values, before, isFirst };
}

/** Returns how to recognise the steps that begin sequences; models before begins have none. */
function beginReader(
  encoder: Encoder,
  { width, features }: Pick<Sequences['steps'], 'width' | 'features'>,
): (step: number) => boolean {
  if (encoder.kind !== 'features' || encoder.begin === undefined) return () => false;
  const column = beginColumn(encoder);
  return (step) => features[step * width + column] === 1;
}
