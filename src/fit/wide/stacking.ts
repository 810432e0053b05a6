/**
 * Chooses how much of each side goes into a network of both: of the outputs of the LSTM layers, and of those
 * of the linear model.
 *
 * Equal parts carry over best to rows that are unlike those of validation, so that they are taken unless
 * validation rows clearly speak for others. Few rows never do.
 *
 * @module
 */

import { mean } from '../../encode/field/mean.ts';
import type { Loss } from '../../kernel/kernel.ts';
import { poolingOf } from '../../wide/pooling.ts';
import { EQUAL_PARTS } from './join-wide.ts';
import { type Judges, rowLosses } from './row-losses.ts';

/** What both sides say of validation rows, `[rows, outputs]`: calibrated logits, or numbers. */
export interface Sides {
  readonly deep: Float32Array;
  readonly wide: Float32Array;
}

/** How many outputs are joined, and how. */
export interface JoinedOutputs {
  readonly loss: Loss;
  readonly outputs: number;
  /** See `WideSpec`. */
  readonly oddsFloor?: number | undefined;
}

/** These parts of the linear model are tried, the preferred ones first. */
const PARTS = [EQUAL_PARTS, 0.25, 0.75, 0];

/** A model of numbers may be the linear one alone, which continues a line where a series grows, as LSTM layers do not. */
const PARTS_OF_NUMBERS = [...PARTS, 1];

/** Neighbouring rows are alike, so that differences are averaged over so many blocks of rows. */
const BLOCKS = 20;

/**
 * Returns the part of the linear model.
 *
 * @param isWanted - whether it must have one
 */
export function choosePart(
  judges: Judges,
  sides: Sides,
  { loss, outputs, oddsFloor }: JoinedOutputs,
  isWanted: boolean,
): number {
  const tried = loss === 'mean_squared_error' ? PARTS_OF_NUMBERS : PARTS;
  const parts = tried.filter((part) => part > 0 || !isWanted);
  const pooling = poolingOf(loss, oddsFloor);
  // Only the probabilities of several classes depend on all outputs of a row: others are joined at once.
  const size = loss === 'categorical_crossentropy' ? outputs : sides.deep.length;
  const losses = parts.map((part) => {
    const pooled = new Float32Array(sides.deep.length);
    for (let first = 0; first < pooled.length; first += size) {
      const [deep, wide] = [sides.deep, sides.wide].map(
        (all) => new Float64Array(all.subarray(first, first + size)),
      ) as [Float64Array, Float64Array];
      pooled.set(pooling.outputs({ deep, wide, part }), first);
    }
    return rowLosses(judges, pooled);
  });
  return parts[firstWithinNoise(losses)] ?? EQUAL_PARTS;
}

/**
 * Returns the first of several choices that is worse than the best one by no more than a standard error.
 *
 * @param losses - the loss of each row, for each choice; the preferred choice comes first
 */
export function firstWithinNoise(losses: readonly Float64Array[]): number {
  const means = losses.map(mean);
  const best = losses[means.indexOf(Math.min(...means))] as Float64Array;
  return Math.max(
    0,
    losses.findIndex((own) => isWithinNoise(own, best)),
  );
}

function isWithinNoise(own: Float64Array, other: Float64Array): boolean {
  const excess = meanWithError(own.map((loss, row) => loss - other[row]));
  return excess.mean <= excess.error;
}

/** Returns the mean of values of rows in time order, and its standard error. */
export function meanWithError(values: Float64Array): {
  readonly mean: number;
  readonly error: number;
} {
  const means = blockMeans(values);
  const middle = mean(means);
  const variance = mean(means.map((own) => (own - middle) ** 2));
  return { mean: middle, error: Math.sqrt(variance / Math.max(1, means.length - 1)) };
}

/** Returns the means of blocks of neighbouring rows. */
function blockMeans(values: Float64Array): Float64Array {
  const count = Math.min(BLOCKS, values.length);
  return Float64Array.from({ length: count }, (_, block) => {
    const [first, end] = [block, block + 1].map((at) => Math.round((at * values.length) / count));
    return mean(values.subarray(first, end));
  });
}
