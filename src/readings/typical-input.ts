/**
 * The input that explanations start from: the mean of what the network read of training rows.
 *
 * @module
 */

import { evenlySpaced } from '../encode/rows/row-lists.ts';
import type { Sequences } from '../encode/rows/steps.ts';
import { inputWidth, layoutWeights, type NetworkSpec, slotOf } from '../network/network-spec.ts';
import { type TokenEncoder, tokenSizes } from './fields/tokens.ts';
import type { FeatureEncoder } from './rows/features.ts';

/** What training rows were on average. */
export interface TypicalInput {
  /** Mean of each feature. */
  readonly features: readonly number[];
  /** How often each id of each embedding occurred. */
  readonly counts: readonly (readonly number[])[];
}

/** A network, and what fills its inputs. */
export interface EncodedNetwork {
  readonly encoder: FeatureEncoder | TokenEncoder;
  readonly network: NetworkSpec;
}

/** A mean needs no more rows. */
const MOST_ROWS = 20_000;

/** Digits that a mean keeps: float32 has no more. */
const DIGITS = 7;

/** @param training - sequences; of windows the last row counts, of tokens all */
export function typicalInput(
  { steps, starts, lengths, order }: Sequences,
  training: Int32Array,
  { embeddings }: NetworkSpec,
): TypicalInput {
  const examples = evenlySpaced(training, MOST_ROWS);
  const sums = new Float64Array(steps.width);
  const counts = embeddings.map(({ vocabulary }) => new Array<number>(vocabulary).fill(0));
  const add = (step: number): void => {
    for (let column = 0; column < sums.length; column++) {
      sums[column] = sums[column] + steps.features[step * steps.width + column];
    }
    for (const [index, own] of counts.entries()) {
      const id = steps.ids[step * steps.idCount + index];
      own[id] = own[id] + 1;
    }
  };
  for (const example of examples) {
    const end = starts[example] + lengths[example];
    if (order === undefined) add(end - 1);
    else for (const token of order.subarray(starts[example], end)) add(token);
  }
  const features = Array.from(sums, (sum) => Number((sum / examples.length).toPrecision(DIGITS)));
  return { features, counts };
}

/** The mean as the first LSTM layer reads it, `[timesteps, inputs]`. */
export function typicalWindow(
  { encoder, network }: EncodedNetwork,
  weights: Float32Array,
  typical: TypicalInput,
  timesteps: number,
): Float32Array {
  if (encoder.kind === 'tokens') return meanTokens(encoder, network, weights, typical);
  const step = meanStep(network, weights, typical);
  const out = new Float32Array(timesteps * step.length);
  for (let t = 0; t < timesteps; t++) out.set(step, t * step.length);
  return out;
}

/** `[inputs]` */
function meanStep(
  network: NetworkSpec,
  weights: Float32Array,
  { features, counts }: TypicalInput,
): Float32Array {
  const out = new Float32Array(inputWidth(network));
  out.set(features);
  let column = network.features;
  for (const [index, slot] of layoutWeights(network).embeddings.entries()) {
    const own = counts[index] as readonly number[];
    out.set(meanVector(slotOf(weights, slot), slot.columns, own, 0, own.length), column);
    column += slot.columns;
  }
  return out;
}

/** `[tokens of a row, width]`: of each place the mean over its own tokens. */
function meanTokens(
  encoder: TokenEncoder,
  network: NetworkSpec,
  weights: Float32Array,
  { counts: [counts = []] }: TypicalInput,
): Float32Array {
  const [slot] = layoutWeights(network).embeddings;
  if (slot === undefined) throw new RangeError('tokens need an embedding');
  const sizes = tokenSizes(encoder);
  const out = new Float32Array(sizes.length * slot.columns);
  let first = 0;
  for (const [place, size] of sizes.entries()) {
    const mean = meanVector(slotOf(weights, slot), slot.columns, counts, first, first + size);
    out.set(mean, place * slot.columns);
    first += size;
  }
  return out;
}

/** Mean of the vectors `first` … `end − 1` of a table, weighed by `counts`. */
function meanVector(
  table: Float32Array,
  width: number,
  counts: readonly number[],
  first: number,
  end: number,
): Float32Array {
  const sums = new Float64Array(width);
  let total = 0;
  for (let id = first; id < end; id++) {
    const count = counts[id];
    total += count;
    for (let column = 0; count > 0 && column < width; column++) {
      sums[column] = sums[column] + count * table[id * width + column];
    }
  }
  return Float32Array.from(sums, (sum) => sum / Math.max(1, total));
}
