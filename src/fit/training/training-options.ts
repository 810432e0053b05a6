/**
 * Completes the options of training by what only the rows tell.
 *
 * @module
 */

import { type FitData, targetsOf } from '../../model/examples.ts';
import type { FitSettings, TrainingOptions } from '../../model/fit-options.ts';
import { classWeights } from '../../tasks/classify/class-weights.ts';
import { taskOf } from '../../tasks/table.ts';

/**
 * A smaller fall of the loss is no progress: the default of Keras' `ReduceLROnPlateau`, in shares of what
 * there is to learn. Where one row in a thousand is positive, that is a sixtieth of the loss of two classes
 * that are equally common.
 */
const LEAST_PROGRESS = 1e-4;

const DEFAULT_LEARNING_RATE = { adam: 0.003, rmsprop: 0.001, sgd: 0.01 } as const;

/** A network that goes on learns so many times slower, so that what it has learnt is not lost at once. */
const SLOWER = 10;

export function trainingOptions(
  { training, initial, run: { seed } }: FitSettings,
  data: FitData,
  batchSize: number,
): TrainingOptions {
  const { target } = data;
  const targets = targetsOf(data, data.training);
  const { class_weight: classWeight } = training;
  return {
    ...training,
    batchSize,
    learningRate: learningRateOf({ training, initial }),
    classWeights: classWeights(classWeight, target, targets),
    leastProgress: LEAST_PROGRESS * (taskOf(target).uncertainty?.(target, targets) ?? 1),
    seed,
  };
}

/** Returns the learning rate that training begins with. */
export function learningRateOf({
  training: { learning_rate: rate, optimizer },
  initial,
}: Pick<FitSettings, 'training' | 'initial'>): number {
  if (rate !== 'auto') return rate;
  const usual = DEFAULT_LEARNING_RATE[optimizer];
  return initial === undefined ? usual : Number((usual / SLOWER).toPrecision(2));
}

/** @param sequences - the number of sequences that train */
export function batchSizeOf(batchSize: number | 'auto', sequences: number): number {
  return batchSize === 'auto' ? automaticBatchSize(sequences) : batchSize;
}

/** `batch_size=auto` gives 32 below 10,000 sequences, and grows to 256 for a million. */
export function automaticBatchSize(sequences: number): number {
  const decades = Math.max(0, Math.min(2, Math.log10(sequences / 10_000)));
  return Math.round((32 * 8 ** (decades / 2)) / 8) * 8;
}
