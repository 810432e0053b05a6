/**
 * What is explained of a row: one number, as a function of the network's logits.
 *
 * @module
 */

import { argmax } from '../evaluate/probabilities.ts';
import { type AnomalyTarget, headSize } from '../model/anomaly-target.ts';
import type { ForecastTarget } from '../model/forecast-target.ts';
import type { Calibration } from '../model/record.ts';
import type { ClassTarget, LabelledTarget, NumberTarget } from '../model/target.ts';

export interface Explained {
  /** @param logits - `[outputs]`, as the network gives them */
  value(logits: Float32Array): number;
  /** Gradient of the value by the logits, `[outputs]`. */
  gradient(logits: Float32Array): Float32Array;
}

/**
 * Of two classes the logit of the positive one; of more the log odds of the predicted class against
 * all others; of a number or a forecast its value in the target's unit.
 *
 * @param row - `[outputs]`: logits of the row
 */
export function explainedOf(
  target: LabelledTarget,
  calibration: Calibration | undefined,
  row: Float32Array,
): Explained {
  if (target.mode === 'regress') return numberValue(target);
  if (target.mode === 'forecast') return forecastValue(target);
  return target.classes.length === 2
    ? positiveLogit(calibration)
    : logOdds(target, calibration, row);
}

function numberValue({ scale, mean }: NumberTarget): Explained {
  return {
    value: ([output = 0]) => output * scale + mean,
    gradient: () => Float32Array.of(scale),
  };
}

/** Of the row that the forecast stands on, without the level that the change adds to. */
function forecastValue({ horizon, scale, mean }: ForecastTarget): Explained {
  return {
    value: (logits) => logits[horizon - 1] * scale + mean,
    gradient: (logits) => logits.map((_, step) => (step === horizon - 1 ? scale : 0)),
  };
}

/**
 * Of what comes next the excess of one field: the bits by which its outcome surprises, beyond those that the
 * network expected. It is Σ p·z − z of the outcome, over ln 2.
 */
export function headExcess({ heads }: AnomalyTarget, index: number, outcome: number): Explained {
  const sizes = heads.map(headSize);
  const first = sizes.slice(0, index).reduce((sum, size) => sum + size, 0);
  const size = sizes[index];
  const read = (
    logits: Float32Array,
  ): { own: Float32Array; shares: Float64Array; mean: number } => {
    const own = logits.subarray(first, first + size);
    const largest = Math.max(...own);
    const odds = Float64Array.from(own, (logit) => Math.exp(logit - largest));
    const sum = odds.reduce((total, value) => total + value, 0);
    const shares = odds.map((value) => value / sum);
    const mean = shares.reduce((total, share, k) => total + share * own[k], 0);
    return { own, shares, mean };
  };
  return {
    value: (logits) => {
      const { own, mean } = read(logits);
      return (mean - own[outcome]) / Math.LN2;
    },
    gradient: (logits) => {
      const { own, shares, mean } = read(logits);
      const gradient = new Float32Array(logits.length);
      for (const [k, share] of shares.entries()) {
        const slope = share * (1 + own[k] - mean) - Number(k === outcome);
        gradient[first + k] = slope / Math.LN2;
      }
      return gradient;
    },
  };
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
