/**
 * How good a trained network is: calibration and threshold from validation, figures on every part,
 * and the same figures of simple models.
 *
 * @module
 */

import { type BaselineNetwork, fitBaselines } from '../../baseline/baselines.ts';
import { applyCalibration, classWeightCalibration } from '../../evaluate/calibration.ts';
import type { FigureEvidence } from '../../evaluate/consistent-figures.ts';
import {
  classDoubt,
  type DoubtNotice,
  type JudgedPart,
  type NaiveFigures,
  numberDoubt,
} from '../../evaluate/doubt.ts';
import { constantEvidence } from '../../evaluate/figure-evidence.ts';
import { decidingFigure, evaluate, type Judged, lead, positiveOf } from '../../evaluate/figures.ts';
import { fitCalibration } from '../../evaluate/fit-calibration.ts';
import { inUnit } from '../../evaluate/number-unit.ts';
import { naiveError, previousTarget } from '../../evaluate/previous-target.ts';
import { classProbabilities } from '../../evaluate/probabilities.ts';
import type { Quality } from '../../evaluate/quality.ts';
import { chooseThreshold, EVEN_CHANCE, thresholdCurve } from '../../evaluate/threshold.ts';
import { validationSeconds } from '../../evaluate/validation-time.ts';
import { type FitData, type HeldOut, targetsOf } from '../../model/examples.ts';
import type { TaskPart } from '../../model/header.ts';
import type { Calibration, TrainingRecord } from '../../model/record.ts';
import { type ClassTarget, isBinary, type NumberTarget } from '../../model/target.ts';
import type { ThresholdRule } from '../../model/threshold-rule.ts';
import type { Context } from '../../network/context.ts';
import type { Engine } from '../../network/engine.ts';
import { predictInParts } from '../../network/predict-in-parts.ts';
import type { EvaluationOptions } from '../task.ts';

const EVEN: ThresholdRule = { kind: 'value', value: EVEN_CHANCE };

/** What is judged: a network, or a simple model. */
type Predict = (examples: Int32Array) => Promise<Float32Array>;

/** Examples, and what is predicted for them: calibrated logits, `[examples, outputs]`. */
interface Told {
  readonly examples: Int32Array;
  readonly logits: Float32Array;
}

/** What is the same for all that are judged. */
interface Ground {
  readonly target: ClassTarget | NumberTarget;
  readonly data: FitData;
  /** The examples that a threshold is chosen on. */
  readonly metricsOf: TrainingRecord['metricsOf'];
  readonly seconds: number | null;
  /** Of the naive forecast on training rows; for numbers. */
  readonly naive: number | undefined;
}

export async function evaluateLabelled(
  engine: Engine,
  data: FitData<'classify' | 'regress'>,
  { settings, classWeights }: EvaluationOptions,
  context: Context,
): Promise<Quality> {
  const { target, sequences } = data;
  const ground: Ground = {
    target,
    data,
    metricsOf: data.validation.length > 0 ? 'validation' : 'training',
    seconds: validationSeconds(data, settings),
    naive: target.mode === 'regress' ? naiveError(data) : undefined,
  };
  const raw: Predict = (examples) => predictInParts(engine, sequences, examples, context);
  const judged = await hold(data[ground.metricsOf], raw);
  const calibration = calibrationOf(ground, judged, engine.network.outputs, classWeights);
  const calibrated = (held: Told): Told =>
    calibration === undefined
      ? held
      : { ...held, logits: applyCalibration(held.logits, calibration) };
  const tested = data.test.length > 0 ? calibrated(await hold(data.test, raw)) : undefined;
  const shown = calibrated(judged);
  const own = figuresOf(ground, shown, tested, settings.threshold);
  const validated = ground.metricsOf === 'validation' ? [shown] : [];
  const by = decidingFigure(target, settings.threshold, own.curve);
  const rivals = await judgeBaselines(ground, engine.network, settings.threshold, context);
  const baseline = rivals.reduce((best, rival) =>
    lead(by, rival.metrics, best.metrics) > 0 ? rival : best,
  );
  const notTrained = tested === undefined ? validated : [...validated, tested];
  const doubt = doubtOf(ground, own, rivals, baseline);
  const { name, metrics } = baseline;
  const baselines = new Map(rivals.map((rival) => [rival.name, rival.evidence]));
  const evidence = { ...own.evidence, baselines };
  const { threshold, curve, held, ...figures } = own;
  const part: TaskPart =
    target.mode === 'classify'
      ? { mode: 'classify', target, calibration, threshold, curve }
      : { mode: 'regress', target, threshold: null };
  return {
    part,
    ...figures,
    held: heldOut(target, held),
    notTrained: notTrained.map((told) => heldOut(target, told)),
    baseline: { name, metrics, by },
    doubt,
    evidence,
  };
}

/** Judges the model by the figures that count most. */
function doubtOf(
  { target, data }: Ground,
  { metricsOf, metrics, testMetrics, held }: OwnFigures,
  rivals: readonly NaiveFigures[],
  best: NaiveFigures,
): DoubtNotice | undefined {
  const judged: JudgedPart =
    testMetrics === undefined
      ? { part: metricsOf, metrics, best }
      : { part: 'test', metrics: testMetrics, before: metrics, best };
  if (target.mode === 'classify') return classDoubt(target, judged, targetsOf(data, held.examples));
  return numberDoubt(target.field, judged, rivals, held.examples.length);
}

function heldOut(target: ClassTarget | NumberTarget, { examples, logits }: Told): HeldOut {
  return {
    examples,
    prediction:
      target.mode === 'classify'
        ? { mode: 'classify', probabilities: classProbabilities(target, logits) }
        : { mode: 'regress', values: Float32Array.from(inUnit(target, logits)) },
  };
}

async function hold(examples: Int32Array, predict: Predict): Promise<Told> {
  return { examples, logits: await predict(examples) };
}

/** Calibration is chosen on validation; without it only class weights are undone. */
function calibrationOf(
  { target, data, metricsOf }: Ground,
  { examples, logits }: Told,
  outputs: number,
  classWeights: readonly number[] | undefined,
): Calibration | undefined {
  if (target.mode !== 'classify') return undefined;
  const weights = classWeights ?? target.classes.map(() => 1);
  if (metricsOf === 'training') return classWeightCalibration(weights);
  return fitCalibration(logits, targetsOf(data, examples), outputs, weights);
}

/** The threshold of two classes, and the curve that it was chosen on. */
type ChosenThreshold = Pick<TaskPart<'classify'>, 'threshold' | 'curve'>;

/** These figures are of the network alone. */
interface OwnFigures
  extends ChosenThreshold,
    Pick<Quality, 'metricsOf' | 'metrics' | 'testMetrics'> {
  readonly held: Told;
  readonly evidence: Omit<FigureEvidence, 'baselines'>;
}

/** A rival is a simple model that the network is compared with. */
interface Rival extends Judged {
  readonly name: string;
}

function figuresOf(
  ground: Ground,
  judged: Told,
  tested: Told | undefined,
  rule: ThresholdRule,
): OwnFigures {
  const { metricsOf } = ground;
  const { threshold, curve } = thresholdOf(ground, judged, rule);
  const own = judgedAt(ground, judged, threshold);
  const ofTest = tested && judgedAt(ground, tested, threshold);
  return {
    threshold,
    curve,
    metricsOf,
    metrics: own.metrics,
    testMetrics: ofTest?.metrics,
    held: tested ?? judged,
    evidence: { metrics: own.evidence, testMetrics: ofTest?.evidence },
  };
}

/** Of each simple model the figures that count most. */
async function judgeBaselines(
  ground: Ground,
  network: BaselineNetwork,
  asked: ThresholdRule,
  context: Context,
): Promise<Rival[]> {
  const { target, data, metricsOf } = ground;
  const examples = { ...data, target, previous: previousTarget(data) };
  const baselines = await fitBaselines(examples, network, context);
  const rivals: Rival[] = [];
  for (const [index, { name, predict }] of baselines.entries()) {
    // The first always says the same: a threshold chosen for it would make it say the other class.
    const rule = index === 0 ? EVEN : asked;
    const last = await hold(data.test.length > 0 ? data.test : data[metricsOf], predict);
    const isChosen = isBinary(target) && rule.kind !== 'value' && data.test.length > 0;
    const judged = isChosen ? await hold(data[metricsOf], predict) : last;
    const { threshold } = thresholdOf(ground, judged, rule);
    const { metrics, evidence } = judgedAt(ground, last, threshold);
    const ofConstant = constantEvidence(target, name, targetsOf(data, last.examples));
    rivals.push({ name, metrics, evidence: ofConstant ?? evidence });
    await context.breathe();
  }
  return rivals;
}

/** @param threshold - read for two classes only */
function judgedAt(
  { target, data, naive }: Ground,
  { examples, logits }: Told,
  threshold: number | null,
): Judged {
  return evaluate(target, threshold ?? 0, logits, targetsOf(data, examples), naive);
}

function thresholdOf(
  { target, data, metricsOf, seconds }: Ground,
  { examples, logits }: Told,
  rule: ThresholdRule,
): ChosenThreshold {
  if (!isBinary(target)) return { threshold: null, curve: undefined };
  // Training rows would choose a threshold that suits what was learnt by heart.
  if (metricsOf === 'training') {
    return { threshold: rule.kind === 'value' ? rule.value : EVEN_CHANCE, curve: undefined };
  }
  const probabilities = positiveOf(classProbabilities(target, logits));
  const actual = targetsOf(data, examples);
  const curve = thresholdCurve(actual, probabilities, seconds);
  return { threshold: chooseThreshold(rule, actual, probabilities, curve), curve };
}
