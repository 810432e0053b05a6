/**
 * Describes the rules that a task has for the options of `lstmscore`, and holds those that tasks share.
 *
 * @module
 */

import type { Mode, ModelHeader } from '../../model/header.ts';
import type { Rule } from '../arguments/rules.ts';

export interface ScoreInput<M extends Mode = Mode> {
  readonly header: ModelHeader<M>;
  /** Only some tasks obey these options of `lstmscore`. */
  readonly options: {
    readonly top: number | undefined;
    readonly future: number;
    readonly probabilities: boolean;
    readonly explain_all: boolean;
    readonly by: 'entity' | 'session' | undefined;
  };
}

export type ScoreRule<M extends Mode = Mode> = Rule<ScoreInput<M>>;

/** This rule is for all tasks with a target. */
export const refusesTop: ScoreRule<'classify' | 'regress' | 'forecast'> = ({ header, options }) =>
  options.top === undefined
    ? undefined
    : `top is for models of what comes next, and this one predicts ${header.target.field}: leave it out.`;

/** This rule is for all tasks with a target. */
export const refusesEntities: ScoreRule<'classify' | 'regress' | 'forecast'> = ({
  header,
  options: { by },
}) =>
  by === undefined
    ? undefined
    : `by=${by} is for models of what comes next, and this one predicts ${header.target.field}: leave it out, and use | stats after lstmscore.`;

/** This rule is for all tasks but forecasts. */
export const refusesFuture: ScoreRule = ({ options }) =>
  options.future === 0
    ? undefined
    : 'future is for forecasts, and this model was trained without a horizon: leave it out, or train with horizon=<rows>.';

/** These rules are for the tasks whose target is a number. */
export const numberScoreRules: readonly ScoreRule<'regress' | 'forecast'>[] = [
  ({ header, options }) =>
    options.probabilities
      ? `${header.target.field} is predicted as a number: leave probabilities out.`
      : undefined,
  ({ options }) =>
    options.explain_all
      ? 'This model predicts a number, so every row is explained: leave explain_all out.'
      : undefined,
];
