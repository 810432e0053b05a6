/**
 * Holds what counts and linear forecasts say of rows beside the network, so that what these find is found.
 *
 * Each kind is a column: how rare the row is among training rows (`row-counts.ts`); and where all fields are
 * numbers, how far they lie from what the row before foretells, and from their means (`number-forecast.ts`).
 *
 * @module
 */

import { type Sequences, stepAt } from '../../../encode/rows/steps.ts';
import {
  type AnomalyTarget,
  type Head,
  headName,
  headSize,
} from '../../../model/anomaly-target.ts';
import { type FitData, targetsOf } from '../../../model/examples.ts';
import type { Evidence, Surprises } from '../../../model/prediction.ts';
import type { KeptEvidence, NumberForecast } from '../../../model/record.ts';
import { fieldCells } from '../../../readings/field-cells.ts';
import type { Encoder } from '../../../readings/reading.ts';
import { beginColumn, encodeFeatures, placedFields } from '../../../readings/rows/features.ts';
import type { SearchResults } from '../../../results/results.ts';
import { NO_PARENT } from './field-tree.ts';
import { fitNumberForecast, type NumberRows, numberDistances } from './number-forecast.ts';
import { fitRowCounts, rowRarity } from './row-counts.ts';
import { mixtureWeights } from './weights.ts';

/** More numbers than this make no forecast, which costs as many slopes as their square. */
const MOST_NUMBERS = 100;

/** A forecast needs so many rows for each number, and learns from so many rows at most, taken evenly. */
const ROWS_A_NUMBER = 10;
const MOST_ROWS = 20_000;

/** Counts make so many columns, and numbers so many more. */
const COUNT_COLUMNS = 2;
const NUMBER_COLUMNS = 2;

/**
 * A pair of values has so large a part of the weight of counts: it is far beyond all held-out rows where it tells
 * anything, and elsewhere, as in few rows with much chance, it must not say much.
 */
const PAIR_WEIGHT = 0.1;

/** Returns how many columns of evidence a model has. */
export function evidenceColumns({ numbers }: KeptEvidence): number {
  return COUNT_COLUMNS + (numbers === undefined ? 0 : NUMBER_COLUMNS);
}

/** What evidence reads of rows. */
export interface RowsOfEvidence {
  readonly sequences: Sequences;
  /** `[rows]`: the sequence that ends before each row. */
  readonly samples: Int32Array;
  /** `[rows, heads]` */
  readonly outcomes: Float32Array;
  /** `[rows, features]`: the rows' own features. */
  readonly own: Float32Array;
}

/**
 * Returns the places of the heads that rows are counted by: fields and the pause, which a row has by itself and that
 * before it.
 */
export function countedHeads(heads: readonly Head[]): number[] {
  return [...heads.keys()].filter((at) => {
    const { kind } = heads[at] as Head;
    return kind === 'category' || kind === 'number' || kind === 'pause';
  });
}

/** @param values - `[rows, heads]` */
function ofCounted(heads: readonly Head[], values: Float32Array): Float32Array {
  const places = new Set(countedHeads(heads));
  if (places.size === heads.length) return values;
  return values.filter((_, at) => places.has(at % heads.length));
}

/**
 * Learns what is counted from rows.
 *
 * @param examples - positions of rows that were placed
 */
export function fitEvidence(data: FitData<'anomaly'>, examples: Int32Array): KeptEvidence {
  const { encoder, target, targets, sequences, training } = data;
  const { heads } = target;
  const sizes = countedHeads(heads).map((place) => headSize(heads[place] as Head));
  const rows = fitRowCounts({ outcomes: ofCounted(heads, targets), rows: examples }, sizes);
  const columns = numberColumns(encoder);
  const fits = columns.length > 1 && columns.length <= MOST_NUMBERS;
  if (!fits || training.length < ROWS_A_NUMBER * columns.length) return { rows };
  const every = Math.ceil(examples.length / MOST_ROWS);
  const samples = examples.filter((_, at) => at % every === 0);
  const own = ownFeatures(sequences, samples);
  const fields = columns.map(({ field }) => field);
  const numbers = numbersOf(encoder, columns, { sequences, samples, own });
  return { rows, numbers: fitNumberForecast(numbers, fields) };
}

/**
 * Returns the evidence of examples by rows that are none of them: training rows, or where these are the examples,
 * for each half of them the other one.
 *
 * @param kept - of the training rows
 */
export function heldOutEvidence(
  kept: KeptEvidence,
  data: FitData<'anomaly'>,
  examples: Int32Array,
): Evidence {
  if (examples !== data.training) return evidenceOf(kept, data, rowsOfFit(data, examples));
  const middle = examples.length >> 1;
  const halves = [examples.subarray(0, middle), examples.subarray(middle)] as const;
  const [first, second] = halves.map((half, index) =>
    evidenceOf(fitEvidence(data, halves[1 - index] as Int32Array), data, rowsOfFit(data, half)),
  ) as [Evidence, Evidence];
  return {
    amounts: Float32Array.from([...first.amounts, ...second.amounts]),
    heads: Int32Array.from([...first.heads, ...second.heads]),
  };
}

/** Returns what evidence reads of rows of a fit. */
export function rowsOfFit(data: FitData<'anomaly'>, examples: Int32Array): RowsOfEvidence {
  const { sequences } = data;
  const own = ownFeatures(sequences, examples);
  return { sequences, samples: examples, outcomes: targetsOf(data, examples), own };
}

export function evidenceOf(
  kept: KeptEvidence,
  { encoder, target }: { readonly encoder: Encoder; readonly target: AnomalyTarget },
  rows: RowsOfEvidence,
): Evidence {
  const places = countedHeads(target.heads);
  const { ofRows, ofPairs } = rowRarity(kept.rows, ofCounted(target.heads, rows.outcomes));
  const columns = [ofRows, ofPairs].map(({ bits, heads }) => {
    return { bits, heads: heads.map((head) => places[head] as number) };
  });
  if (kept.numbers !== undefined) {
    const numbers = numbersOf(encoder, numberColumns(encoder), rows);
    const { fromForecast, fromMeans } = numberDistances(kept.numbers, numbers);
    const headOf = headsOfNumbers(kept.numbers, target.heads);
    for (const { bits, fields } of [fromForecast, fromMeans]) {
      columns.push({ bits, heads: fields.map((field) => headOf[field]) });
    }
  }
  const count = rows.samples.length;
  const amounts = new Float32Array(columns.length * count);
  const blamed = new Int32Array(amounts.length);
  for (const [column, one] of columns.entries()) {
    for (let row = 0; row < count; row++) {
      amounts[row * columns.length + column] = one.bits[row];
      blamed[row * columns.length + column] = one.heads[row];
    }
  }
  return { amounts, heads: blamed };
}

/**
 * Returns the weight of the network, and of each column: the network and the counts of rows by how well they
 * foretell held-out rows, and distances of numbers, which give rows no probability, as much as the best of
 * these.
 *
 * @param surprises - of held-out rows
 */
export function evidenceWeights(
  { bits, evidence: { amounts } }: Pick<Surprises, 'bits' | 'evidence'>,
  heads: readonly Head[],
): number[] {
  const rows = bits.length / heads.length;
  const ofFields = ofCounted(heads, bits);
  const width = ofFields.length / rows;
  const columns = amounts.length / rows;
  const ofNetwork = new Float64Array(rows);
  for (const [at, own] of ofFields.entries()) {
    const row = Math.floor(at / width);
    ofNetwork[row] = ofNetwork[row] + own;
  }
  const ofRows = amounts.filter((_, at) => at % columns === 0);
  const others = new Array<number>(columns - COUNT_COLUMNS).fill(1);
  const [network, counts] = mixtureWeights([ofNetwork, ofRows]) as [number, number];
  return [network, counts, PAIR_WEIGHT * counts, ...others];
}

/** Returns the head of each number; a number that no head predicts is told as the first one. */
function headsOfNumbers({ fields }: NumberForecast, heads: readonly Head[]): Int32Array {
  return Int32Array.from(fields, (field) =>
    Math.max(
      0,
      heads.findIndex((head) => head.kind === 'number' && head.field === field),
    ),
  );
}

/** Returns what a column says of a row, as people read it, such as `rare user with host`. */
export function evidenceName(
  { rows: { parents } }: KeptEvidence,
  heads: readonly Head[],
  { column, head }: { readonly column: number; readonly head: number },
): string {
  const places = countedHeads(heads);
  const name = headName(heads[head] as Head);
  if (column === COUNT_COLUMNS) return `${name} against its forecast`;
  if (column === COUNT_COLUMNS + 1) return `${name} with the other numbers`;
  const parent = places[parents[places.indexOf(head)] ?? NO_PARENT];
  if (parent === undefined) return `rare ${name}`;
  const other = headName(heads[parent] as Head);
  return column === 0 ? `rare ${name} with ${other}` : `${name} seldom with ${other}`;
}

interface NumberColumn {
  readonly field: string;
  readonly column: number;
}

/** Returns where the numbers stand among the features; none where a field is something else. */
function numberColumns(encoder: Encoder): readonly NumberColumn[] {
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
function numbersOf(
  encoder: Encoder,
  columns: readonly NumberColumn[],
  { sequences, samples, own }: Omit<RowsOfEvidence, 'outcomes'>,
): NumberRows {
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

/** Returns what tells the steps that begin sequences; models before begins have none. */
function beginReader(
  encoder: Encoder,
  { width, features }: Pick<Sequences['steps'], 'width' | 'features'>,
): (step: number) => boolean {
  if (encoder.kind !== 'features' || encoder.begin === undefined) return () => false;
  const column = beginColumn(encoder);
  return (step) => features[step * width + column] === 1;
}
