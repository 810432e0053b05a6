/**
 * How good a trained network is: calibration and threshold from validation, figures on every part,
 * and the same figures of simple models.
 *
 * @module
 */

import type { ClassTarget, Target } from '../../encode/target.ts';
import { applyCalibration, type Calibration, classWeightCalibration } from '../calibration.ts';
import type { TrainingRecord } from '../fitted-model.ts';
import type { Engine } from '../network/engine.ts';
import type { NetworkSpec } from '../network/network-spec.ts';
import { classProbabilities } from '../prediction.ts';
import {
  chooseThreshold,
  type ThresholdCurve,
  type ThresholdRule,
  thresholdCurve,
} from '../threshold.ts';
import { fitBaselines } from './baseline/baselines.ts';
import { decidingFigure, evaluate, lead, positiveOf } from './evaluate.ts';
import { fitCalibration } from './fit-calibration.ts';
import type { FitData } from './fit-data.ts';
import type { FitSettings } from './fit-settings.ts';
import type { Metrics } from './metrics.ts';
import { naiveError, previousTarget } from './previous-target.ts';
import { validationSeconds } from './validation-time.ts';

export interface Quality
  extends Pick<TrainingRecord, 'metricsOf' | 'metrics' | 'testMetrics' | 'baseline'> {
  readonly calibration: Calibration | undefined;
  /** Null unless there are two classes. */
  readonly threshold: number | null;
  readonly curve: ThresholdCurve | undefined;
  readonly held: HeldOut;
}

/** The examples whose figures count most: test, else validation, else training. */
export interface HeldOut {
  readonly examples: Int32Array;
  /** `[examples, outputs]`, calibrated. */
  readonly logits: Float32Array;
}

const EVEN: ThresholdRule = { kind: 'value', value: 0.5 };

/** What judges: a network, or a simple model. */
type Predict = (examples: Int32Array) => Float32Array;

interface Parts {
  readonly target: Target;
  readonly data: FitData;
  readonly seconds: number | null;
}

export async function judgeQuality(
  engine: Engine,
  network: NetworkSpec,
  data: FitData,
  settings: FitSettings,
  classWeights: readonly number[] | undefined,
  breathe: () => Promise<void>,
): Promise<Quality> {
  const { target } = data;
  const parts: Parts = { target, data, seconds: validationSeconds(data, settings) };
  const raw: Predict = (examples) => engine.predict(data.sequences, examples);
  const calibration = calibrationOf(parts, raw, network.outputs, classWeights);
  const predict: Predict =
    calibration === undefined ? raw : (examples) => applyCalibration(raw(examples), calibration);
  const own = figuresOf(parts, predict, settings.threshold);
  const previous = previousTarget(data);
  const baselines = await fitBaselines(data, network, target, previous, breathe);
  const rivals = baselines.map(({ name, predict: simple }, index) => {
    // The first always says the same: a threshold chosen for it would make it say the other class.
    const rule = index === 0 ? EVEN : settings.threshold;
    const { metrics, testMetrics } = figuresOf(parts, simple, rule);
    return { name, metrics: testMetrics ?? metrics };
  });
  const by = decidingFigure(target, settings.threshold);
  const baseline = rivals.reduce((best, rival) =>
    lead(by, rival.metrics, best.metrics) > 0 ? rival : best,
  );
  return { ...own, calibration, baseline: { ...baseline, by } };
}

/** Calibration is chosen on validation; without it only class weights are undone. */
function calibrationOf(
  { target, data }: Parts,
  predict: Predict,
  outputs: number,
  classWeights: readonly number[] | undefined,
): Calibration | undefined {
  if (target.mode === 'regress') return undefined;
  const weights = classWeights ?? target.classes.map(() => 1);
  const { validation } = data;
  if (validation.length === 0) return classWeightCalibration(weights);
  return fitCalibration(predict(validation), targetsOf(data, validation), outputs, weights);
}

function figuresOf(
  { target, data, seconds }: Parts,
  predict: Predict,
  rule: ThresholdRule,
): Pick<Quality, 'threshold' | 'curve' | 'metricsOf' | 'metrics' | 'testMetrics' | 'held'> {
  const metricsOf = data.validation.length > 0 ? 'validation' : 'training';
  const judged = { examples: data[metricsOf], logits: predict(data[metricsOf]) };
  const { threshold, curve } = isBinary(target)
    ? thresholdOf(target, metricsOf, rule, judged.logits, targetsOf(data, judged.examples), seconds)
    : { threshold: null, curve: undefined };
  const naive = target.mode === 'regress' ? naiveError(data) : undefined;
  const metrics = ({ examples, logits }: HeldOut): Metrics =>
    evaluate(target, threshold ?? 0, logits, targetsOf(data, examples), naive);
  const figures = { threshold, curve, metricsOf, metrics: metrics(judged) } as const;
  if (data.test.length === 0) return { ...figures, testMetrics: undefined, held: judged };
  const tested = { examples: data.test, logits: predict(data.test) };
  return { ...figures, testMetrics: metrics(tested), held: tested };
}

function isBinary(target: Target): target is ClassTarget {
  return target.mode === 'classify' && target.classes.length === 2;
}

function thresholdOf(
  target: ClassTarget,
  chosenOn: Quality['metricsOf'],
  rule: ThresholdRule,
  logits: Float32Array,
  actual: Float32Array,
  seconds: number | null,
): { readonly threshold: number; readonly curve: ThresholdCurve | undefined } {
  const probabilities = positiveOf(classProbabilities(target, logits));
  // Training rows would choose a threshold that suits what was learnt by heart.
  if (chosenOn === 'training') {
    return { threshold: rule.kind === 'value' ? rule.value : 0.5, curve: undefined };
  }
  const curve = thresholdCurve(actual, probabilities, seconds);
  return { threshold: chooseThreshold(rule, actual, probabilities, curve), curve };
}

export function targetsOf(
  { targets }: Pick<FitData, 'targets'>,
  examples: Int32Array,
): Float32Array {
  return Float32Array.from(examples, (at) => targets[at] as number);
}
