/**
 * The training loop: batches, epochs, validation, early stopping.
 *
 * @module
 */

import type { Sequences } from '../../encode/steps.ts';
import { UserError } from '../../errors.ts';
import type { Optimizer } from '../../kernel/kernel.ts';
import { createRandom, type Random } from '../../random.ts';
import type { Engine } from '../network/engine.ts';
import { RunningMean, type Sample } from './running-mean.ts';
import { runLength, shuffledRuns } from './runs.ts';

export interface TrainingOptions {
  readonly epochs: number | 'auto';
  readonly batchSize: number;
  readonly optimizer: Optimizer['name'];
  readonly learningRate: number;
  readonly clip: number;
  /** Checks without progress before training stops; 0 for never. */
  readonly patience: number;
  readonly seed: number;
  /** Neighbouring windows that stay together when batches are dealt; for measurements. */
  readonly runLength?: number;
}

/** The examples of a fit: sequences and their targets as the network sees them. */
export interface Examples {
  readonly sequences: Sequences;
  readonly training: Int32Array;
  /** May be empty. */
  readonly validation: Int32Array;
  /** By sequence. */
  readonly targets: Float32Array;
}

/** Loss, and accuracy or mean absolute error, of logits. */
export type Judge = (
  logits: Float32Array,
  targets: Float32Array,
) => { readonly loss: number; readonly metric: number };

export interface EpochRow {
  readonly epoch: number;
  readonly loss: number;
  /** Of the epoch's best check. */
  readonly valLoss: number | undefined;
  /** Accuracy, or the mean absolute error. */
  readonly metric: number;
  readonly valMetric: number | undefined;
  /** At its start. */
  readonly learningRate: number;
  readonly seconds: number;
  readonly rowsPerSecond: number;
}

/** What the loop needs of the world around it. */
export interface TrainingHooks {
  readonly onEpoch: (row: EpochRow) => void;
  /** Lets the process see signals; called between updates. */
  readonly breathe: () => Promise<void>;
  /** Milliseconds on a clock that never goes back. */
  readonly now: () => number;
}

export interface TrainingOutcome {
  readonly epochs: readonly EpochRow[];
  /** The epoch whose weights the engine holds now. */
  readonly bestEpoch: number;
  readonly updates: number;
}

const AUTO_MIN_UPDATES = 1000;
const AUTO_MAX_EPOCHS = 200;
const MAX_UPDATES_PER_CHECK = 500;

/** A smaller fall of the loss is no progress; the default of Keras' `ReduceLROnPlateau`. */
const MIN_PROGRESS = 1e-4;

/** Checks without progress before `epochs=auto` halves the learning rate. */
const PLATEAU = 2;

/** Trains `engine` and leaves it with the best weights. */
export async function train(
  engine: Engine,
  examples: Examples,
  judge: Judge,
  options: TrainingOptions,
  hooks: TrainingHooks,
): Promise<TrainingOutcome> {
  return await new TrainingRun(engine, examples, judge, options, hooks).run();
}

class TrainingRun {
  readonly #engine: Engine;
  readonly #examples: Examples;
  readonly #judge: Judge;
  readonly #options: TrainingOptions;
  readonly #hooks: TrainingHooks;
  readonly #random: Random;
  readonly #rows: EpochRow[] = [];
  #updates = 0;
  #learningRate: number;
  #best:
    | { readonly loss: number; readonly epoch: number; readonly weights: Float32Array }
    | undefined;
  /** The loss that later checks must fall below, and how many have not. */
  #progress = { loss: Number.POSITIVE_INFINITY, stale: 0, plateau: 0 };

  constructor(
    engine: Engine,
    examples: Examples,
    judge: Judge,
    options: TrainingOptions,
    hooks: TrainingHooks,
  ) {
    this.#engine = engine;
    this.#examples = examples;
    this.#judge = judge;
    this.#options = options;
    this.#hooks = hooks;
    this.#random = createRandom(options.seed);
    this.#learningRate = options.learningRate;
  }

  async run(): Promise<TrainingOutcome> {
    const { epochs, patience } = this.#options;
    const last = epochs === 'auto' ? AUTO_MAX_EPOCHS : epochs;
    for (let epoch = 1; epoch <= last && !this.#isStale(); epoch++) await this.#epoch(epoch);
    if (patience > 0 && this.#best !== undefined) this.#engine.setWeights(this.#best.weights);
    const bestEpoch = patience > 0 ? (this.#best?.epoch ?? 0) : this.#rows.length;
    return { epochs: this.#rows, bestEpoch, updates: this.#updates };
  }

  async #epoch(epoch: number): Promise<void> {
    const started = this.#hooks.now();
    const learningRate = this.#learningRate;
    const { training, validation } = this.#examples;
    const { batchSize } = this.#options;
    const batches = Math.ceil(training.length / batchSize);
    const { sequences } = this.#examples;
    const length = runLength(sequences, batchSize, this.#options.runLength);
    const order = shuffledRuns(training, length, this.#random);
    const total = new RunningMean();
    let recent = new RunningMean();
    let held: ReturnType<Judge> | undefined;
    for (let batch = 0; batch < batches; batch++) {
      recent.add(this.#update(order.subarray(batch * batchSize, (batch + 1) * batchSize), total));
      await this.#hooks.breathe();
      if (batch + 1 < batches && (batch + 1) % MAX_UPDATES_PER_CHECK !== 0) continue;
      const check = this.#validate();
      this.#check(epoch, check?.loss ?? recent.loss);
      recent = new RunningMean();
      // A long epoch has several checks, and is as good as its best one.
      if (held === undefined || (check !== undefined && check.loss < held.loss)) held = check;
      if (this.#isStale()) break;
    }
    const seconds = (this.#hooks.now() - started) / 1000;
    const row: EpochRow = {
      epoch,
      loss: total.loss,
      valLoss: held?.loss,
      metric: total.metric,
      valMetric: held?.metric,
      learningRate,
      seconds,
      rowsPerSecond: (total.count + (held ? validation.length : 0)) / Math.max(seconds, 1e-6),
    };
    this.#rows.push(row);
    this.#hooks.onEpoch(row);
  }

  /** One update; returns what it adds to the means. */
  #update(samples: Int32Array, total: RunningMean): Sample {
    const { sequences, targets } = this.#examples;
    const wanted = Float32Array.from(samples, (sample) => targets[sample] as number);
    const { optimizer, clip } = this.#options;
    const rule = { optimizer, clip, learningRate: this.#learningRate };
    const { loss, logits } = this.#engine.train(sequences, samples, wanted, rule, this.#random);
    this.#updates++;
    if (!Number.isFinite(loss)) {
      throw new UserError(
        `Training diverged in update ${this.#updates}: lower learning_rate (now ${this.#learningRate}) or clip.`,
      );
    }
    const sample = { count: samples.length, loss, metric: this.#judge(logits, wanted).metric };
    total.add(sample);
    return sample;
  }

  #validate(): ReturnType<Judge> | undefined {
    const { sequences, validation, targets } = this.#examples;
    if (validation.length === 0) return undefined;
    const logits = this.#engine.predict(sequences, validation);
    return this.#judge(
      logits,
      Float32Array.from(validation, (at) => targets[at] as number),
    );
  }

  #check(epoch: number, loss: number): void {
    if (this.#best === undefined || loss < this.#best.loss) {
      this.#best = { loss, epoch, weights: this.#engine.weights() };
    }
    const hasProgress = loss < this.#progress.loss - MIN_PROGRESS;
    this.#progress = {
      loss: hasProgress ? loss : this.#progress.loss,
      stale: hasProgress ? 0 : this.#progress.stale + 1,
      plateau: hasProgress ? 0 : this.#progress.plateau + 1,
    };
    if (this.#options.epochs === 'auto') this.#adjustRate();
  }

  #adjustRate(): void {
    if (this.#progress.plateau < PLATEAU) return;
    this.#learningRate /= 2;
    this.#progress.plateau = 0;
  }

  #isStale(): boolean {
    const { patience, epochs } = this.#options;
    const isEarly = epochs === 'auto' && this.#updates < AUTO_MIN_UPDATES;
    return patience > 0 && !isEarly && this.#progress.stale >= patience;
  }
}

/** `batch_size=auto`: 32 below 10,000 sequences, growing to 256 for a million. */
export function automaticBatchSize(sequences: number): number {
  const decades = Math.max(0, Math.min(2, Math.log10(sequences / 10_000)));
  return Math.round((32 * 8 ** (decades / 2)) / 8) * 8;
}
