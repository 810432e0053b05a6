/**
 * How good the network is while it trains.
 *
 * @module
 */

import { applyCalibration } from '../evaluate/calibration.ts';
import { argmax, classProbabilities, predictedClass } from '../evaluate/probabilities.ts';
import { EVEN_CHANCE } from '../evaluate/threshold.ts';
import { meanLoss } from '../kernel/reference-loss.ts';
import type { Calibration } from '../model/record.ts';
import { type ClassTarget, isNumber, type Target } from '../model/target.ts';
import { headsOf } from '../network/network-spec.ts';
import { outputOf } from './prediction.ts';

/** Loss, and accuracy or mean absolute error, of logits. */
export type Judge = (
  logits: Float32Array,
  targets: Float32Array,
) => { readonly loss: number; readonly metric: number };

/**
 * Loss with accuracy at even chance (classes) or the mean absolute error in the target's unit
 * (numbers). What comes next: the share of outcomes that were held likeliest.
 *
 * @param calibration - of the logits, such as one that undoes class weights
 */
export function createJudge(target: Target, calibration?: Calibration | undefined): Judge {
  const output = outputOf(target);
  const heads = headsOf(output);
  const metric = metricOf(target, heads);
  return (raw, targets) => {
    const logits = calibration === undefined ? raw : applyCalibration(raw, calibration);
    const scratch = new Float32Array(logits.length);
    const samples = targets.length / heads.length;
    const loss = meanLoss(output.loss, logits, targets, heads, samples, scratch);
    return { loss, metric: metric(logits, targets) };
  };
}

type Figure = (logits: Float32Array, targets: Float32Array) => number;

/** Of the last head: a forecast's own row is the farthest ahead. */
function absoluteError(scale: number, heads: number): Figure {
  return (logits, targets) => {
    let sum = 0;
    for (let at = heads - 1; at < targets.length; at += heads) {
      sum += Math.abs(targets[at] - logits[at]);
    }
    return sum * ((scale * heads) / targets.length);
  };
}

function metricOf(target: Target, heads: readonly number[]): Figure {
  if (isNumber(target)) return absoluteError(target.scale, heads.length);
  return target.mode === 'anomaly' ? headAccuracy(heads) : accuracy(target);
}

/** Share of all outcomes that were the likeliest ones. */
function headAccuracy(heads: readonly number[]): Figure {
  return (logits, targets) => {
    let [hits, from] = [0, 0];
    for (let at = 0; at < targets.length; at++) {
      const size = heads[at % heads.length];
      if (argmax(logits, from, size) === targets[at]) hits++;
      from += size;
    }
    return hits / targets.length;
  };
}

function accuracy(target: ClassTarget): Figure {
  return (logits, targets) => {
    const probabilities = classProbabilities(target, logits);
    const isHit = (wanted: number, sample: number): boolean =>
      predictedClass(target, probabilities, sample, EVEN_CHANCE) === wanted;
    return targets.filter(isHit).length / targets.length;
  };
}
