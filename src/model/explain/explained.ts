/**
 * What is explained of a row: one number, as a function of the network's logits.
 *
 * @module
 */

import { type AnomalyTarget, type Head, headName, headSize } from '../../encode/anomaly-target.ts';
import type { ForecastTarget } from '../../encode/forecast-target.ts';
import type { ClassTarget, NumberTarget, Target } from '../../encode/target.ts';
import { meanLoss } from '../../kernel/reference-loss.ts';
import { createSurprises, writeSurprises } from '../anomaly/surprises.ts';
import type { Calibration } from '../calibration.ts';
import { argmax } from '../prediction.ts';

export interface Explained {
  /** @param logits - `[outputs]`, as the network gives them */
  value(logits: Float32Array): number;
  /** Gradient of the value by the logits, `[outputs]`. */
  gradient(logits: Float32Array): Float32Array;
  /**
   * The parts of the value that fields of the row itself make, whatever was before it; absent where
   * the network reads the row.
   */
  ownParts?(logits: Float32Array): readonly OwnPart[];
}

export interface OwnPart {
  readonly field: string;
  readonly amount: number;
}

/**
 * Of two classes the logit of the positive one; of more the log odds of the predicted class against
 * all others; of a number or a forecast its value in the target's unit; of what comes next the bits by which it
 * surprised.
 *
 * @param row - `[outputs]`: logits of the row; of mode=anomaly `[heads]`: what came
 */
export function explainedOf(
  target: Target,
  calibration: Calibration | undefined,
  row: Float32Array,
): Explained {
  if (target.mode === 'regress') return numberValue(target);
  if (target.mode === 'forecast') return forecastValue(target);
  if (target.mode === 'anomaly') return surprise(target, row);
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
    value: (logits) => (logits[horizon - 1] as number) * scale + mean,
    gradient: (logits) => logits.map((_, step) => (step === horizon - 1 ? scale : 0)),
  };
}

/** Σ −log₂ p of the outcomes. */
function surprise({ heads }: AnomalyTarget, outcomes: Float32Array): Explained {
  const sizes = heads.map(headSize);
  const found = createSurprises(1, sizes.length);
  const bitsAt = (logits: Float32Array): Float32Array => {
    writeSurprises(sizes, logits, outcomes, found);
    return found.bits;
  };
  return {
    value: (logits) => bitsAt(logits).reduce((sum, bits) => sum + bits, 0),
    ownParts: (logits) =>
      Array.from(bitsAt(logits), (amount, index): OwnPart => {
        return { field: headName(heads[index] as Head), amount };
      }),
    gradient: (logits) => {
      const gradient = new Float32Array(logits.length);
      meanLoss('categorical_crossentropy', logits, outcomes, sizes, 1, gradient);
      return gradient.map((value) => value / Math.LN2);
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
      return (scores[predicted] as number) - others(scores).logSum;
    },
    gradient: (raw) => {
      const { shares } = others(calibrated(raw));
      return Float32Array.from(shares, (share, k) => slope * (k === predicted ? 1 : -share));
    },
  };
}
