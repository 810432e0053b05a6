/**
 * Says of an entity, a session or a span of one what its rows show together.
 *
 * @module
 */

import { type AnomalyTarget, headName } from '../../../model/anomaly-target.ts';
import type { Prediction } from '../../../model/prediction.ts';
import type { EntityCalibration } from '../../../model/record.ts';
import { sumOf } from '../head-sum.ts';
import { binomialTail } from './binomial-tail.ts';
import { type EntityScore, scoreEntity } from './entity-score.ts';
import { type Stretch, worstStretch } from './worst-stretch.ts';

export interface EntityResult extends EntityScore {
  /** Among the samples. */
  readonly worst: Stretch;
  readonly highestScore: number;
  /** Rows that reach the threshold, and the chance of so many or more among usual rows. */
  readonly alerts: number;
  readonly alertChance: number;
  /** The fields that surprised most in the worst stretch, and by how many bits of excess there. */
  readonly fields: readonly { readonly field: string; readonly bits: number }[];
}

/** So many fields are named. */
const MOST_FIELDS = 3;

/** A model that has learnt what is usual for entities. */
export interface EntityModel {
  readonly target: AnomalyTarget;
  readonly calibration: EntityCalibration;
  /** The score from which on a row is an alert. */
  readonly threshold: number;
}

/** @param samples - the scored rows' places in the prediction, at least one, in the order of time */
export function entityResult(
  { target: { heads }, calibration, threshold }: EntityModel,
  { anomalies }: Pick<Prediction<'anomaly'>, 'anomalies'>,
  samples: Int32Array,
): EntityResult {
  const of = (values: Float32Array): Float64Array =>
    Float64Array.from(samples, (sample) => sumOf(values, sample, heads.length));
  const excess = of(anomalies.excess);
  const scores = Float64Array.from(samples, (sample) => anomalies.scores[sample]);
  const chances = scores.map((score) => 1 - score);
  const worst = worstStretch(excess, calibration.allowance);
  const least = Math.fround(threshold);
  const alerts = scores.filter((score) => score >= least).length;
  const stretch = worst.sum > 0 ? samples.subarray(worst.first, worst.end) : samples;
  const fields = heads.map((head, index) => {
    const bits = stretch.reduce(
      (sum, sample) => sum + anomalies.excess[sample * heads.length + index],
      0,
    );
    return { field: headName(head), bits };
  });
  return {
    ...scoreEntity(calibration, { excess, surprise: of(anomalies.bits), chances }),
    worst,
    highestScore: scores.reduce((most, score) => Math.max(most, score), 0),
    alerts,
    alertChance: binomialTail(samples.length, 1 - threshold, alerts),
    fields: fields
      .filter(({ bits }) => bits > 0)
      .toSorted((a, b) => b.bits - a.bits)
      .slice(0, MOST_FIELDS),
  };
}
