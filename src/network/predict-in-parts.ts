/**
 * Predicts many sequences in parts, between which the process can handle signals.
 *
 * @module
 */

import type { Sequences } from '../encode/rows/steps.ts';
import type { Context } from './context.ts';
import { distinctSamples } from './distinct-samples.ts';
import type { Predictor } from './engine.ts';
import { multiplyAdds, outputSteps } from './network-spec.ts';
import {
  FEWEST_PREDICTED,
  LOGITS_OF_A_PART,
  longestOf,
  MOST_PREDICTED,
} from './prediction-size.ts';

/** A part takes about this many multiply-adds, which are tens of milliseconds. */
const WORK_OF_A_PART = 5e8;

/**
 * Returns what `engine.predict` says of all samples, `[samples, outputs]`, by a network with outputs at the last
 * timestep. Samples of one sequence are predicted once.
 */
export async function predictInParts(
  engine: Predictor,
  sequences: Sequences,
  samples: Int32Array,
  context: Context,
): Promise<Float32Array> {
  if (sequences.isShared !== true) return await predictEach(engine, sequences, samples, context);
  const { distinct, places } = distinctSamples(sequences, samples);
  const found = await predictEach(engine, sequences, distinct, context);
  const { outputs } = engine.network;
  const all = new Float32Array(samples.length * outputs);
  for (let at = 0; at < places.length; at++) {
    const from = places[at] * outputs;
    for (let output = 0; output < outputs; output++)
      all[at * outputs + output] = found[from + output];
  }
  return all;
}

async function predictEach(
  engine: Predictor,
  sequences: Sequences,
  samples: Int32Array,
  context: Context,
): Promise<Float32Array> {
  const { outputs } = engine.network;
  const all = new Float32Array(samples.length * outputs);
  await visitPredictions(engine, { sequences, samples }, context, (logits, { first }) => {
    all.set(logits, first * outputs);
  });
  return all;
}

/** Samples that are predicted at once; `first` is the position of the first one among all. */
interface PredictedPart {
  readonly samples: Int32Array;
  readonly first: number;
}

/**
 * Predicts one part of the samples after another, so that the logits of all are never held at once.
 *
 * @param visit - gets the logits of a part as `engine.predict` returns them
 */
export async function visitPredictions(
  engine: Predictor,
  { sequences, samples }: { readonly sequences: Sequences; readonly samples: Int32Array },
  context: Context,
  visit: (logits: Float32Array, part: PredictedPart) => void,
): Promise<void> {
  const { network } = engine;
  const timesteps = longestOf(sequences, samples);
  const logits = outputSteps(network, timesteps) * network.outputs;
  const work = timesteps * multiplyAdds(network);
  const worth = Math.min(WORK_OF_A_PART / work, LOGITS_OF_A_PART / logits);
  const most = Math.max(FEWEST_PREDICTED, Math.floor(worth));
  // Parts are whole batches of an engine where these are not too long.
  const size = most < MOST_PREDICTED ? most : most - (most % MOST_PREDICTED);
  for (let first = 0; first < samples.length; first += size) {
    if (first > 0) await context.breathe();
    const part = samples.subarray(first, first + size);
    visit(engine.predict(sequences, part), { samples: part, first });
  }
}
