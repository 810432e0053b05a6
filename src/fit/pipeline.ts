/**
 * From search results to a fitted model.
 *
 * @module
 */

import { allExamples } from '../encode/rows/split.ts';
import { type Duration, type FitWork, fitDuration } from '../estimate/duration.ts';
import {
  fitBytes,
  type PlannedFit,
  refuseLargeFit,
  refuseManyRows,
} from '../estimate/fit-memory.ts';
import { shapeOf } from '../estimate/memory.ts';
import { classWeightCalibration } from '../evaluate/calibration.ts';
import { refuseContradictions } from '../evaluate/consistent-figures.ts';
import { type EncoderData, type FitData, type HeldOut, targetsOf } from '../model/examples.ts';
import type { FitSettings, TrainingOptions } from '../model/fit-options.ts';
import type { FittedModel, HeaderDraft, ModelHeader } from '../model/header.ts';
import type { Target } from '../model/target.ts';
import type { EngineFactory } from '../network/engine.ts';
import { initialWeights } from '../network/initial-weights.ts';
import { multiplyAdds, type NetworkSpec } from '../network/network-spec.ts';
import type { Notice } from '../notice.ts';
import type { TokenEncoder } from '../readings/fields/tokens.ts';
import type { FeatureEncoder } from '../readings/rows/features.ts';
import { readingOf } from '../readings/table.ts';
import type { SearchResults } from '../results/results.ts';
import { classWeights } from '../tasks/classify/class-weights.ts';
import { taskOf } from '../tasks/table.ts';
import { prepareFit } from './fit-data.ts';
import { fitDrift } from './fit-drift.ts';
import { partsByRow, rowFigures } from './fit-rows.ts';
import { planFit } from './plan.ts';
import { historyOf } from './training/history.ts';
import { createJudge } from './training/judge.ts';
import { refit } from './training/refit.ts';
import {
  automaticBatchSize,
  type EpochRow,
  type TrainingContext,
  type TrainingOutcome,
  train,
} from './training/training.ts';

/** A fit that is ready to train: nothing has been trained or written yet. */
export interface PreparedFit {
  /** What the model will be, but for what training finds. */
  readonly draft: HeaderDraft;
  readonly notices: readonly Notice[];
  /** Part of each row. */
  readonly setOf: (row: number) => 'train' | 'validation' | 'test' | 'none';
  /** Multiply-adds of the fewest updates that training makes. */
  readonly work: number;
  /** Largest memory of the process, estimated. */
  readonly bytes: number;
  /** How long it will take so many threads, estimated. */
  readonly duration: (threads: number) => Duration;
  readonly data: FitData;
  readonly train: (createEngine: EngineFactory, context: TrainingContext) => Promise<TrainedModel>;
}

export interface TrainedModel {
  readonly model: FittedModel;
  readonly epochs: readonly EpochRow[];
  readonly held: HeldOut;
  /** What there is to say beside the figures. */
  readonly notices: readonly Notice[];
  /** `refit=true` that the time limit or the user ended or prevented; the weights are those from before. */
  readonly isRefitCut: boolean;
}

/** Of `epochs=auto`, which rarely makes fewer. */
const FEW_EPOCHS = 5;

const DEFAULT_LEARNING_RATE = { adam: 0.003, rmsprop: 0.001, sgd: 0.01 } as const;

/** @throws UserError when the rows cannot be learnt from */
export function prepareModel(results: SearchResults, settings: FitSettings): PreparedFit {
  const shape = shapeOf(results, settings.features);
  refuseManyRows(shape, settings);
  const plan = planFit(results, settings);
  const plannedFit = ({ encoder, target, training }: EncoderData): PlannedFit => ({
    shape,
    encoder,
    network: networkFor(encoder, target, settings),
    window: plan.sequence.window,
    batchSize: batchSizeOf(training, settings),
  });
  const data = prepareFit(results, settings, plan, (found) =>
    refuseLargeFit(plannedFit(found), settings),
  );
  const task = taskOf(data.target);
  task.threshold.check(data, settings);
  const planned = plannedFit(data);
  const draft = {
    sequence: plan.sequence,
    policies: settings.policies,
    encoder: data.encoder,
    target: data.target,
    network: planned.network,
    threshold: task.threshold.initial(data.target),
  };
  return {
    draft,
    notices: [...data.notices, ...plan.notices],
    setOf: setLookup(results.rowCount, data),
    work: leastWork(draft.network, data, settings),
    bytes: fitBytes(planned, settings),
    duration: (threads) => fitDuration(fitWork(draft.network, results, data, settings), threads),
    data,
    train: async (createEngine, context) =>
      await new Fit(results, settings, data, draft, planned.batchSize).train(createEngine, context),
  };
}

function networkFor(
  encoder: FeatureEncoder | TokenEncoder,
  target: Target,
  { units, dropout, embedding }: FitSettings,
): NetworkSpec {
  const inputs = readingOf(encoder).inputs(encoder, embedding);
  return { ...inputs, units, dropout, ...taskOf(target).output(target) };
}

/** A pass forward costs the multiply-adds of every timestep, the pass back twice as much. */
function leastWork(
  network: NetworkSpec,
  data: FitData,
  { training: { epochs } }: FitSettings,
): number {
  return (
    3 * trainingTimesteps(data) * multiplyAdds(network) * (epochs === 'auto' ? FEW_EPOCHS : epochs)
  );
}

function trainingTimesteps({ training, sequences }: FitData): number {
  return training.reduce((sum, at) => sum + sequences.lengths[at], 0);
}

function fitWork(
  network: NetworkSpec,
  { rowCount: rows }: SearchResults,
  data: FitData,
  { features, training: { epochs } }: FitSettings,
): FitWork {
  const timesteps = trainingTimesteps(data);
  const sequences = data.training.length;
  return { network, sequences, timesteps, epochs, rows, fields: features.length };
}

function batchSizeOf(
  training: Int32Array,
  { training: { batchSize } }: Pick<FitSettings, 'training'>,
): number {
  return batchSize === 'auto' ? automaticBatchSize(training.length) : batchSize;
}

/** Training, figures, and training again on all rows where that was asked for. */
class Fit {
  readonly #results: SearchResults;
  readonly #settings: FitSettings;
  readonly #data: FitData;
  readonly #draft: PreparedFit['draft'];
  readonly #options: TrainingOptions;

  constructor(
    results: SearchResults,
    settings: FitSettings,
    data: FitData,
    draft: PreparedFit['draft'],
    batchSize: number,
  ) {
    const { learningRate, optimizer } = settings.training;
    this.#results = results;
    this.#settings = settings;
    this.#data = data;
    this.#draft = draft;
    this.#options = {
      ...settings.training,
      batchSize,
      learningRate: learningRate === 'auto' ? DEFAULT_LEARNING_RATE[optimizer] : learningRate,
      classWeights: classWeights(settings.classWeight, data.target, targetsOf(data, data.training)),
      seed: settings.seed,
    };
  }

  async train(createEngine: EngineFactory, context: TrainingContext): Promise<TrainedModel> {
    const { network, target } = this.#draft;
    const { classWeights: weights } = this.#options;
    const started = context.now();
    const initial = initialWeights(network, this.#settings.seed);
    const engine = await createEngine(network, initial);
    const unweighted = weights && classWeightCalibration(weights);
    const judge = createJudge(target, unweighted);
    const plan = { judge, options: this.#options };
    const outcome = await train(engine, this.#data, plan, context);
    const judging = { settings: this.#settings, classWeights: weights };
    const {
      held,
      notTrained,
      part,
      notices = [],
      doubt,
      evidence,
      ...figures
    } = await taskOf(target).evaluate(engine, this.#data, judging, context);
    const refitted = await this.#refit(createEngine, initial, outcome, context);
    const training = {
      ...this.#settings.record,
      seed: this.#settings.seed,
      ...rowFigures(this.#results, this.#data, refitted !== undefined),
      epochs: outcome.epochs.length,
      bestEpoch: outcome.bestEpoch,
      seconds: (context.now() - started) / 1000,
      ...figures,
      ...(doubt && { doubt: doubt.doubt }),
      isRefit: refitted !== undefined,
      stopped: outcome.stopped,
      history: historyOf(target, outcome.epochs),
      leftOut: this.#data.leftOut,
    };
    const intervals = part.mode === 'forecast' ? part.forecast.intervals : undefined;
    refuseContradictions({ ...training, intervals }, evidence);
    const drift = fitDrift(this.#data, part, notTrained);
    const { encoder, sequences, training: rows } = this.#data;
    const typical = readingOf(encoder).typical.of(sequences, rows, network);
    const header: ModelHeader = { ...this.#draft, ...part, typical, drift, training };
    return {
      model: { header, weights: refitted ?? engine.weights() },
      epochs: outcome.epochs,
      held,
      notices: [...(doubt ? [doubt.notice] : []), ...notices],
      isRefitCut: this.#settings.refit && refitted === undefined,
    };
  }

  /** @returns `undefined` without `refit=true`, and where it was stopped */
  async #refit(
    createEngine: EngineFactory,
    initial: Float32Array,
    outcome: TrainingOutcome,
    context: TrainingContext,
  ): Promise<Float32Array | undefined> {
    if (!this.#settings.refit || outcome.stopped !== undefined) return undefined;
    const engine = await createEngine(this.#draft.network, initial);
    const all = { ...this.#data, training: allExamples(this.#data) };
    const isWhole = await refit(engine, all, { options: this.#options, outcome }, context);
    return isWhole ? engine.weights() : undefined;
  }
}

function setLookup(rowCount: number, data: FitData): PreparedFit['setOf'] {
  const names = ['none', 'train', 'validation', 'test'] as const;
  const sets = partsByRow(rowCount, data);
  return (row) => names[sets[row]] ?? 'none';
}
