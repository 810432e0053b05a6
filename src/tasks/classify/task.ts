/**
 * Predicts for `mode=classify` one of the classes that the target has in training rows.
 *
 * @module
 */

import { applyCalibration } from '../../evaluate/calibration.ts';
import { refuseMetrics } from '../../evaluate/consistent-figures.ts';
import { classMetrics } from '../../evaluate/figures.ts';
import { refuseNonFinite } from '../../evaluate/finite.ts';
import { classProbabilities, predictedClass } from '../../evaluate/probabilities.ts';
import { alertShare, EVEN_CHANCE } from '../../evaluate/threshold.ts';
import type { Metrics } from '../../model/record.ts';
import { type ClassTarget, isBinary } from '../../model/target.ts';
import { predictInParts } from '../../network/predict-in-parts.ts';
import { sequencesAt } from '../sequences-at.ts';
import type { Compared, Figure, Task, Truth } from '../task.ts';
import { calibrateAgain } from './calibrated.ts';
import { checkClassThreshold, classThreshold } from './class-threshold.ts';
import { classCounts } from './classes.ts';
import { evaluateClasses } from './evaluate-classes.ts';
import { explainedClass } from './explained.ts';
import { encodeClasses, learnClasses, planClasses } from './fit-classes.ts';

export const classify: Task<'classify'> = {
  reads: { calendar: false, integers: 'numbers' },
  plan: planClasses,
  learn: learnClasses,
  encode: encodeClasses,
  output: ({ classes: { length } }) =>
    length === 2
      ? { outputs: 1, loss: 'binary_crossentropy' }
      : { outputs: length, loss: 'categorical_crossentropy' },
  epochFigure: { name: 'accuracy', of: accuracy },
  threshold: {
    initial: (target) => (isBinary(target) ? EVEN_CHANCE : null),
    check: checkClassThreshold,
    of: classThreshold,
  },
  uncertainty: entropy,
  evaluate: evaluateClasses,
  calibrateAgain,
  async predict({ target, calibration }, engine, { sequences, scored }, context) {
    const ends = sequencesAt(scored);
    const logits = await predictInParts(engine, sequences, ends, context);
    const calibrated = calibration === undefined ? logits : applyCalibration(logits, calibration);
    const probabilities = classProbabilities(target, calibrated);
    refuseNonFinite(probabilities, scored.length);
    return { mode: 'classify', probabilities, logits };
  },
  explained({ target, calibration }, { ends, prediction: { logits } }, sample) {
    const width = logits.length / ends.length;
    const row = logits.subarray(sample * width, (sample + 1) * width);
    return { by: 'inputs', value: explainedClass(target, calibration, row) };
  },
  verdicts: {
    names: ({ classes }) => classes.map((name) => `predicted ${name}`),
    of(target, { probabilities }, threshold) {
      const predicted = new Int8Array(probabilities.length / target.classes.length);
      for (let sample = 0; sample < predicted.length; sample++) {
        predicted[sample] = predictedClass(target, probabilities, sample, threshold);
      }
      return predicted;
    },
    score(target, { probabilities }) {
      const { length: classes } = target.classes;
      if (classes === 2) return (sample) => probabilities[2 * sample + 1];
      return (sample) =>
        probabilities[
          sample * classes + predictedClass(target, probabilities, sample, EVEN_CHANCE)
        ];
    },
    shares({ curve }, threshold) {
      if (curve === undefined) return undefined;
      const share = alertShare(curve, threshold);
      return [1 - share, share];
    },
  },
  comparison: {
    other: ({ field }, old) =>
      old.field === field ? undefined : `the old model predicts ${old.field}`,
    figures: (fresh, old, truth) => ({
      metrics: metricsOf(fresh.part.target, fresh, truth),
      oldMetrics: metricsOf(fresh.part.target, old, truth),
    }),
  },
};

/** Returns the share of samples whose class is predicted at even chance. */
function accuracy(target: ClassTarget): Figure {
  return (logits, targets) => {
    const probabilities = classProbabilities(target, logits);
    const isHit = (wanted: number, sample: number): boolean =>
      predictedClass(target, probabilities, sample, EVEN_CHANCE) === wanted;
    return targets.filter(isHit).length / targets.length;
  };
}

/** Returns the entropy of the shares of the classes, in bits. */
function entropy({ classes }: ClassTarget, targets: Float32Array): number {
  const shares = classCounts(targets, classes.length).map((count) => count / targets.length);
  return shares.reduce((sum, share) => sum - (share > 0 ? share * Math.log2(share) : 0), 0);
}

/** @param target - of the new model, which says what the classes of `truth` are */
function metricsOf(
  target: ClassTarget,
  { part: { threshold }, prediction: { probabilities }, samples }: Compared<'classify'>,
  { actual }: Truth,
): Metrics {
  const width = target.classes.length;
  const picked = new Float32Array(samples.length * width);
  for (const [index, sample] of samples.entries()) {
    picked.set(probabilities.subarray(sample * width, (sample + 1) * width), index * width);
  }
  const { metrics, evidence } = classMetrics(target, threshold ?? 0, picked, actual);
  refuseMetrics('comparison', metrics, evidence);
  return metrics;
}
