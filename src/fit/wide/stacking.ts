/**
 * Chooses how much of each side goes into a network of both: of the outputs of the LSTM layers, and of those
 * of the linear model.
 *
 * Equal parts carry over best to rows that are unlike those of validation, so that they are taken unless
 * validation rows clearly speak for others. Few rows never do.
 *
 * @module
 */

import { calibrationOn, type Judges, rowLosses } from './row-losses.ts';

/** The outputs of the network of both are `deep` · those of the LSTM layers + `share` · those beside them. */
export interface Shares {
  readonly deep: number;
  readonly share: number;
  /** The part of the linear model, from 0 to 1: both factors also make outputs comparable. */
  readonly part: number;
}

/** What both sides say of validation rows, without class weights. */
export interface Sides {
  readonly deep: Float32Array;
  readonly wide: Float32Array;
}

/** These parts of the linear model are tried, the preferred ones first. */
const PARTS = [0.5, 0.25, 0.75, 0, 1];
const PARTS_ABOVE_0 = [0.5, 0.25, 0.75, 1];

/** Neighbouring rows are alike, so that differences are averaged over so many blocks of rows. */
const BLOCKS = 20;

/** @param isWanted - whether the linear model must have a part */
export function stack(judges: Judges, sides: Sides, isWanted: boolean): Shares {
  const slopes = [sides.deep, sides.wide].map(
    (outputs) => calibrationOn(judges, outputs)?.slope ?? 1,
  );
  const choices = (isWanted ? PARTS_ABOVE_0 : PARTS).map((part) => sharesOf(part, slopes));
  const losses = choices.map((shares) => rowLosses(judges, mixed(sides, shares)));
  return choices[firstWithinNoise(losses)] as Shares;
}

/** @param slopes - bring the outputs of each side to the same scale */
export function sharesOf(part: number, [ofDeep = 1, ofWide = 1]: readonly number[]): Shares {
  return { deep: (1 - part) * ofDeep, share: part * ofWide, part };
}

function mixed({ deep, wide }: Sides, shares: Shares): Float32Array {
  return deep.map((output, at) => shares.deep * output + shares.share * wide[at]);
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
  const differences = blockMeans(own.map((loss, row) => loss - other[row]));
  const excess = mean(differences);
  const variance = mean(differences.map((difference) => (difference - excess) ** 2));
  return excess <= Math.sqrt(variance / Math.max(1, differences.length - 1));
}

/** Returns the means of blocks of neighbouring rows. */
function blockMeans(values: Float64Array): Float64Array {
  const count = Math.min(BLOCKS, values.length);
  return Float64Array.from({ length: count }, (_, block) => {
    const [first, end] = [block, block + 1].map((at) => Math.round((at * values.length) / count));
    return mean(values.subarray(first, end));
  });
}

function mean(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}
