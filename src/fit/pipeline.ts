/**
 * Makes a fitted model of search results. The steps stand from top to bottom: plan, place, split, learn the
 * target, fit encoders, estimate, encode; then train, evaluate, record.
 *
 * @module
 */

import { linearFitWork } from '../baseline/linear-baseline.ts';
import { oddValueNotices } from '../encode/field/encoding-notices.ts';
import type { EncodingReport } from '../encode/field/encoding-report.ts';
import { isDropped, refuseNulls } from '../encode/field/policies.ts';
import { orderNotices } from '../encode/rows/order-notices.ts';
import { placeRows } from '../encode/rows/place-rows.ts';
import { reachOf, type SequenceSpec } from '../encode/rows/sequence-spec.ts';
import type { Split } from '../encode/rows/split.ts';
import { timestepsOf } from '../encode/rows/steps.ts';
import { estimateFit, type FitEstimate } from '../estimate/fit-estimate.ts';
import { type PlannedFit, refuseLargeFit, refuseManyRows } from '../estimate/fit-memory.ts';
import { type RowShape, shapeOf } from '../estimate/memory.ts';
import { classWeightCalibration } from '../evaluate/calibration.ts';
import { refuseOddCurves } from '../evaluate/consistent-curves.ts';
import { refuseContradictions } from '../evaluate/consistent-figures.ts';
import { verdictNotices } from '../evaluate/verdict.ts';
import type { FitData, HeldOut, Labelled } from '../model/examples.ts';
import type { FitSettings, TrainingOptions } from '../model/fit-options.ts';
import {
  evaluationOf,
  type FittedModel,
  type HeaderDraft,
  type ModelHeader,
} from '../model/header.ts';
import { levelField, type Target } from '../model/target.ts';
import type { Engine, EngineFactory } from '../network/engine.ts';
import type { Pass } from '../network/engine-cost.ts';
import type { NetworkSpec } from '../network/network-spec.ts';
import type { Notice } from '../notice.ts';
import type { Encoder } from '../readings/reading.ts';
import type { EncodedRows } from '../readings/rows-to-encode.ts';
import { readingOf } from '../readings/table.ts';
import { ValueDropout } from '../readings/value-dropout.ts';
import type { SearchResults } from '../results/results.ts';
import { taskOf } from '../tasks/table.ts';
import { continuedNotices } from './continue/continued-notices.ts';
import { firstWeights } from './continue/first-weights.ts';
import { chooseInputs } from './encoders/choose-inputs.ts';
import { fitEncoders, rowsSeen, timeNotices } from './encoders/fit-encoders.ts';
import { fitDrift } from './fit-drift.ts';
import { leakNotices } from './leak-notices.ts';
import { newestRows } from './newest-rows.ts';
import { type FitPlan, planFit } from './plan.ts';
import { refitModel, trainingsOfRefit } from './refit-model.ts';
import { borderNotices, splitNotices } from './split-notices.ts';
import { splitRows, strided } from './split-rows.ts';
import { batchFigures } from './training/batch-figures.ts';
import { LeftOutExamples } from './training/left-out-examples.ts';
import {
  type EpochRow,
  type TrainingContext,
  type TrainingOutcome,
  train,
} from './training/training.ts';
import { batchSizeOf, trainingOptions } from './training/training-options.ts';
import { type SetLookup, setLookup, trainingRecord } from './training-record.ts';
import { fewNotices, refuseFew, refuseUnreadable, type UnusedRows, usageNotice } from './usage.ts';
import { linearFits } from './wide/asked-wide.ts';
import { bothSides } from './wide/both-sides.ts';
import { largestNetwork } from './wide/join-wide.ts';

/** A `PreparedFit` is ready to train: nothing has been trained or written yet. */
export interface PreparedFit {
  readonly results: SearchResults;
  readonly settings: FitSettings;
  readonly data: FitData;
  /** The network trains on these. */
  readonly examples: Labelled & Split;
  /** `draft` holds all that is known of the model before training. */
  readonly draft: HeaderDraft;
  /** The network of the draft, with a linear model beside it where there may be one. */
  readonly largest: NetworkSpec;
  readonly batchSize: number;
  readonly estimate: FitEstimate;
  readonly notices: readonly Notice[];
  /** Tells which part each row of the results is in. */
  readonly setOf: SetLookup;
}

/**
 * @param isAmong - tells the rows that the fit may use; all by default
 * @throws UserError when the rows cannot be learnt from
 */
export function prepareFit(
  results: SearchResults,
  settings: FitSettings,
  isAmong: (row: number) => boolean = () => true,
): PreparedFit {
  const shape = shapeOf(results, settings.features.fields);
  refuseManyRows(shape, settings);
  const plan = planFit(results, settings);
  const search = { results, shape, settings, plan };
  const isNewest = newestRows(results, plan, settings.run.max_rows);
  const isNew = (row: number): boolean => isNewest(row) && isAmong(row);
  const all = prepareExamples(search, { isNew, isLeftOut: () => false });
  const { nulls, unseen } = settings.features;
  const policies = { nulls, unseen };
  if (nulls === 'error') refuseNulls(all.report);
  const isLeftOut = (row: number): boolean => isDropped(policies, all.report, row);
  const hasDropped = all.report.marks.some((_, row) => isLeftOut(row));
  const unused = { isNew, isLeftOut };
  const { data, planned, sequence, ...kept } = hasDropped ? prepareExamples(search, unused) : all;
  const { encoder, target } = data;
  const { network } = planned;
  const { threshold } = taskOf(target);
  threshold.check(data, settings);
  const draft = {
    sequence,
    policies,
    encoder,
    target,
    network,
    threshold: threshold.initial(target),
  };
  const notices = [
    usageNotice(settings, plan, data, unused),
    ...fewNotices(data.training, settings),
    ...kept.notices,
    ...oddValueNotices(all.report, nulls),
    ...(plan.needsTime ? orderNotices(data.placed, sequence) : []),
    ...splitNotices(data, settings),
    ...plan.notices,
    ...continuedNotices(settings, data, draft),
  ];
  const task = taskOf(target);
  const learnt = task.trainsOn?.(data) ?? data;
  const examples = { ...learnt, stepTargets: task.stepTargets?.(data) };
  const batchSize = batchSizeOf(settings.training.batch_size, examples.training.length);
  const linearWork = linearFits(data, network, settings) * linearFitWork(data, network);
  const refitTrainings = trainingsOfRefit(data, settings);
  const computed = { pass: passOf(examples), linearWork, refitTrainings };
  const estimate = estimateFit({ ...planned, batchSize }, computed, settings);
  const setOf = setLookup(results.rowCount, data);
  const largest = largestNetwork(data, network, settings);
  const fit = { results, settings, data, examples, draft, largest, batchSize };
  return { ...fit, estimate, notices, setOf };
}

/** Returns what an epoch trains on. */
function passOf({ training, sequences }: Pick<FitData, 'training' | 'sequences'>): Pass {
  return { sequences: training.length, timesteps: timestepsOf(sequences, training) };
}

interface PlannedSearch {
  readonly results: SearchResults;
  readonly shape: RowShape;
  readonly settings: FitSettings;
  readonly plan: FitPlan;
}

interface PreparedExamples {
  readonly data: FitData;
  readonly planned: PlannedFit;
  /** The plan's, and what rows tell beside. */
  readonly sequence: SequenceSpec;
  readonly report: EncodingReport;
  readonly notices: readonly Notice[];
}

/** Each step takes what the steps before it have made; encoders see training rows only. */
function prepareExamples(
  { results, shape, settings, plan }: PlannedSearch,
  unused: UnusedRows,
): PreparedExamples {
  const { sequence } = plan;
  const placed = placeRows(results, {
    sequence,
    needsTime: plan.needsTime,
    isUsable: (row) => unused.isNew(row) && !unused.isLeftOut(row),
    maxEntities: settings.bounds.maxEntities,
  });
  refuseUnreadable(results, placed, plan);
  plan.task.refuseRows(placed);

  const rows = splitRows(placed, plan, settings);
  // With a stride too, encoders learn from every row that training windows may hold.
  const training = strided(rows, settings.sequence.stride);
  refuseFew(settings, plan, training, unused);

  const task = taskOf(plan.task);
  const learnt = task.learn(plan.task, rows, settings);
  const seen = { ...rowsSeen(rows, task.reads), known: learnt.known, season: learnt.season };
  const reads = { window: sequence.window, text: plan.text };
  const fields = fitEncoders(results, settings, seen, reads);
  const { pauses } = seen;
  const encoded = task.encode(learnt, rows, { ...fields, pauses }, results);
  const { target, targets, beyond } = encoded;

  const batchSize = batchSizeOf(settings.training.batch_size, training.length);
  const plannedWith = (encoder: Encoder): PlannedFit => {
    const network = networkOf(encoder, target, settings);
    return { shape, encoder, network, window: sequence.window, batchSize };
  };
  refuseLargeFit(plannedWith(fields.encoder), settings);

  const level = levelField(target);
  const encode = (encoder: Encoder): EncodedRows =>
    readingOf(encoder).sequences(encoder, { results, placed, level }, reachOf(sequence));
  const first = encode(fields.encoder);
  const { validation, test } = rows;
  const whole = { ...first, encoder: fields.encoder, targets, training, validation };
  const isChosen = task.reads.calendar === 'chosen' && settings.initial === undefined;
  const chosen = isChosen
    ? chooseInputs(whole, settings.target.field, encode)
    : { ...whole, notices: [] };
  const { encoder, sequences, report } = chosen;
  const planned = plannedWith(encoder);
  const reading = readingOf(encoder);
  const valueDropout =
    settings.features.unseen === 'other'
      ? new ValueDropout(reading.hiders(encoder, sequences))
      : undefined;
  const parts = { training, validation, test };
  const { leftOut, doubtful } = fields;
  const examples = { sequences, targets, valueDropout, ...parts };
  const rest = { read: rows.read, target, encoder, leftOut, doubtful };
  const data = { ...examples, beyond, placed, ...rest };
  const leaks = leakNotices(data, settings, learnt.known, fields.hashes);
  const notices = [
    ...borderNotices(rows),
    ...fields.notices,
    ...timeNotices(encoder),
    ...chosen.notices,
    ...learnt.notices,
    ...encoded.notices,
    ...leaks,
  ];
  return { data, planned, sequence: { ...sequence, ...encoded.sequence }, report, notices };
}

function networkOf(
  encoder: Encoder,
  target: Target,
  { network: { units, dropout, embedding } }: FitSettings,
): NetworkSpec {
  const inputs = readingOf(encoder).inputs(encoder, embedding);
  return { ...inputs, units, dropout, ...taskOf(target).output(target) };
}

export interface TrainedModel {
  readonly model: FittedModel;
  readonly epochs: readonly EpochRow[];
  readonly held: HeldOut;
  /** These notices are told beside the figures. */
  readonly notices: readonly Notice[];
  /**
   * `isRefitCut` tells whether the time limit or the user ended or prevented the refit of `refit=true`, so
   * that the weights are those from before.
   */
  readonly isRefitCut: boolean;
}

/** A fit needs this of the process. */
export interface FitContext extends TrainingContext {
  /** Gets what the fit does next, when training is over and where it trains again. */
  readonly onPhase?: (phase: 'evaluating' | 'training') => void;
}

/** A network has been trained, and nothing is known of how good it is but the losses of its epochs. */
export interface TrainedNetwork {
  /** Makes an engine that holds the weights from which training began. */
  readonly begin: () => Promise<Engine>;
  /** Holds the best weights. */
  readonly engine: Engine;
  readonly options: TrainingOptions;
  readonly outcome: TrainingOutcome;
  readonly leftOut: LeftOutExamples;
}

export async function trainNetwork(
  prepared: PreparedFit,
  createEngine: EngineFactory,
  context: TrainingContext,
): Promise<TrainedNetwork> {
  const { settings, data, examples, draft } = prepared;
  const { network, target } = draft;
  const options = trainingOptions(settings, data, prepared.batchSize);
  const { classWeights } = options;
  const initial = firstWeights(draft, settings, context.createKernel?.()?.linear);
  const begin = async (): Promise<Engine> => await createEngine(network, initial);
  const engine = await begin();
  const figuresOf = batchFigures(target, classWeights && classWeightCalibration(classWeights));
  const leftOut = new LeftOutExamples(prepared, engine, context);
  const plan = { figuresOf, options, chosen: leftOut.chosen };
  const outcome = await train(engine, examples, plan, context);
  return { begin, engine, options, outcome, leftOut };
}

/** Trains, takes figures, and trains again on all rows where that was asked for. */
export async function fitModel(
  prepared: PreparedFit,
  createEngine: EngineFactory,
  context: FitContext,
): Promise<TrainedModel> {
  const { results, settings, data, examples, draft } = prepared;
  const { network, target } = draft;
  const started = context.now();
  const trained = await trainNetwork(prepared, createEngine, context);
  const { begin, engine, options, outcome, leftOut } = trained;
  const { classWeights } = options;

  context.onPhase?.('evaluating');
  const sides = await bothSides(engine, data, { settings, classWeights }, context);
  const asked = { ...sides.asked, leftOut: leftOut.examples };
  const quality = await taskOf(target).evaluate(sides.predictor, data, asked, context);
  const { held, notTrained, part, intervals, notices, evidence, doubt, verdict, ...figures } =
    quality;

  const isDue = settings.run.refit && outcome.stopped === undefined;
  if (isDue) context.onPhase?.('training');
  const plan = { begin, engine, again: { options, outcome } };
  const fit = { data, examples, sequence: draft.sequence, settings, ...plan };
  const before = { part, notTrained };
  const refitted = isDue ? await refitModel(fit, sides, before, context) : undefined;
  const kept = refitted ?? { ...before, joined: sides.joined, notices: [] };
  const isRefit = refitted !== undefined;

  const seconds = (context.now() - started) / 1000;
  const ended = { results, settings, data, outcome, seconds, figures, isRefit };
  const record = trainingRecord({ ...ended, doubt: doubt?.doubt });
  const counts = { trainingCount: data.training.length, heldCount: held.examples.length };
  const verdicts = verdictNotices({
    target,
    sequence: draft.sequence,
    training: record,
    doubt,
    verdict,
    ...counts,
  });
  const training = { ...record, verdict: verdicts[0].text };
  refuseContradictions({ ...training, intervals }, evidence);
  const evaluation = evaluationOf(part);
  if (evaluation) {
    refuseOddCurves(evaluation, training.testMetrics ?? training.metrics, part.threshold);
  }
  const drift = fitDrift(data, kept.part, kept.notTrained);
  const typical = readingOf(data.encoder).typical.of(data.sequences, data.training, network);
  const own = { ...draft, network: kept.joined.network };
  const header: ModelHeader = { ...own, ...kept.part, typical, drift, training };
  return {
    model: { header, weights: kept.joined.weights },
    epochs: outcome.epochs,
    held,
    notices: [...verdicts, ...sides.notices, ...kept.notices, ...(notices ?? [])],
    isRefitCut: settings.run.refit && !isRefit,
  };
}
