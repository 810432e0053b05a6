/**
 * Evaluates a network of classes: calibration and threshold come from validation rows, figures from every
 * part, and simple models get the same figures.
 *
 * @module
 */

import type { Baseline } from '../../baseline/linear-baseline.ts';
import { classEvaluation } from '../../evaluate/class-curves.ts';
import { constantEvidence } from '../../evaluate/figure-evidence.ts';
import { classMetrics, decidingClassFigure, type Figures } from '../../evaluate/figures.ts';
import { classProbabilities } from '../../evaluate/probabilities.ts';
import type { Quality } from '../../evaluate/quality.ts';
import { EVEN_CHANCE } from '../../evaluate/threshold.ts';
import { secondsOfPart, validationSeconds } from '../../evaluate/validation-time.ts';
import { type FitData, type Predicted, targetsOf } from '../../model/examples.ts';
import type { FitSettings } from '../../model/fit-options.ts';
import type { ClassEvaluation } from '../../model/record.ts';
import { isBinary } from '../../model/target.ts';
import type { ThresholdRule } from '../../model/threshold-rule.ts';
import type { Context } from '../../network/context.ts';
import type { Predictor } from '../../network/engine.ts';
import { predictInParts } from '../../network/predict-in-parts.ts';
import {
  bestOf,
  decidingPart,
  type EvaluatedPart,
  type EvaluatedParts,
  evaluateBaselines,
  metricsPart,
  type NamedFigures,
  predictFor,
  qualityOf,
} from '../held-out.ts';
import type { EvaluationOptions } from '../task.ts';
import { type ChoosingRows, calibrationOf, thresholdOf, withCalibration } from './calibrated.ts';
import { classBaselines } from './class-baselines.ts';
import { classDoubt } from './class-doubt.ts';

const EVEN: ThresholdRule = { kind: 'value', value: EVEN_CHANCE };

/** The network and simple models are evaluated on these rows. */
interface ClassRows extends ChoosingRows {
  readonly linear: EvaluationOptions['linear'];
}

export async function evaluateClasses(
  engine: Predictor,
  data: FitData<'classify'>,
  { settings, classWeights, isCalibrated, linear }: EvaluationOptions,
  context: Context,
): Promise<Quality> {
  const { target, sequences, test } = data;
  const metricsOf = metricsPart(data);
  const rows = { data, linear, metricsOf, seconds: validationSeconds(data, settings.split) };
  const predict = (examples: Int32Array): Promise<Float32Array> =>
    predictInParts(engine, sequences, examples, context);
  const raw = await predictFor(data[metricsOf], predict);
  const calibration = calibrationOf(rows, raw, { classWeights, isCalibrated });
  const calibrated = (predicted: Predicted): Predicted => withCalibration(predicted, calibration);
  const rawTest = test.length > 0 ? await predictFor(test, predict) : undefined;
  const validated = calibrated(raw);
  const { threshold, curve } = thresholdOf(rows, validated, settings.threshold);
  const parts = {
    metricsOf,
    own: evaluatedPart(rows, validated, threshold),
    tested: rawTest && evaluatedPart(rows, calibrated(rawTest), threshold),
  };
  const baselines = await figuresOfBaselines(rows, engine, settings.threshold, context);
  const best = bestOf(baselines, decidingClassFigure(settings.threshold, curve));
  const { examples } = (parts.tested ?? parts.own).held;
  const evaluation = evaluated(rows, parts, settings, threshold);
  return {
    part: { mode: 'classify', target, calibration, threshold, curve, evaluation },
    ...qualityOf(parts, baselines, best),
    doubt: classDoubt(target, decidingPart(parts, best), targetsOf(data, examples)),
  };
}

/** Counts what the model does on the rows that its figures count most on. */
function evaluated(
  { data }: ClassRows,
  { metricsOf, own, tested }: EvaluatedParts<'classify'>,
  { split }: FitSettings,
  threshold: number | null,
): ClassEvaluation | undefined {
  const { held, evidence } = tested ?? own;
  if (evidence.kind !== 'classes') return undefined;
  const { examples, prediction } = held;
  const set = tested === undefined ? metricsOf : 'test';
  const counted = {
    set,
    probabilities: prediction.probabilities,
    actual: targetsOf(data, examples),
    confusion: evidence.confusion,
    seconds: secondsOfPart(data, examples, split),
  } as const;
  return classEvaluation(data.target, counted, threshold);
}

function evaluatedPart(
  rows: ClassRows,
  predicted: Predicted,
  threshold: number | null,
): EvaluatedPart<'classify'> {
  const probabilities = classProbabilities(rows.data.target, predicted.logits);
  const { examples } = predicted;
  const figures = figuresAt(rows, examples, probabilities, threshold);
  return { ...figures, held: { examples, prediction: { mode: 'classify', probabilities } } };
}

/** @param threshold - is read for two classes only */
function figuresAt(
  { data }: ClassRows,
  examples: Int32Array,
  probabilities: Float32Array,
  threshold: number | null,
): Figures {
  return classMetrics(data.target, threshold ?? 0, probabilities, targetsOf(data, examples));
}

/** Computes the figures of each simple model on the rows that count most. */
async function figuresOfBaselines(
  rows: ClassRows,
  { network }: Predictor,
  asked: ThresholdRule,
  context: Context,
): Promise<NamedFigures[]> {
  const { data, linear, metricsOf } = rows;
  const { target, test } = data;
  const figuresOf = async ({ name, predict }: Baseline, index: number): Promise<Figures> => {
    // The first always says the same: a threshold chosen for it would make it say the other class.
    const rule = index === 0 ? EVEN : asked;
    const last = await predictFor(test.length > 0 ? test : data[metricsOf], predict);
    const isChosen = isBinary(target) && rule.kind !== 'value' && test.length > 0;
    const chosenOn = isChosen ? await predictFor(data[metricsOf], predict) : last;
    const { threshold } = thresholdOf(rows, chosenOn, rule);
    const probabilities = classProbabilities(target, last.logits);
    const { metrics, evidence } = figuresAt(rows, last.examples, probabilities, threshold);
    const ofConstant = constantEvidence(target, name, targetsOf(data, last.examples));
    return { metrics, evidence: ofConstant ?? evidence };
  };
  const baselines = await classBaselines(target, { ...data, linear }, network, context);
  return await evaluateBaselines(baselines, figuresOf, context);
}
