/**
 * Refuses options of `lstmfit` that contradict `mode=anomaly`, which a fit without a target is.
 *
 * @module
 */

import { type FitRule, ruleWhere } from './fit-rule.ts';

/** Options of classes and numbers. */
const OF_TARGETS = ['positive', 'class_weight', 'label', 'wide'] as const;

const withoutTarget: readonly FitRule[] = [
  ({ typed }) => {
    const idle = OF_TARGETS.find((option) => typed[option] !== undefined);
    return idle === undefined
      ? undefined
      : `${idle} is for a target, and none is named before from: leave ${idle} out.`;
  },
  ({
    options: {
      run: { refit },
    },
  }) =>
    refit
      ? 'refit=true trains another network, and scores rank surprises among those of held-out rows, of which it would have none: leave refit out.'
      : undefined,
  ({
    options: {
      threshold: { threshold },
    },
  }) =>
    threshold.kind === 'f1'
      ? 'threshold=f1 needs labels, and no target is named before from: give a number, fpr:<share> or alerts:<number>/day.'
      : undefined,
  ({
    options: {
      sequence: { window },
    },
  }) =>
    window === 'fields' || window === 1
      ? `A row is predicted from the rows before it: window must be at least 2, got "${window}".`
      : undefined,
];

export const anomalyFitRules: readonly FitRule[] = [
  ({ target, typed }) =>
    target !== '' && typed['end'] !== undefined
      ? `end is for a fit without a target, which learns what comes next: leave end or ${target} out.`
      : undefined,
  ({ target, typed }) =>
    target !== '' && typed['contamination'] !== undefined
      ? 'contamination is for fits without a target, which learn what is normal: leave it out, or the target before from.'
      : undefined,
  ({
    target,
    options: {
      target: { mode },
    },
  }) =>
    target !== '' && mode === 'anomaly'
      ? `mode=anomaly takes no target, as it learns what comes next in every field: leave ${target} out, or name it after from.`
      : undefined,
  ...withoutTarget.map(ruleWhere(({ target }) => target === '')),
];
