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
  for (const slot of embeddings) fillUniform(slotOf(weights, slot), EMBEDDING_LIMIT, random);
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
  fillUniform(slotOf(weights, slot), limit, random);
}

function fillUniform(values: Float32Array, limit: number, random: Random): void {
  for (const index of values.keys()) values[index] = (2 * random.uniform() - 1) * limit;
}

/** Makes the rows orthonormal by the modified Gram–Schmidt process; there are fewer rows than columns. */
function fillOrthogonal(out: Float32Array, { rows, columns }: WeightSlot, random: Random): void {
  const basis: Float64Array[] = [];
  for (let row = 0; row < rows; row++) {
    const vector = Float64Array.from({ length: columns }, () => random.normal());
    for (const other of basis) addScaled(vector, other, -dot(vector, other));
    const length = Math.sqrt(dot(vector, vector));
    const unit = vector.map((value) => value / length);
    basis.push(unit);
    out.set(unit, row * columns);
  }
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let index = 0; index < a.length; index++) sum += a[index] * b[index];
  return sum;
}

function addScaled(out: Float64Array, values: Float64Array, factor: number): void {
  for (let index = 0; index < out.length; index++) {
    out[index] = out[index] + factor * values[index];
  }
}
