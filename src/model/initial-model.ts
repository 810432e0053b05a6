/**
 * Declares the model that a fit continues, for `init=<model>`: training begins with its weights.
 *
 * @module
 */

import type { EncodedField } from '../readings/reading.ts';
import type { Head } from './anomaly-target.ts';
import type { FittedModel, Mode, TargetOf } from './header.ts';

export interface InitialModel extends FittedModel {
  /** The name by which a user can type exactly this model. */
  readonly name: string;
  readonly version: number;
}

/** A fit that may continue a model. */
export interface MayContinue {
  readonly initial?: InitialModel | undefined;
}

/** Returns the target that a fit of this mode continues, if it continues one. */
export function initialTarget<M extends Mode>(
  { initial }: MayContinue,
  mode: M,
): TargetOf<M> | undefined {
  const target = initial?.header.target;
  return target?.mode === mode ? (target as TargetOf<M>) : undefined;
}

/** Returns how the model that is continued reads a field. */
export function initialField({ initial }: MayContinue, field: string): EncodedField | undefined {
  const fields: readonly EncodedField[] = initial?.header.encoder.fields ?? [];
  return fields.find((one) => one.field === field);
}

/** Returns what the model that is continued predicts of a field. */
export function initialHead(fit: MayContinue, field: string): Head | undefined {
  const { heads = [] } = initialTarget(fit, 'anomaly') ?? {};
  return heads.find((head) => 'field' in head && head.field === field);
}
