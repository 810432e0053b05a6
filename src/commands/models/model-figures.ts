/**
 * What `lstmmodels` shows of a model in the same words everywhere.
 *
 * @module
 */

import type { ModelHeader } from '../../model/header.ts';

/** The figure that tells most, with its set: `val_f1`, `val_mae`, `val_loss`. */
export interface MainMetric {
  /** Without the set. */
  readonly name: string;
  readonly shown: string;
  readonly value: number | undefined;
}

/** What each mode is judged by, the first that a model has; the loss where it has none. */
const METRICS = ['f1', 'mae'];

export function mainMetric({ training }: Pick<ModelHeader, 'training'>): MainMetric {
  const { metrics, history, bestEpoch } = training;
  const set = metricsSet({ training });
  const name = METRICS.find((known) => metrics[known] !== undefined) ?? 'loss';
  const losses = history?.[set === 'val' ? 'val_loss' : 'loss'];
  const value = metrics[name] ?? losses?.[bestEpoch - 1] ?? undefined;
  return { name, shown: `${set}_${name}`, value };
}

/** The examples that a model's figures are of. */
export function metricsSet({ training }: Pick<ModelHeader, 'training'>): 'val' | 'train' {
  return training.metricsOf === 'validation' ? 'val' : 'train';
}

/** Epoch seconds as ISO 8601, UTC; empty where there are none or they are no date. */
export function isoTime(seconds: number | null | undefined): string {
  const date = new Date((seconds ?? Number.NaN) * 1000);
  return Number.isNaN(date.getTime()) ? '' : date.toISOString();
}

/** Whole seconds since a version was made; a clock that went back makes none negative. */
export function ageSeconds(created: string, nowMs: number): number | undefined {
  const age = (nowMs - Date.parse(created)) / 1000;
  return Number.isNaN(age) ? undefined : Math.max(0, Math.round(age));
}
