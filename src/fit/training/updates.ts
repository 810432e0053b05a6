/**
 * Deals training examples into batches, and makes updates of them.
 *
 * @module
 */

import { UserError } from '../../errors.ts';
import { type Labelled, targetsOf } from '../../model/examples.ts';
import type { UpdateOptions } from '../../model/fit-options.ts';
import type { BatchResult, Engine } from '../../network/engine.ts';
import { hasUsualSizes } from '../../network/network-spec.ts';
import { createRandom, type Random } from '../../random.ts';
import { runLength, shuffledRuns } from './runs.ts';

/** An update saw these targets, and computed these results of the batch. */
export interface Update extends BatchResult {
  /** `[batch, heads]`, or `[timesteps of the batch, heads]` */
  readonly targets: Float32Array;
}

/** Weights or losses are no numbers any more. */
export class DivergenceError extends UserError {}

export class Updates {
  readonly #engine: Engine;
  readonly #examples: Labelled;
  readonly #options: UpdateOptions;
  readonly #random: Random;
  /** The number of updates that were made so far. */
  count = 0;

  constructor(engine: Engine, examples: Labelled, options: UpdateOptions) {
    this.#engine = engine;
    this.#examples = examples;
    this.#options = options;
    this.#random = createRandom(options.seed);
  }

  /** Deals the samples of one pass into batches. */
  deal(training: Int32Array): Int32Array[] {
    const { batchSize, runLength: given } = this.#options;
    const { sequences } = this.#examples;
    const length = given ?? runLength(sequences, this.#engine.network, batchSize);
    const order = shuffledRuns(training, length, this.#random);
    return Array.from({ length: Math.ceil(order.length / batchSize) }, (_, batch) =>
      order.subarray(batch * batchSize, (batch + 1) * batchSize),
    );
  }

  /** Hides other categories than before. */
  hide(): void {
    this.#examples.valueDropout?.deal(this.#random);
  }

  /** Shows what was hidden: nothing but training may see it so. */
  show(): void {
    this.#examples.valueDropout?.restore();
  }

  /** @throws DivergenceError when the loss is no number any more */
  make(samples: Int32Array, learningRate: number): Update {
    const { sequences } = this.#examples;
    const wanted = targetsOf(this.#examples, samples);
    const { optimizer, clip, classWeights } = this.#options;
    const rule = { optimizer, clip, classWeights, learningRate };
    const batch = { samples, targets: wanted };
    const result = this.#engine.train(sequences, batch, rule, this.#random);
    this.count++;
    if (!Number.isFinite(result.loss)) throw this.#divergence(learningRate);
    return { ...result, targets: wanted };
  }

  /**
   * The loss of an update is that before it; whether it did harm shows afterwards.
   *
   * @throws DivergenceError when the weights are no numbers any more
   */
  refuseDivergence(learningRate: number): void {
    if (!hasUsualSizes(this.#engine.weights())) throw this.#divergence(learningRate);
  }

  #divergence(learningRate: number): DivergenceError {
    const clipping = this.#options.clip === 0 ? 'set clip=1' : 'clip';
    return new DivergenceError(
      `Training diverged in update ${this.count}: lower learning_rate (now ${learningRate}) or ${clipping}.`,
    );
  }
}
