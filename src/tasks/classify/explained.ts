/**
 * Says which number is explained of a predicted class.
 *
 * @module
 */

import { argmax } from '../../evaluate/probabilities.ts';
import type { Calibration } from '../../model/record.ts';
import type { ClassTarget } from '../../model/target.ts';
import type { Explained } from '../explained-row.ts';

/**
 * Returns the logit of the positive class; of more than two classes the log odds of the predicted class
 * against all others.
 *
 * @param row - `[outputs]`: logits of the row
 */
export function explainedClass(
  target: ClassTarget,
  calibration: Calibration | undefined,
  row: Float32Array,
): Explained {
  return target.classes.length === 2
    ? positiveLogit(calibration)
    : logOdds(target, calibration, row);
}

function positiveLogit({ slope, offsets }: Calibration = NONE): Explained {
  return {
    value: ([logit = 0]) => slope * logit + (offsets[0] ?? 0),
    gradient: () => Float32Array.of(slope),
  };
}

const NONE: Calibration = { slope: 1, offsets: [] };

function logOdds(
  { classes }: ClassTarget,
  { slope, offsets }: Calibration = NONE,
  logits: Float32Array,
): Explained {
  const calibrated = (raw: Float32Array): Float64Array =>
    Float64Array.from(raw, (logit, k) => slope * logit + (offsets[k] ?? 0));
  const predicted = argmax(calibrated(logits), 0, classes.length);
  /** Softmax over all classes but the predicted one. */
  const others = (scores: Float64Array): { shares: Float64Array; logSum: number } => {
    const largest = scores.reduce(
      (most, score, k) => (k === predicted ? most : Math.max(most, score)),
      Number.NEGATIVE_INFINITY,
    );
    const terms = scores.map((score, k) => (k === predicted ? 0 : Math.exp(score - largest)));
    const sum = terms.reduce((total, term) => total + term, 0);
    return { shares: terms.map((term) => term / sum), logSum: Math.log(sum) + largest };
  };
  return {
    value: (raw) => {
      const scores = calibrated(raw);
      return scores[predicted] - others(scores).logSum;
    },
    gradient: (raw) => {
      const { shares } = others(calibrated(raw));
      return Float32Array.from(shares, (share, k) => slope * (k === predicted ? 1 : -share));
    },
  };
}
