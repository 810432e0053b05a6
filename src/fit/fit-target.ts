/**
 * The target of a fit and the encoders of its features, learnt from training rows.
 *
 * @module
 */

import { anyPositive } from '../encode/rows/window-labels.ts';
import { knownTargets } from '../leaks/known-targets.ts';
import type { FitData, FittedTarget, OrderedRows } from '../model/examples.ts';
import type { FitSettings } from '../model/fit-options.ts';
import type { FitPlan } from '../model/fit-plan.ts';
import { encodeTarget, fitNumberTarget } from '../model/target.ts';
import type { Notice } from '../notice.ts';
import { pausesAt } from '../readings/rows/pause.ts';
import type { SearchResults } from '../results/results.ts';
import { fitAnomaly } from '../tasks/anomaly/fit-anomaly.ts';
import { fitForecast } from '../tasks/forecast/fit-forecast.ts';
import { fitEncoders } from './encoders/fit-encoders.ts';
import { leakNotices } from './leak-notices.ts';

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
  const rowsAt = (positions: Int32Array): Int32Array => positions.map((at) => placed.rows[at]);
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
  const own = Float32Array.from(placed.rows, (row) => rowTargets[row]);
  const targets = settings.label === 'any' ? anyPositive(own, starts) : own;
  const leaks = (data: FitData): Notice[] => leakNotices(data, settings, known, hashes);
  return { target, encoder, targets, notices, leftOut, leaks };
}
