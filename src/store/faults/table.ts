/**
 * Lists what tasks and readings check of a model file: the compiler holds both tables complete.
 *
 * @module
 */

import type { Mode } from '../../model/header.ts';
import type { EncoderKind } from '../../readings/reading.ts';
import { anomaly } from './anomaly.ts';
import { characters } from './characters.ts';
import { classify } from './classify.ts';
import { fields } from './fields.ts';
import { forecast } from './forecast.ts';
import { regress } from './regress.ts';
import { rows } from './rows.ts';
import type { ReadingRules, TaskRules } from './rule.ts';

const ofTasks: { readonly [M in Mode]: TaskRules<M> } = { classify, regress, forecast, anomaly };

const ofReadings: { readonly [K in EncoderKind]: ReadingRules<K> } = {
  features: rows,
  tokens: fields,
  characters,
};

export function taskRules<M extends Mode>({ mode }: { readonly mode: M }): TaskRules<M> {
  return ofTasks[mode];
}

/** @param encoder - an encoder of the reading */
export function readingRules<K extends EncoderKind>({
  kind,
}: {
  readonly kind: K;
}): ReadingRules<K> {
  return ofReadings[kind];
}
