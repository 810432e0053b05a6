/**
 * Says of an entity, a session or a span of one what its rows show together.
 *
 * @module
 */

import { type AnomalyTarget, headName } from '../../../model/anomaly-target.ts';
import type { Anomalies, Prediction } from '../../../model/prediction.ts';
import type { EntityCalibration } from '../../../model/record.ts';
import { sumOf } from '../head-sum.ts';
import { binomialTail } from './binomial-tail.ts';
import { type EntityScore, scoreEntity } from './entity-score.ts';
import { shownStatistics } from './statistics.ts';
import type { StretchRows } from './stretch-rows.ts';
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

/** The rows of an entity. */
export interface EntitySamples {
  readonly samples: Int32Array;
  readonly begins: ReadonlySet<number>;
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

/**
 * @param rows - places in the prediction of the scored rows, at least one, in the order of time, and those of them that
 *   begin a sequence
 */
export function entityResult(
  { target: { heads }, calibration, threshold }: EntityModel,
  { anomalies }: Pick<Prediction<'anomaly'>, 'anomalies'>,
  { samples, begins }: EntitySamples,
): EntityResult {
  const rows = stretchOf(heads.length, anomalies, samples);
  const scores = Float64Array.from(samples, (sample) => anomalies.scores[sample]);
  const later = samples.filter((sample) => !begins.has(sample));
  const isWhole = calibration.withoutBegins !== true || later.length === 0;
  const judged = isWhole ? rows : stretchOf(heads.length, anomalies, later);
  const found = scoreEntity(calibration, judged);
  const worst = worstStretch(rows.excess, calibration.allowance);
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
    ...found,
    ...(!isWhole && { statistics: shownStatistics(rows, calibration) }),
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

function stretchOf(
  heads: number,
  { excess, bits, scores }: Anomalies,
  samples: Int32Array,
): StretchRows {
  const of = (values: Float32Array): Float64Array =>
    Float64Array.from(samples, (sample) => sumOf(values, sample, heads));
  const chances = Float64Array.from(samples, (sample) => 1 - scores[sample]);
  return { excess: of(excess), surprise: of(bits), chances };
}
