/**
 * Deals training examples into batches, and makes updates of them.
 *
 * @module
 */

import type { Sequences } from '../../encode/rows/steps.ts';
import { UserError } from '../../errors.ts';
import type { Optimizer } from '../../kernel/kernel.ts';
import type { BatchResult, Engine } from '../../network/engine.ts';
import { hasUsualSizes } from '../../network/network-spec.ts';
import { createRandom, type Random } from '../../random.ts';
import { runLength, shuffledRuns } from './runs.ts';

export interface UpdateOptions {
  readonly batchSize: number;
  readonly optimizer: Optimizer['name'];
  readonly clip: number;
  readonly seed: number;
  /** Factor on the gradient of each sample, by its class; `undefined` for 1. */
  readonly classWeights?: readonly number[] | undefined;
  /** Neighbouring windows that stay together when batches are dealt; for measurements. */
  readonly runLength?: number;
}

/** Sequences and their targets as the network sees them. */
export interface Labelled {
  readonly sequences: Sequences;
  /** `[sequences, heads]`; NaN where there is none. */
  readonly targets: Float32Array;
  /** Hides some categories of the sequences while the network learns; other ones each time. */
  readonly valueDropout?: ValueHiding | undefined;
}

export interface ValueHiding {
  /** Brings back what is hidden, and hides others. */
  deal(random: Random): void;
  restore(): void;
}

/** What an update saw. */
export interface Update extends BatchResult {
  /** `[batch, heads]` */
  readonly targets: Float32Array;
}

/** `[examples, heads]`: what they are to predict. */
export function targetsOf(
  { targets, sequences }: Pick<Labelled, 'targets' | 'sequences'>,
  examples: Int32Array,
): Float32Array {
  const heads = targets.length / sequences.starts.length;
  const wanted = new Float32Array(examples.length * heads);
  for (let at = 0; at < examples.length; at++) {
    const from = (examples[at] as number) * heads;
    for (let head = 0; head < heads; head++) {
      wanted[at * heads + head] = targets[from + head] as number;
    }
  }
  return wanted;
}

export class Updates {
  readonly #engine: Engine;
  readonly #examples: Labelled;
  readonly #options: UpdateOptions;
  readonly #random: Random;
  /** Made so far. */
  count = 0;

  constructor(engine: Engine, examples: Labelled, options: UpdateOptions) {
    this.#engine = engine;
    this.#examples = examples;
    this.#options = options;
    this.#random = createRandom(options.seed);
  }

  /** The samples of one pass, in batches. */
  deal(training: Int32Array): Int32Array[] {
    const { batchSize } = this.#options;
    const length = runLength(this.#examples.sequences, batchSize, this.#options.runLength);
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

  /** @throws UserError when the loss is no number any more */
  make(samples: Int32Array, learningRate: number): Update {
    const { sequences } = this.#examples;
    const wanted = targetsOf(this.#examples, samples);
    const { optimizer, clip, classWeights } = this.#options;
    const rule = { optimizer, clip, classWeights, learningRate };
    const result = this.#engine.train(sequences, samples, wanted, rule, this.#random);
    this.count++;
    if (!Number.isFinite(result.loss)) throw this.#divergence(learningRate);
    return { ...result, targets: wanted };
  }

  /**
   * The loss of an update is that before it; whether it did harm shows afterwards.
   *
   * @throws UserError when the weights are no numbers any more
   */
  refuseDivergence(learningRate: number): void {
    if (!hasUsualSizes(this.#engine.weights())) throw this.#divergence(learningRate);
  }

  #divergence(learningRate: number): UserError {
    return new UserError(
      `Training diverged in update ${this.count}: lower learning_rate (now ${learningRate}) or clip.`,
    );
  }
}
