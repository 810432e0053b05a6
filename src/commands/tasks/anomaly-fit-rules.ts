/**
 * Refuses options of `lstmfit` that contradict `mode=anomaly`, which a fit without a target is.
 *
 * @module
 */

import { type FitRule, ruleWhere } from './fit-rule.ts';

/** Options of classes and numbers. */
const OF_TARGETS = ['positive', 'class_weight', 'label', 'wide'] as const;

const needs = 'A row is predicted from the rows before it';

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
      ? `${needs}: window must be at least 2, got "${window}".`
      : undefined,
  ({
    options: {
      sequence: { min_rows: minRows },
    },
  }) => (minRows === 1 ? `${needs}: min_rows must be at least 2, got "1".` : undefined),
];

export const anomalyFitRules: readonly FitRule[] = [
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
