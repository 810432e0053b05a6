/**
 * Runs the training loop: batches, epochs, validation, early stopping.
 *
 * @module
 */

import { epochsOf } from '../../model/epochs.ts';
import { type Examples, targetsOf } from '../../model/examples.ts';
import type { TrainingOptions } from '../../model/fit-options.ts';
import type { StopReason } from '../../model/record.ts';
import type { Context } from '../../network/context.ts';
import type { Engine } from '../../network/engine.ts';
import { visitPredictions } from '../../network/predict-in-parts.ts';
import type { BatchFigures } from './batch-figures.ts';
import { RunningMean, type Sample } from './running-mean.ts';
import { DivergenceError, Updates } from './updates.ts';

export interface EpochRow {
  readonly epoch: number;
  readonly loss: number;
  /** This is the loss of the epoch's best check. */
  readonly valLoss: number | undefined;
  /** The figure is the accuracy, or the mean absolute error. */
  readonly metric: number;
  readonly valMetric: number | undefined;
  /** The epoch starts with this learning rate. */
  readonly learningRate: number;
  readonly seconds: number;
  readonly rowsPerSecond: number;
}

/** The loop needs this of the process. */
export interface TrainingContext extends Context {
  /** @param bestEpoch - the epoch whose weights would be taken if training ended now */
  onEpoch(row: EpochRow, bestEpoch: number): void;
  /** Milliseconds on a clock that never goes back. */
  now(): number;
  /** Returns why training should end now, if it should; the loop asks after each update. */
  stop(): StopReason | undefined;
}

/** The plan says how to train, and which figures each part of an epoch has. */
export interface TrainingPlan {
  readonly figuresOf: BatchFigures;
  readonly options: TrainingOptions;
  /**
   * Tells which examples to train on from now on, once the network has learnt what is common; the engine
   * holds its weights. It is asked once.
   */
  readonly chosen?: (() => Promise<Int32Array>) | undefined;
}

export interface TrainingOutcome {
  readonly epochs: readonly EpochRow[];
  /** The epoch whose weights the engine holds now, and the updates that made them. */
  readonly bestEpoch: number;
  readonly bestUpdates: number;
  /** The learning rate from each of these updates on, the first of which is 1. */
  readonly rates: readonly { readonly from: number; readonly learningRate: number }[];
  readonly stopped: StopReason | undefined;
}

const AUTO_MIN_UPDATES = 1000;
const MAX_UPDATES_PER_CHECK = 500;

/** After so many epochs the examples may be chosen anew: what only a few of them hold is not learnt yet. */
const COMMON_EPOCHS = 2;

/** After this many checks without progress `epochs=auto` halves the learning rate. */
const PLATEAU = 2;

/** Trains `engine` and leaves it with the best weights. */
export async function train(
  engine: Engine,
  examples: Examples,
  plan: TrainingPlan,
  context: TrainingContext,
): Promise<TrainingOutcome> {
  return await new TrainingRun(engine, examples, plan, context).run();
}

interface BestWeights {
  readonly loss: number;
  readonly epoch: number;
  readonly updates: number;
  readonly weights: Float32Array;
}

class TrainingRun {
  readonly #engine: Engine;
  readonly #examples: Examples;
  readonly #figuresOf: BatchFigures;
  readonly #options: TrainingOptions;
  readonly #context: TrainingContext;
  readonly #updates: Updates;
  readonly #chosen: TrainingPlan['chosen'];
  #training: Int32Array;
  readonly #rows: EpochRow[] = [];
  readonly #rates: { readonly from: number; readonly learningRate: number }[];
  #stopped: StopReason | undefined;
  #best: BestWeights | undefined;
  /** The loss that later checks must fall below, and how many have not. */
  #progress = { loss: Number.POSITIVE_INFINITY, stale: 0, plateau: 0 };

  constructor(
    engine: Engine,
    examples: Examples,
    { figuresOf, options, chosen }: TrainingPlan,
    context: TrainingContext,
  ) {
    this.#engine = engine;
    this.#examples = examples;
    this.#figuresOf = figuresOf;
    this.#options = options;
    this.#context = context;
    this.#chosen = chosen;
    this.#training = examples.training;
    this.#updates = new Updates(engine, examples, options);
    this.#rates = [{ from: 1, learningRate: options.learningRate }];
  }

  async run(): Promise<TrainingOutcome> {
    const last = epochsOf(this.#options.epochs, 'most');
    this.#updates.hide();
    for (let epoch = 1; epoch <= last && !this.#isOver(); epoch++) {
      await this.#epoch(epoch);
      if (epoch === COMMON_EPOCHS && epoch < last && !this.#isOver()) await this.#choose();
    }
    this.#updates.show();
    const ended = { epochs: this.#rows, rates: this.#rates, stopped: this.#stopped };
    const outcome = { ...ended, bestEpoch: this.#bestEpoch };
    const taken = this.#taken;
    if (taken === undefined) return { ...outcome, bestUpdates: this.#updates.count };
    this.#engine.setWeights(taken.weights);
    return { ...outcome, bestUpdates: taken.updates };
  }

  /** Nothing is hidden while examples are judged; the best weights so far are of other ones. */
  async #choose(): Promise<void> {
    if (this.#chosen === undefined) return;
    this.#updates.show();
    const chosen = await this.#chosen();
    this.#updates.hide();
    this.#training = chosen;
  }

  /** Returns the best weights so far; `undefined` where the last ones are taken. */
  get #taken(): BestWeights | undefined {
    return this.#options.patience === 0 ? undefined : this.#best;
  }

  get #bestEpoch(): number {
    return this.#taken?.epoch ?? this.#rows.length;
  }

  get #learningRate(): number {
    return this.#rates.at(-1)?.learningRate ?? 0;
  }

  async #epoch(epoch: number): Promise<void> {
    const started = this.#context.now();
    const learningRate = this.#learningRate;
    const { validation } = this.#examples;
    const total = new RunningMean();
    let recent = new RunningMean();
    let held: ReturnType<BatchFigures> | undefined;
    const batches = this.#updates.deal(this.#training);
    let trained = 0;
    for (const [batch, samples] of batches.entries()) {
      const sample = this.#unlessDiverged(() => this.#update(samples));
      if (sample === undefined) break;
      for (const mean of [total, recent]) mean.add(sample);
      trained += samples.length;
      await this.#context.breathe();
      this.#stopped = this.#context.stop();
      if (!this.#isCheckDue(batch + 1, batches.length)) continue;
      const check = await this.#validate();
      this.#unlessDiverged(() => this.#check(epoch, check?.loss ?? recent.loss));
      recent = new RunningMean();
      held = better(held, check);
      if (this.#isOver()) break;
      this.#updates.hide();
    }
    // An epoch whose first update diverges has no figures.
    if (total.count === 0) return;
    const seconds = (this.#context.now() - started) / 1000;
    const row: EpochRow = {
      epoch,
      loss: total.loss,
      valLoss: held?.loss,
      metric: total.metric,
      valMetric: held?.metric,
      learningRate,
      seconds,
      rowsPerSecond: (trained + (held ? validation.length : 0)) / Math.max(seconds, 1e-6),
    };
    this.#rows.push(row);
    this.#context.onEpoch(row, this.#bestEpoch);
  }

  #update(samples: Int32Array): Sample {
    const { logits, targets, loss } = this.#updates.make(samples, this.#learningRate);
    return { count: this.#outputCount(logits), ...this.#figuresOf(logits, targets, loss) };
  }

  /** Ends training where weights or losses are no numbers any more, if there are best weights to take. */
  #unlessDiverged<T>(work: () => T): T | undefined {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof DivergenceError) || this.#taken === undefined) throw error;
      this.#stopped = 'divergence';
      return undefined;
    }
  }

  #isCheckDue(made: number, batches: number): boolean {
    return made === batches || made % MAX_UPDATES_PER_CHECK === 0 || this.#stopped !== undefined;
  }

  async #validate(): Promise<ReturnType<BatchFigures> | undefined> {
    const { sequences, validation } = this.#examples;
    if (validation.length === 0) return undefined;
    this.#updates.show();
    const mean = new RunningMean();
    const asked = { sequences, samples: validation };
    await visitPredictions(this.#engine, asked, this.#context, (logits, { samples }) => {
      const targets = targetsOf(this.#examples, samples);
      mean.add({ count: this.#outputCount(logits), ...this.#figuresOf(logits, targets) });
    });
    return { loss: mean.loss, metric: mean.metric };
  }

  /** Returns how many samples, or timesteps of them, have outputs. */
  #outputCount({ length }: Float32Array): number {
    return length / this.#engine.network.outputs;
  }

  #check(epoch: number, loss: number): void {
    this.#updates.refuseDivergence(this.#learningRate);
    if (this.#best === undefined || loss < this.#best.loss) {
      const updates = this.#updates.count;
      this.#best = { loss, epoch, updates, weights: this.#engine.weights() };
    }
    const hasProgress = loss < this.#progress.loss - this.#options.leastProgress;
    this.#progress = {
      loss: hasProgress ? loss : this.#progress.loss,
      stale: hasProgress ? 0 : this.#progress.stale + 1,
      plateau: hasProgress ? 0 : this.#progress.plateau + 1,
    };
    if (this.#options.epochs === 'auto') this.#adjustRate();
  }

  #adjustRate(): void {
    if (this.#progress.plateau < PLATEAU) return;
    this.#rates.push({ from: this.#updates.count + 1, learningRate: this.#learningRate / 2 });
    this.#progress.plateau = 0;
  }

  #isOver(): boolean {
    const { patience, epochs } = this.#options;
    const isEarly = epochs === 'auto' && this.#updates.count < AUTO_MIN_UPDATES;
    const isStale = patience > 0 && !isEarly && this.#progress.stale >= patience;
    return isStale || this.#stopped !== undefined;
  }
}

/** A long epoch has several checks, and is as good as its best one. */
function better<Check extends ReturnType<BatchFigures> | undefined>(
  held: Check,
  check: Check,
): Check {
  return held === undefined || (check !== undefined && check.loss < held.loss) ? check : held;
}
