/**
 * Writes what `lstmmodels` shows of a model in the same words everywhere.
 *
 * @module
 */

import type { ModelHeader } from '../../model/header.ts';

/** The main figure, with the set of its examples: `val_f1`, `val_mae`, `val_loss`. */
export interface MainMetric {
  /** The name of the figure without the set. */
  readonly name: string;
  readonly shown: string;
  readonly value: number | undefined;
}

/** The main figure of a model is the first of these that it has; the loss where it has none. */
const METRICS = ['f1', 'mae'];

export function mainMetric({ training }: Pick<ModelHeader, 'training'>): MainMetric {
  const { metrics, history, bestEpoch } = training;
  const set = metricsSet({ training });
  const name = METRICS.find((known) => metrics[known] !== undefined) ?? 'loss';
  const losses = history?.[set === 'val' ? 'val_loss' : 'loss'];
  const value = metrics[name] ?? losses?.[bestEpoch - 1] ?? undefined;
  return { name, shown: `${set}_${name}`, value };
}

/** Returns the set of examples that a model's figures come from. */
export function metricsSet({ training }: Pick<ModelHeader, 'training'>): 'val' | 'train' {
  return training.metricsOf === 'validation' ? 'val' : 'train';
}

/** Writes which version of a model another one goes on from; the text is empty for one that was fitted from the beginning. */
export function continuedText({
  training: { continuedFrom },
}: Pick<ModelHeader, 'training'>): string {
  return continuedFrom === undefined
    ? ''
    : `${continuedFrom.model} version ${continuedFrom.version}`;
}

/**
 * Writes epoch seconds as ISO 8601 in UTC; the text is empty where there are none or they are no date.
 */
export function isoTime(seconds: number | null | undefined): string {
  const date = new Date((seconds ?? Number.NaN) * 1000);
  return Number.isNaN(date.getTime()) ? '' : date.toISOString();
}

/**
 * Returns the whole seconds since a version was made, which are at least 0 even if the clock went back.
 */
export function ageSeconds(created: string, nowMs: number): number | undefined {
  const age = (nowMs - Date.parse(created)) / 1000;
  return Number.isNaN(age) ? undefined : Math.max(0, Math.round(age));
}
