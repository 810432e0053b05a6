/**
 * Describes the rules that a task has for the arguments of `lstmfit`, whatever the rows are.
 *
 * @module
 */

import type { Window } from '../../encode/rows/sequence-spec.ts';
import type { ThresholdRule } from '../../model/threshold-rule.ts';
import type { Rule } from '../arguments/rules.ts';

/** These arguments of a fit concern its task. */
export interface TaskArguments {
  /** `''` without one. */
  readonly target: string;
  readonly options: {
    readonly target: { readonly mode: string };
    readonly sequence: {
      readonly horizon: number;
      readonly window: 'auto' | Window;
      readonly min_rows: 'auto' | number;
    };
    readonly features: { readonly unseen: string };
    readonly threshold: { readonly threshold: ThresholdRule };
    readonly run: { readonly refit: boolean };
  };
  /** The options stand here as they were typed. */
  readonly typed: Readonly<Record<string, string>>;
}

export type FitRule = Rule<TaskArguments>;

/** Returns the rule for those fits alone to which it applies. */
export function ruleWhere(applies: (fit: TaskArguments) => boolean): (rule: FitRule) => FitRule {
  return (rule) => (fit) => (applies(fit) ? rule(fit) : undefined);
}
