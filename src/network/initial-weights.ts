/**
 * Makes the weights before training, by the defaults of Keras: glorot-uniform kernels, orthogonal
 * recurrent kernels, zero biases except those of the forget gate, which are one, and embeddings uniform
 * in ±0.05.
 *
 * @see Glorot and Bengio, 2010; Saxe, McClelland and Ganguli, 2014; Jozefowicz et al., 2015
 * @module
 */

import { plainWeights, type WeightArithmetic } from '../kernel/weight-arithmetic.ts';
import { createRandom, type Random } from '../random.ts';
import { layoutWeights, type NetworkSpec, slotOf, type WeightSlot } from './network-spec.ts';

const EMBEDDING_LIMIT = 0.05;

/**
 * Returns initial weights; the same seed gives the same weights, bit for bit.
 *
 * @param arithmetic - plain TypeScript by default
 */
export function initialWeights(
  spec: NetworkSpec,
  seed: number,
  arithmetic: WeightArithmetic = plainWeights,
): Float32Array {
  const { embeddings, layers, dense, count } = layoutWeights(spec);
  const weights = arithmetic.floats(count);
  const random = createRandom(seed);
  const fill = (slot: WeightSlot, limit: number): void =>
    random.drawMany((state) => arithmetic.fillUniform(state, limit, slotOf(weights, slot)));
  for (const slot of embeddings) fill(slot, EMBEDDING_LIMIT);
  for (const { kernel, recurrent, bias } of layers) {
    fill(kernel, glorotLimit(kernel));
    slotOf(weights, recurrent).set(orthogonal(recurrent, random, arithmetic));
    const units = recurrent.rows;
    slotOf(weights, bias).fill(1, units, 2 * units);
  }
  fill(dense.kernel, glorotLimit(dense.kernel));
  // A copy, so that the memory of the arithmetic is not held.
  return weights.slice();
}

function glorotLimit({ rows, columns }: WeightSlot): number {
  return Math.sqrt(6 / (rows + columns));
}

/** Returns orthonormal rows, `[rows, columns]`. */
function orthogonal(
  { rows, columns }: WeightSlot,
  random: Random,
  arithmetic: WeightArithmetic,
): Float64Array {
  const matrix = arithmetic.doubles(rows * columns);
  for (let at = 0; at < matrix.length; at++) matrix[at] = random.normal();
  arithmetic.orthonormalise(matrix, columns);
  return matrix;
}
