/**
 * Says what a model can predict: classes, a number, a number ahead, or what comes next.
 *
 * The functions below ask for the mode so that others need not: each narrows the union, or reads a part
 * that not all targets have. Layers below the tasks use them.
 *
 * @module
 */

import type { AnomalyTarget } from './anomaly-target.ts';
import type { ForecastTarget } from './forecast-target.ts';

export interface ClassTarget {
  readonly mode: 'classify';
  readonly field: string;
  /** The classes stand in the order of their indexes; of two the second is the positive one. */
  readonly classes: readonly string[];
}

export interface NumberTarget {
  readonly mode: 'regress';
  readonly field: string;
  /** Training rows have this mean; the network predicts (value − mean) / scale. */
  readonly mean: number;
  readonly scale: number;
}

/** The target is one field of the row itself, or of a row after it: a label, or a number. */
export type LabelledTarget = ClassTarget | NumberTarget | ForecastTarget;

export type Target = LabelledTarget | AnomalyTarget;

/** Returns the field that is predicted; none where every field is. */
export function targetField(target: Target): string | undefined {
  return target.mode === 'anomaly' ? undefined : target.field;
}

/** Returns the field whose last known value the predictions of a forecast add to. */
export function levelField(target: Target): ForecastTarget | undefined {
  return target.mode === 'forecast' ? target : undefined;
}

/** Returns the classes that the target has, in the order of their indexes; none where it has other values. */
export function classesOf(target: Target): readonly string[] {
  return target.mode === 'classify' ? target.classes : [];
}

/** Tells whether the target has two classes, and so a threshold. */
export function isBinary(target: Target): target is ClassTarget {
  return target.mode === 'classify' && target.classes.length === 2;
}
