/**
 * Makes the input that explanations start from: the mean of what the network read of training rows.
 *
 * @module
 */

import { evenlySpaced } from '../encode/rows/row-lists.ts';
import { orderOf, type Sequences, type Steps } from '../encode/rows/steps.ts';
import type { NetworkSpec } from '../network/network-spec.ts';

/** The mean of steps. */
export interface MeanSteps {
  /** The mean of each feature. */
  readonly features: readonly number[];
  /** How often each id of each embedding occurred. */
  readonly counts: readonly (readonly number[])[];
}

/** A typical input is the mean of what was read of training rows. */
export interface TypicalInput extends MeanSteps {
  /** The mean of what stands beside sequences. */
  readonly beside?: MeanSteps | undefined;
}

/** The weights are those of the network. */
export interface WeightedNetwork {
  readonly network: NetworkSpec;
  readonly weights: Float32Array;
}

/** A mean needs no more rows. */
const MOST_ROWS = 20_000;

/** A mean keeps this many digits: float32 has no more. */
const DIGITS = 7;

/** @param stepsOf - returns the steps of a sequence that count as its row */
export function meanInput(
  steps: Steps,
  training: Int32Array,
  { embeddings }: { readonly embeddings: readonly { readonly vocabulary: number }[] },
  stepsOf: (example: number) => Int32Array,
): MeanSteps {
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
  for (const example of examples) for (const step of stepsOf(example)) add(step);
  const features = Array.from(sums, (sum) => Number((sum / examples.length).toPrecision(DIGITS)));
  return { features, counts };
}

/** Counts all steps of each row: the characters of a text, or the tokens of a row's fields. */
export function typicalCounts(
  sequences: Sequences,
  training: Int32Array,
  network: NetworkSpec,
): TypicalInput {
  const { starts, lengths, steps } = sequences;
  const order = orderOf(sequences);
  const [embedding, ...others] = network.embeddings;
  if (steps.width > 0 || embedding === undefined || others.length > 0) {
    return meanInput(steps, training, network, (example) =>
      order.subarray(starts[example], starts[example] + lengths[example]),
    );
  }
  return { features: [], counts: [countIds(sequences, training, embedding.vocabulary)] };
}

/** Counts the ids of steps that have one id each and no feature, in one loop: small fits run it once. */
function countIds(sequences: Sequences, training: Int32Array, vocabulary: number): number[] {
  const { starts, lengths, steps } = sequences;
  const order = orderOf(sequences);
  const counts = new Int32Array(vocabulary);
  for (const example of evenlySpaced(training, MOST_ROWS)) {
    const end = starts[example] + lengths[example];
    for (let at = starts[example]; at < end; at++) {
      const id = steps.ids[order[at]];
      counts[id] = counts[id] + 1;
    }
  }
  return [...counts];
}

/** The vectors of the ids `first` … `end − 1` of an embedding. */
interface EmbeddedVectors {
  /** `[vocabulary, width]` */
  readonly table: Float32Array;
  readonly width: number;
  readonly first: number;
  readonly end: number;
}

/** Returns the mean of the vectors, weighed by `counts`, which is by id. */
export function meanVector(
  { table, width, first, end }: EmbeddedVectors,
  counts: readonly number[],
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
