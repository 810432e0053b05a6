/**
 * Makes the weights before training, by the defaults of Keras: glorot-uniform kernels, orthogonal
 * recurrent kernels, zero biases except those of the forget gate, which are one, and embeddings uniform
 * in ±0.05.
 *
 * @see Glorot and Bengio, 2010; Saxe, McClelland and Ganguli, 2014; Jozefowicz et al., 2015
 * @module
 */

import { createRandom, type Random } from '../random.ts';
import { layoutWeights, type NetworkSpec, slotOf, type WeightSlot } from './network-spec.ts';

const EMBEDDING_LIMIT = 0.05;

/** Returns initial weights; the same seed gives the same weights, bit for bit. */
export function initialWeights(spec: NetworkSpec, seed: number): Float32Array {
  const { embeddings, layers, dense, count } = layoutWeights(spec);
  const weights = new Float32Array(count);
  const random = createRandom(seed);
  for (const slot of embeddings) random.fill(slotOf(weights, slot), EMBEDDING_LIMIT);
  for (const { kernel, recurrent, bias } of layers) {
    fillGlorot(weights, kernel, random);
    fillOrthogonal(slotOf(weights, recurrent), recurrent, random);
    const units = recurrent.rows;
    slotOf(weights, bias).fill(1, units, 2 * units);
  }
  fillGlorot(weights, dense.kernel, random);
  return weights;
}

function fillGlorot(weights: Float32Array, slot: WeightSlot, random: Random): void {
  const limit = Math.sqrt(6 / (slot.rows + slot.columns));
  random.fill(slotOf(weights, slot), limit);
}

/** Makes the rows orthonormal by the modified Gram–Schmidt process; there are fewer rows than columns. */
function fillOrthogonal(out: Float32Array, { rows, columns }: WeightSlot, random: Random): void {
  const basis = new Float64Array(rows * columns);
  for (let at = 0; at < basis.length; at++) basis[at] = random.normal();
  for (let row = 0; row < basis.length; row += columns) {
    for (let other = 0; other < row; other += columns) takeOut(basis, row, other, columns);
    normalise(basis, row, columns);
  }
  out.set(basis);
}

/** Takes out of the row that begins at `row` its part along `other`, whose length is 1. */
function takeOut(basis: Float64Array, row: number, other: number, columns: number): void {
  let product = 0;
  for (let k = 0; k < columns; k++) product += basis[row + k] * basis[other + k];
  for (let k = 0; k < columns; k++) {
    basis[row + k] = basis[row + k] + -product * basis[other + k];
  }
}

function normalise(basis: Float64Array, row: number, columns: number): void {
  let square = 0;
  for (let k = 0; k < columns; k++) square += basis[row + k] * basis[row + k];
  const length = Math.sqrt(square);
  for (let k = 0; k < columns; k++) basis[row + k] = basis[row + k] / length;
}
