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
  const { learning_rate: learningRate, class_weight: classWeight, optimizer } = training;
  return {
    ...training,
    batchSize,
    learningRate:
      learningRate === 'auto'
        ? DEFAULT_LEARNING_RATE[optimizer] / (initial ? SLOWER : 1)
        : learningRate,
    classWeights: classWeights(classWeight, target, targets),
    leastProgress: LEAST_PROGRESS * (taskOf(target).uncertainty?.(target, targets) ?? 1),
    seed,
  };
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
