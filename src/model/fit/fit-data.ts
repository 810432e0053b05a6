/**
 * The rows of a fit as examples: ordered, split, encoded by encoders that only saw training rows.
 *
 * @module
 */

import type { EncodingReport } from '../../encode/encoding-report.ts';
import type { FeatureEncoder } from '../../encode/features.ts';
import { splitExamples } from '../../encode/split.ts';
import { encodeTarget, fitNumberTarget, type Target } from '../../encode/target.ts';
import type { TokenEncoder } from '../../encode/tokens.ts';
import { depths } from '../../encode/windows.ts';
import { thousands, UserError } from '../../errors.ts';
import type { SearchResults } from '../../results/results.ts';
import { oddValueNotices } from '../encoding-notices.ts';
import { counted, type Notice } from '../notice.ts';
import { isDropped, refuseNulls } from '../policies.ts';
import {
  encodeSequences,
  orderNotices,
  type PlacedRows,
  pausesAt,
  placeRows,
} from '../sequence-rows.ts';
import { fitEncoders } from './fit-encoders.ts';
import { type FitPlan, hasTarget } from './fit-plan.ts';
import type { FitSettings } from './fit-settings.ts';
import { usageNotice } from './fit-usage.ts';
import { splitNotices } from './split-notices.ts';
import type { Examples } from './training.ts';

export interface FitData extends Examples {
  readonly target: Target;
  readonly placed: PlacedRows;
  readonly encoder: FeatureEncoder | TokenEncoder;
  readonly notices: readonly Notice[];
}

/** @throws UserError when the rows cannot be learnt from */
export function prepareFit(results: SearchResults, settings: FitSettings, plan: FitPlan): FitData {
  const { nulls } = settings.policies;
  const all = encodeRows(results, settings, plan, () => true);
  if (nulls === 'error') refuseNulls(all.report);
  const isLeftOut = (row: number): boolean => isDropped(settings.policies, all.report, row);
  const hasDropped = all.report.marks.some((_, row) => isLeftOut(row));
  const kept = hasDropped ? encodeRows(results, settings, plan, (row) => !isLeftOut(row)) : all;
  const notices = [
    usageNotice(settings, plan, kept, isLeftOut),
    ...kept.notices,
    ...oddValueNotices(all.report, nulls),
    ...(plan.needsTime ? orderNotices(kept.placed, plan.sequence) : []),
    ...splitNotices(kept, settings),
  ];
  return { ...kept, notices };
}

interface EncodedRows extends FitData {
  readonly report: EncodingReport;
}

function encodeRows(
  results: SearchResults,
  settings: FitSettings,
  plan: FitPlan,
  isUsable: (row: number) => boolean,
): EncodedRows {
  const { sequence, needsTime, texts } = plan;
  const placed = placeRows(results, { sequence, needsTime, isUsable });
  const depth = depths(placed);
  const positions = Int32Array.from(placed.rows, (_, at) => at);
  const examples = positions.filter(
    (at) => hasTarget(plan, placed.rows[at] as number) && (depth[at] as number) >= sequence.minRows,
  );
  const split = splitExamples(examples, placed.ranks, {
    split: settings.split,
    validation: settings.validation,
    seed: settings.seed,
    window: sequence.window === 'fields' ? 1 : sequence.window,
  });
  const training = split.training.filter((at) => (depth[at] as number) % settings.stride === 0);
  const trainingRows = training.map((at) => placed.rows[at] as number);
  refuseFew(results, training);
  const target = plan.classes ?? fitNumberTarget(settings.target, texts, trainingRows);
  const { encoder, notices } = fitEncoders(
    results,
    settings,
    trainingRows,
    sequence.window,
    pausesAt(placed, training),
  );
  const encoded = encodeSequences(encoder, results, placed, sequence.window);
  const rowTargets = encodeTarget(target, texts);
  const targets = Float32Array.from(placed.rows, (row) => rowTargets[row] as number);
  return { ...encoded, placed, target, encoder, notices, ...split, training, targets };
}

function refuseFew(results: SearchResults, training: Int32Array): void {
  if (training.length >= 2) return;
  throw new UserError(
    `Only ${counted(training.length, 'row')} of ${thousands(results.rowCount)} can be trained on: widen the time range, or relax min_rows, nulls or stride.`,
  );
}
