/**
 * Chooses the calibration of a network of classes and its threshold, by what it says of rows that it was not trained on.
 *
 * @module
 */

import { applyCalibration, classWeightCalibration } from '../../evaluate/calibration.ts';
import { positiveOf } from '../../evaluate/figures.ts';
import { classProbabilities } from '../../evaluate/probabilities.ts';
import { chooseThreshold, EVEN_CHANCE, thresholdCurve } from '../../evaluate/threshold.ts';
import { secondsOfPart } from '../../evaluate/validation-time.ts';
import { type FitData, type HeldOut, type Predicted, targetsOf } from '../../model/examples.ts';
import type { TaskPart } from '../../model/header.ts';
import type { Calibration, TrainingRecord } from '../../model/record.ts';
import { isBinary } from '../../model/target.ts';
import type { ThresholdRule } from '../../model/threshold-rule.ts';
import { together } from '../held-out.ts';
import type { EvaluationOptions } from '../task.ts';
import { fitCalibration } from './fit-calibration.ts';

/** Rows choose a calibration and a threshold. */
export interface ChoosingRows {
  readonly data: FitData<'classify'>;
  /** Training rows choose nothing. */
  readonly metricsOf: TrainingRecord['metricsOf'];
  /** The time that these rows stand for. */
  readonly seconds: number | null;
}

/** Calibration is chosen on validation rows; without them only class weights are undone. */
export function calibrationOf(
  { data, metricsOf }: ChoosingRows,
  { examples, logits }: Predicted,
  { classWeights, isCalibrated }: Pick<EvaluationOptions, 'classWeights' | 'isCalibrated'>,
): Calibration | undefined {
  if (isCalibrated) return undefined;
  const weights = classWeights ?? data.target.classes.map(() => 1);
  if (metricsOf === 'training') return classWeightCalibration(weights);
  const outputs = logits.length / examples.length;
  return fitCalibration(logits, targetsOf(data, examples), outputs, weights);
}

export function withCalibration(
  { examples, logits }: Predicted,
  calibration: Calibration | undefined,
): Predicted {
  if (calibration === undefined) return { examples, logits };
  return { examples, logits: applyCalibration(logits, calibration) };
}

/** A threshold of two classes stands beside the curve that it was chosen on. */
type ChosenThreshold = Pick<TaskPart<'classify'>, 'threshold' | 'curve'>;

export function thresholdOf(
  { data, metricsOf, seconds }: ChoosingRows,
  { examples, logits }: Predicted,
  rule: ThresholdRule,
): ChosenThreshold {
  const { target } = data;
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

/**
 * Calibrates a network that was trained on all rows by what networks like it say of rows that they have not seen, and
 * chooses its threshold by the same rows.
 *
 * @param crossed - each example once
 */
export function calibrateAgain(
  part: TaskPart<'classify'>,
  data: FitData<'classify'>,
  crossed: readonly Predicted[],
  options: EvaluationOptions,
): { readonly part: TaskPart<'classify'>; readonly held: readonly HeldOut<'classify'>[] } {
  const { split, threshold: rule } = options.settings;
  const all = together(crossed);
  const seconds = secondsOfPart(data, all.examples, split);
  const rows = { data, metricsOf: 'validation', seconds } as const;
  const calibration = calibrationOf(rows, all, options);
  const chosen = thresholdOf(rows, withCalibration(all, calibration), rule);
  const held = crossed.map((predicted): HeldOut<'classify'> => {
    const { examples, logits } = withCalibration(predicted, calibration);
    const probabilities = classProbabilities(data.target, logits);
    return { examples, prediction: { mode: 'classify', probabilities } };
  });
  return { part: { ...part, calibration, ...chosen }, held };
}
