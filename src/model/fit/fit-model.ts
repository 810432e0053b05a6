/**
 * From search results to a fitted model.
 *
 * @module
 */

import { vocabularySize } from '../../encode/category.ts';
import {
  embeddedFields,
  embeddingWidth,
  type FeatureEncoder,
  featureCount,
} from '../../encode/features.ts';
import type { Target } from '../../encode/target.ts';
import { type TokenEncoder, tokenCount } from '../../encode/tokens.ts';
import { UserError } from '../../errors.ts';
import type { SearchResults } from '../../results/results.ts';
import type { FittedModel, ModelHeader, TrainingRecord } from '../fitted-model.ts';
import type { Engine, EngineFactory } from '../network/engine.ts';
import { initialWeights } from '../network/initial-weights.ts';
import { multiplyAdds, type NetworkSpec } from '../network/network-spec.ts';
import type { Notice } from '../notice.ts';
import { createJudge, outputOf } from '../prediction.ts';
import { baseline, evaluate } from './evaluate.ts';
import { type FitData, prepareFit } from './fit-data.ts';
import { type FitPlan, planFit } from './fit-plan.ts';
import type { FitSettings } from './fit-settings.ts';
import { automaticBatchSize, type EpochRow, type TrainingHooks, train } from './training.ts';

/** A fit that is ready to train: nothing has been trained or written yet. */
export interface PreparedFit {
  /** What the model will be, but for its training record. */
  readonly draft: Omit<ModelHeader, 'training'>;
  readonly notices: readonly Notice[];
  /** Part of each row: `train`, `validation`, or `none`. */
  readonly setOf: (row: number) => 'train' | 'validation' | 'none';
  /** Multiply-adds of the fewest updates that training makes. */
  readonly work: number;
  readonly train: (createEngine: EngineFactory, hooks: TrainingHooks) => Promise<TrainedModel>;
}

export interface TrainedModel {
  readonly model: FittedModel;
  readonly epochs: readonly EpochRow[];
}

/** Of `epochs=auto`, which rarely makes fewer. */
const FEW_EPOCHS = 5;

const DEFAULT_LEARNING_RATE = { adam: 0.003, rmsprop: 0.001, sgd: 0.01 } as const;

/** @throws UserError when the rows cannot be learnt from */
export function prepareModel(results: SearchResults, settings: FitSettings): PreparedFit {
  if (results.rowCount === 0) {
    throw new UserError('There are no results to train on: check the search and its time range.');
  }
  const plan = planFit(results, settings);
  const data = prepareFit(results, settings, plan);
  const hasThreshold = plan.classes?.classes.length === 2;
  const draft = {
    sequence: plan.sequence,
    policies: settings.policies,
    encoder: data.encoder,
    target: data.target,
    network: networkFor(data.encoder, data.target, settings),
    threshold: hasThreshold ? settings.threshold : null,
  };
  return {
    draft,
    notices: [...data.notices, ...plan.notices],
    setOf: setLookup(results.rowCount, data),
    work: leastWork(draft.network, data, settings),
    train: async (createEngine, hooks) =>
      await trainModel(results, settings, plan, data, draft, createEngine, hooks),
  };
}

function networkFor(
  encoder: FeatureEncoder | TokenEncoder,
  target: Target,
  { units, dropout, embedding }: FitSettings,
): NetworkSpec {
  const inputs =
    encoder.kind === 'tokens'
      ? { features: 0, embeddings: [{ vocabulary: tokenCount(encoder), width: embedding }] }
      : {
          features: featureCount(encoder),
          embeddings: embeddedFields(encoder).map(({ vocabulary }) => ({
            vocabulary: vocabularySize(vocabulary),
            width: embeddingWidth(vocabulary),
          })),
        };
  return { ...inputs, units, dropout, ...outputOf(target) };
}

/** A pass forward costs the multiply-adds of every timestep, the pass back twice as much. */
function leastWork(
  network: NetworkSpec,
  { training, sequences }: FitData,
  { training: { epochs } }: FitSettings,
): number {
  const timesteps = training.reduce((sum, at) => sum + (sequences.lengths[at] as number), 0);
  return 3 * timesteps * multiplyAdds(network) * (epochs === 'auto' ? FEW_EPOCHS : epochs);
}

async function trainModel(
  results: SearchResults,
  settings: FitSettings,
  plan: FitPlan,
  data: FitData,
  draft: PreparedFit['draft'],
  createEngine: EngineFactory,
  hooks: TrainingHooks,
): Promise<TrainedModel> {
  const { network, target } = draft;
  const { batchSize, learningRate, optimizer } = settings.training;
  const started = hooks.now();
  const engine = await createEngine(network, initialWeights(network, settings.seed));
  const options = {
    ...settings.training,
    batchSize: batchSize === 'auto' ? automaticBatchSize(data.training.length) : batchSize,
    learningRate: learningRate === 'auto' ? DEFAULT_LEARNING_RATE[optimizer] : learningRate,
    seed: settings.seed,
  };
  const judge = createJudge(target, settings.threshold);
  const outcome = await train(engine, data, judge, options, hooks);
  const seconds = (hooks.now() - started) / 1000;
  const training: TrainingRecord = {
    ...settings.record,
    seed: settings.seed,
    ...rowFigures(results, plan, data),
    epochs: outcome.epochs.length,
    bestEpoch: outcome.bestEpoch,
    seconds,
    ...qualityFigures(engine, data, draft),
  };
  return {
    model: { header: { ...draft, training }, weights: engine.weights() },
    epochs: outcome.epochs,
  };
}

function rowFigures(
  results: SearchResults,
  plan: FitPlan,
  { training, validation, placed, sequences }: FitData,
): Pick<TrainingRecord, 'rows' | 'rowsUsed' | 'sequences' | 'entities' | 'earliest' | 'latest'> {
  const examples = [...training, ...validation];
  const times = examples
    .map((at) => placed.times?.[placed.rows[at] as number] ?? Number.NaN)
    .filter((time) => !Number.isNaN(time));
  const range = (pick: (a: number, b: number) => number): number | null =>
    times.length === 0 ? null : times.reduce((a, b) => pick(a, b));
  return {
    rows: results.rowCount,
    rowsUsed: examples.length,
    sequences: plan.sequence.window === 'fields' ? examples.length : sequences.starts.length,
    entities: placed.entityCount,
    earliest: range(Math.min),
    latest: range(Math.max),
  };
}

function qualityFigures(
  engine: Engine,
  data: FitData,
  { target, threshold }: PreparedFit['draft'],
): Pick<TrainingRecord, 'metricsOf' | 'metrics' | 'baseline'> {
  const metricsOf = data.validation.length > 0 ? 'validation' : 'training';
  const held = data[metricsOf];
  const targetsOf = (examples: Int32Array): Float32Array =>
    Float32Array.from(examples, (at) => data.targets[at] as number);
  // Only a target of two classes reads the threshold.
  const cut = threshold ?? 0;
  const logits = engine.predict(data.sequences, held);
  const targets = targetsOf(held);
  return {
    metricsOf,
    metrics: evaluate(target, cut, logits, targets),
    baseline: baseline(target, cut, targetsOf(data.training), targets),
  };
}

function setLookup(
  rowCount: number,
  { placed, training, validation }: FitData,
): PreparedFit['setOf'] {
  const sets = new Uint8Array(rowCount);
  for (const at of training) sets[placed.rows[at] as number] = 1;
  for (const at of validation) sets[placed.rows[at] as number] = 2;
  const names = ['none', 'train', 'validation'] as const;
  return (row) => names[sets[row] as number] ?? 'none';
}
