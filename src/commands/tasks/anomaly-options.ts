/**
 * Options of `lstmfit` that `mode=anomaly` cannot obey.
 *
 * @module
 */

import { UserError } from '../../errors.ts';
import type { ThresholdRule } from '../../model/threshold-rule.ts';

/** Options of classes and numbers. */
const OF_TARGETS = ['positive', 'class_weight', 'label'] as const;

/** The options of a fit that its lack of a target concerns. */
interface AnomalyFitArguments {
  /** `''` without one. */
  readonly target: string;
  readonly options: {
    readonly mode: string;
    readonly window: 'auto' | 'fields' | number;
    readonly threshold: ThresholdRule;
    readonly min_rows: 'auto' | number;
  };
  /** The options as typed. */
  readonly typed: Readonly<Record<string, string>>;
}

/**
 * Without a target a fit learns what comes next.
 *
 * @throws UserError for a target beside mode=anomaly, and for options that would do nothing
 */
export function refuseAnomalyFit({ target, options, typed }: AnomalyFitArguments): void {
  const { mode, window, threshold, min_rows: minRows } = options;
  if (target !== '') {
    if (mode !== 'anomaly') return;
    throw new UserError(
      `mode=anomaly takes no target, as it learns what comes next in every field: leave ${target} out, or name it after from.`,
    );
  }
  const idle = OF_TARGETS.find((option) => typed[option] !== undefined);
  if (idle !== undefined) {
    throw new UserError(
      `${idle} is for a target, and none is named before from: leave ${idle} out.`,
    );
  }
  if (threshold.kind === 'f1') {
    throw new UserError(
      'threshold=f1 needs labels, and no target is named before from: give a number, fpr:<share> or alerts:<number>/day.',
    );
  }
  const needs = 'A row is predicted from the rows before it';
  if (window === 'fields' || window === 1) {
    throw new UserError(`${needs}: window must be at least 2, got "${window}".`);
  }
  if (minRows === 1) throw new UserError(`${needs}: min_rows must be at least 2, got "1".`);
}
