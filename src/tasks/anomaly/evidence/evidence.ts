/**
 * Holds what counts and linear forecasts say of rows beside the network, so that what these find is found.
 *
 * Each kind is a column (`columns.ts`): how rare the row is among rows that were counted (`row-rarity.ts`); and where
 * all fields are numbers, how far they lie from what the row before predicts and from their means
 * (`number-forecast.ts`).
 *
 * Training and validation rows are counted, as later rows are the rarer the fewer were. Scores are ranks among validation
 * rows, so that these must be scored as later rows are, by other rows than themselves: each block of them by all
 * rows but its own (cross-fitting).
 *
 * @module
 */

import { type AnomalyTarget, type Head, headSize } from '../../../model/anomaly-target.ts';
import { type FitData, targetsOf } from '../../../model/examples.ts';
import type { Evidence } from '../../../model/prediction.ts';
import type { KeptEvidence, NumberForecast } from '../../../model/record.ts';
import type { Encoder } from '../../../readings/reading.ts';
import { columnsOf, countedHeads, type EvidenceColumn } from './columns.ts';
import {
  type Distances,
  fitNumberForecast,
  meanDistances,
  type NumberRows,
  numberDistances,
} from './number-forecast.ts';
import { numberColumns, numbersOf, ownFeatures, type RowsWithFeatures } from './number-rows.ts';
import { fitRowCounts } from './row-counts.ts';
import { type RowBits, type RowRarity, rowRarity } from './row-rarity.ts';

/** More numbers than this make no forecast, which costs as many slopes as their square. */
const MOST_NUMBERS = 100;

/** The least rows for each number that a forecast needs, and the most that it learns from, taken evenly. */
const ROWS_A_NUMBER = 10;
const MOST_ROWS = 20_000;

/** The number of blocks in which counted rows are scored, each by the counts of all other rows: nearly as many as for later rows. */
const BLOCKS = 5;

/** What evidence reads of rows. */
interface RowsOfEvidence extends RowsWithFeatures {
  /** `[rows, heads]` */
  readonly outcomes: Float32Array;
}

/** @param values - `[rows, heads]` */
function ofCounted(heads: readonly Head[], values: Float32Array): Float32Array {
  const places = new Set(countedHeads(heads));
  if (places.size === heads.length) return values;
  return values.filter((_, at) => places.has(at % heads.length));
}

/**
 * Counts the training and the validation rows; the forecast of numbers is fitted to training rows.
 *
 * @param teaching - the training rows, with those that were too odd to be counted: without the rows that lie farthest
 *   out, later ones like them would be odder than their like among held-out rows
 */
export function fitEvidence(
  data: FitData<'anomaly'>,
  teaching: Int32Array = data.training,
): KeptEvidence {
  const { training, validation } = data;
  const counted = Int32Array.from([...training, ...validation]);
  return { rows: countsOf(data, counted), numbers: numbersTaught(data, teaching) };
}

/** @param counted - positions of rows that were placed */
function countsOf(
  { target: { heads }, targets }: FitData<'anomaly'>,
  counted: Int32Array,
  parents?: readonly number[],
): KeptEvidence['rows'] {
  const sizes = countedHeads(heads).map((place) => headSize(heads[place] as Head));
  return fitRowCounts({ outcomes: ofCounted(heads, targets), rows: counted }, sizes, parents);
}

/** Returns the forecast of the numbers of rows; none where some field is no number, or there are too few rows. */
function numbersTaught(
  { encoder, sequences }: FitData<'anomaly'>,
  rows: Int32Array,
): NumberForecast | undefined {
  const fields = numberColumns(encoder).map(({ field }) => field);
  const fits = fields.length > 1 && fields.length <= MOST_NUMBERS;
  if (!fits || rows.length < ROWS_A_NUMBER * fields.length) return undefined;
  const every = Math.ceil(rows.length / MOST_ROWS);
  const samples = rows.filter((_, at) => at % every === 0);
  const own = ownFeatures(sequences, samples);
  return fitNumberForecast(numbersOf(encoder, { sequences, samples, own }), fields);
}

/** Returns the evidence of examples by rows that are none of them. */
export function heldOutEvidence(
  kept: KeptEvidence,
  data: FitData<'anomaly'>,
  examples: Int32Array,
): Evidence {
  if (examples === data.test) return evidenceOf(kept, data, rowsOfFit(data, examples));
  const blocks = Array.from({ length: BLOCKS }, (_, block) => {
    const [first, end] = [block, block + 1].map((at) =>
      Math.floor((at * examples.length) / BLOCKS),
    );
    return examples.subarray(first, end);
  });
  const judged = blocks.map((block) => {
    const others = keptWithout(kept, data, block);
    return evidenceOf(others, data, rowsOfFit(data, block));
  });
  const length = judged.reduce((sum, { heads }) => sum + heads.length, 0);
  const all = { amounts: new Float32Array(length), heads: new Int32Array(length) };
  let from = 0;
  for (const { amounts, heads } of judged) {
    all.amounts.set(amounts, from);
    all.heads.set(heads, from);
    from += heads.length;
  }
  return all;
}

/** Returns what is kept of all rows but some; the tree of fields stays the same. */
function keptWithout(kept: KeptEvidence, data: FitData<'anomaly'>, left: Int32Array): KeptEvidence {
  const isLeft = new Set(left);
  const [training, validation] = [data.training, data.validation].map((rows) =>
    rows.filter((row) => !isLeft.has(row)),
  ) as [Int32Array, Int32Array];
  const counted = Int32Array.from([...training, ...validation]);
  const rows = countsOf(data, counted, kept.rows.parents);
  if (kept.numbers === undefined || training.length === data.training.length) {
    return { rows, numbers: kept.numbers };
  }
  return { rows, numbers: numbersTaught(data, training) ?? kept.numbers };
}

/** Returns what evidence reads of rows of a fit. */
export function rowsOfFit(data: FitData<'anomaly'>, examples: Int32Array): RowsOfEvidence {
  const { sequences } = data;
  const own = ownFeatures(sequences, examples);
  return { sequences, samples: examples, outcomes: targetsOf(data, examples), own };
}

export function evidenceOf(
  kept: KeptEvidence,
  { encoder, target: { heads } }: { readonly encoder: Encoder; readonly target: AnomalyTarget },
  rows: RowsOfEvidence,
): Evidence {
  const amountsOf: Partial<Record<EvidenceColumn, RowBits>> = {
    ...countAmounts(kept, heads, rows),
    ...(kept.numbers && numberAmounts(kept.numbers, heads, numbersOf(encoder, rows))),
  };
  const columns = columnsOf(kept);
  const count = rows.samples.length;
  const amounts = new Float32Array(columns.length * count);
  const blamed = new Int32Array(amounts.length);
  for (const [column, name] of columns.entries()) {
    const own = amountsOf[name] as RowBits;
    for (let row = 0; row < count; row++) {
      amounts[row * columns.length + column] = own.bits[row];
      blamed[row * columns.length + column] = own.heads[row];
    }
  }
  return { amounts, heads: blamed };
}

function countAmounts(
  { rows: counts }: KeptEvidence,
  heads: readonly Head[],
  { outcomes }: RowsOfEvidence,
): RowRarity {
  const places = countedHeads(heads);
  const found = rowRarity(counts, ofCounted(heads, outcomes));
  const atHeads = ({ bits, heads: counted }: RowBits): RowBits => {
    return { bits, heads: counted.map((head) => places[head] as number) };
  };
  return {
    ofRows: atHeads(found.ofRows),
    ofWholes: atHeads(found.ofWholes),
    ofValues: atHeads(found.ofValues),
    ofPairs: atHeads(found.ofPairs),
    ofLifts: atHeads(found.ofLifts),
  };
}

function numberAmounts(
  kept: NumberForecast,
  heads: readonly Head[],
  rows: NumberRows,
): Record<'ofNumbers' | 'fromForecast' | 'fromMeans', RowBits> {
  const found = numberDistances(kept, rows);
  const headOf = headsOfNumbers(kept, heads);
  const atHeads = ({ bits, fields }: Distances): RowBits => {
    return { bits, heads: fields.map((field) => headOf[field]) };
  };
  return {
    ofNumbers: atHeads(meanDistances(found)),
    fromForecast: atHeads(found.fromForecast),
    fromMeans: atHeads(found.fromMeans),
  };
}

/** Returns the head of each number; a number that no head predicts counts for the first one. */
function headsOfNumbers({ fields }: NumberForecast, heads: readonly Head[]): Int32Array {
  return Int32Array.from(fields, (field) =>
    Math.max(
      0,
      heads.findIndex((head) => head.kind === 'number' && head.field === field),
    ),
  );
}
