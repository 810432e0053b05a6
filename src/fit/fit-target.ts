/**
 * The target of a fit and the encoders of its features, learnt from training rows.
 *
 * @module
 */

import type { Split } from '../encode/rows/split.ts';
import { anyPositive } from '../encode/rows/window-labels.ts';
import { knownTargets } from '../leaks/known-targets.ts';
import type { FitSettings } from '../model/fit-options.ts';
import type { LeftOutField } from '../model/header.ts';
import { encodeTarget, fitNumberTarget, type Target } from '../model/target.ts';
import type { Notice } from '../notice.ts';
import type { TokenEncoder } from '../readings/fields/tokens.ts';
import type { FeatureEncoder } from '../readings/rows/features.ts';
import { type PlacedRows, pausesAt } from '../readings/sequence-rows.ts';
import type { SearchResults } from '../results/results.ts';
import { fitAnomaly } from '../tasks/anomaly/fit-anomaly.ts';
import { fitForecast } from '../tasks/forecast/fit-forecast.ts';
import { fitEncoders } from './encoders/fit-encoders.ts';
import type { FitData } from './fit-data.ts';
import { leakNotices } from './leak-notices.ts';
import type { FitPlan } from './plan.ts';

/** The rows of a fit, in their order. */
export interface OrderedRows extends Split {
  readonly placed: PlacedRows;
  /** Where what is read for each of them begins. */
  readonly starts: Int32Array;
  /** Positions that training windows read. */
  readonly read: Int32Array;
}

export interface FittedTarget {
  readonly target: Target;
  readonly encoder: FeatureEncoder | TokenEncoder;
  /** `[placed, heads]`: NaN where there is none. */
  readonly targets: Float32Array;
  readonly notices: readonly Notice[];
  readonly leftOut: readonly LeftOutField[];
  /** What makes the figures look better than the model is. */
  readonly leaks: (data: FitData) => Notice[];
}

/** @throws UserError when there is nothing to predict, or nothing to predict it by */
export function fitTarget(
  results: SearchResults,
  settings: FitSettings,
  plan: FitPlan,
  rows: OrderedRows,
): FittedTarget {
  if (plan.mode === 'anomaly') return fitAnomaly(results, settings, plan, rows);
  if (plan.mode === 'forecast') return fitForecast(results, settings, plan, rows);
  return fitLabels(results, settings, plan, rows);
}

function fitLabels(
  results: SearchResults,
  settings: FitSettings,
  { texts, classes, sequence }: FitPlan,
  { placed, starts, read, training }: OrderedRows,
): FittedTarget {
  const rowsAt = (positions: Int32Array): Int32Array =>
    positions.map((at) => placed.rows[at] as number);
  const examples = rowsAt(training);
  const target = classes ?? fitNumberTarget(settings.target, texts, examples);
  const rowTargets = encodeTarget(target, texts);
  const known = knownTargets(target, rowTargets, examples);
  const { encoder, hashes, notices, leftOut } = fitEncoders(
    results,
    settings,
    { rows: rowsAt(read), known, pauses: pausesAt(placed, read) },
    sequence.window,
  );
  const own = Float32Array.from(placed.rows, (row) => rowTargets[row] as number);
  const targets = settings.label === 'any' ? anyPositive(own, starts) : own;
  const leaks = (data: FitData): Notice[] => leakNotices(data, settings, known, hashes);
  return { target, encoder, targets, notices, leftOut, leaks };
}
