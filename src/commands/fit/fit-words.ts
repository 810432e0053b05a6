import type { ModelRef } from '../../store/model-place.ts';
import type { GroupValues } from '../arguments/option.ts';
import type { fitGroups } from './fit-options.ts';

/** A field as typed after `from`: a name or a glob, taken or left out. */
export interface FieldPattern {
  readonly text: string;
  readonly isExcluded: boolean;
}

export interface FitArguments {
  /** `''` where there is none, as with mode=anomaly. */
  readonly target: string;
  readonly patterns: readonly FieldPattern[];
  readonly model: ModelRef;
  readonly as: string | undefined;
  readonly by: readonly string[];
  readonly options: GroupValues<typeof fitGroups>;
  /** The options are kept with the model as they were typed. */
  readonly typed: Readonly<Record<string, string>>;
}
