/**
 * The rows of a fit as examples: ordered, split, encoded by encoders that only saw training rows.
 *
 * @module
 */

import type { EncodingReport } from '../../../encode/encoding-report.ts';
import type { FeatureEncoder } from '../../../encode/features.ts';
import { type Split, splitExamples } from '../../../encode/split.ts';
import type { Sequences } from '../../../encode/steps.ts';
import { encodeTarget, fitNumberTarget, type Target } from '../../../encode/target.ts';
import type { TokenEncoder } from '../../../encode/tokens.ts';
import { ValueDropout } from '../../../encode/value-dropout.ts';
import { anyPositive, dropCrossing } from '../../../encode/window-labels.ts';
import { depths, windowSpans } from '../../../encode/windows.ts';
import type { SearchResults } from '../../../results/results.ts';
import { oddValueNotices } from '../../encoding-notices.ts';
import { reachOf } from '../../fitted-model.ts';
import { spacingNotices } from '../../forecast/spacing.ts';
import type { Notice } from '../../notice.ts';
import { isDropped, refuseNulls } from '../../policies.ts';
import {
  encodeSequences,
  orderNotices,
  type PlacedRows,
  pausesAt,
  placeRows,
} from '../../sequence-rows.ts';
import { type FitPlan, hasTarget } from '../fit-plan.ts';
import type { FitSettings } from '../fit-settings.ts';
import { changesAhead, fitForecastTarget, spanStarts } from '../forecast/changes.ts';
import { refuseHorizon } from '../forecast/refuse-horizon.ts';
import { rowsRead } from '../forecast/rows-read.ts';
import { knownTargets } from '../leaks/known-targets.ts';
import type { Examples } from '../training/training.ts';
import { fitEncoders } from './fit-encoders.ts';
import { refuseFew, refuseUnreadable, type UnusedRows, usageNotice } from './fit-usage.ts';
import { leakNotices } from './leak-notices.ts';
import { newestRows } from './newest-rows.ts';
import { splitNotices } from './split-notices.ts';

export interface FitData extends Examples, Split {
  readonly target: Target;
  readonly placed: PlacedRows;
  readonly encoder: FeatureEncoder | TokenEncoder;
  readonly notices: readonly Notice[];
}

/** Sequences from which `test=auto` keeps a tenth of the examples aside. */
const MANY_SEQUENCES = 5000;
const AUTO_TEST = 0.1;

/** @throws UserError when the rows cannot be learnt from */
export function prepareFit(results: SearchResults, settings: FitSettings, plan: FitPlan): FitData {
  const { nulls } = settings.policies;
  const isNew = newestRows(results, plan, settings.maxRows);
  const all = encodeRows(results, settings, plan, { isNew, isLeftOut: () => false });
  if (nulls === 'error') refuseNulls(all.report);
  const isLeftOut = (row: number): boolean => isDropped(settings.policies, all.report, row);
  const hasDropped = all.report.marks.some((_, row) => isLeftOut(row));
  const unused = { isNew, isLeftOut };
  const kept = hasDropped ? encodeRows(results, settings, plan, unused) : all;
  const notices = [
    usageNotice(settings, plan, kept, unused),
    ...kept.notices,
    ...oddValueNotices(all.report, nulls),
    ...(plan.needsTime ? orderNotices(kept.placed, plan.sequence) : []),
    ...splitNotices(kept, settings),
    ...(plan.horizon > 0 ? spacingNotices(kept.placed, settings.target, plan.sequence) : []),
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
  unused: UnusedRows,
): EncodedRows {
  const { sequence, texts } = plan;
  const placed = placeRows(results, {
    sequence,
    needsTime: plan.needsTime,
    isUsable: (row) => unused.isNew(row) && !unused.isLeftOut(row),
  });
  refuseUnreadable(results, placed, plan);
  if (plan.horizon > 0) refuseHorizon(plan.horizon, placed);
  const spans = windowSpans(placed, reachOf(sequence));
  const split = splitRows(plan, settings, placed, spans.starts);
  const training = strided(split.training, placed, settings.stride);
  refuseFew(results, settings, training, unused);
  // With a stride too, encoders learn from every row that training windows may hold.
  const learnt = plan.horizon > 0 ? rowsRead(split, spans) : split.training;
  const trainingRows = learnt.map((at) => placed.rows[at] as number);
  const target = plan.classes ?? fitNumbers(settings.target, plan, placed, split.training, spans);
  const rowTargets = encodeTarget(target, texts);
  const known = knownTargets(target, rowTargets, trainingRows);
  const { encoder, hashes, notices } = fitEncoders(
    results,
    settings,
    { rows: trainingRows, known, pauses: pausesAt(placed, learnt) },
    sequence.window,
  );
  const encoded = encodeSequences({ encoder, target }, results, placed, reachOf(sequence));
  const valueDropout =
    settings.policies.unseen === 'other' ? new ValueDropout(encoder, encoded.sequences) : undefined;
  const targets = targetsAt(target, rowTargets, placed, encoded.sequences, settings);
  const examples = { ...split, training, targets, valueDropout };
  const data = { ...encoded, placed, target, encoder, notices, ...examples };
  return { ...data, notices: [...notices, ...leakNotices(data, settings, known, hashes)] };
}

/** Numbers to predict, by what the training rows have. */
function fitNumbers(
  field: string,
  { texts, horizon }: FitPlan,
  { rows }: PlacedRows,
  training: Int32Array,
  spans: Pick<Sequences, 'starts' | 'lengths'>,
): Target {
  const trainingRows = training.map((at) => rows[at] as number);
  const target = fitNumberTarget(field, texts, trainingRows);
  return horizon > 0 ? fitForecastTarget(target, texts, rows, training, spans, horizon) : target;
}

/** `[positions, heads]`: what is predicted for each position. */
function targetsAt(
  target: Target,
  rowTargets: Float64Array,
  { rows }: PlacedRows,
  sequences: Sequences,
  { label }: FitSettings,
): Float32Array {
  if (target.mode === 'forecast') return changesAhead(target, sequences);
  const own = Float32Array.from(rows, (row) => rowTargets[row] as number);
  return label === 'any' ? anyPositive(own, sequences.starts) : own;
}

/** Every n-th window of each sequence. */
function strided(training: Int32Array, placed: PlacedRows, stride: number): Int32Array {
  if (stride === 1) return training;
  const depth = depths(placed);
  return training.filter((at) => (depth[at] as number) % stride === 0);
}

/** Which sequences train, validate and test. */
function splitRows(
  plan: FitPlan,
  settings: FitSettings,
  placed: PlacedRows,
  starts: Int32Array,
): Split {
  const { rows, ranks, entities } = placed;
  const depth = depths(placed);
  const { window, minRows } = plan.sequence;
  const positions = Int32Array.from(rows, (_, at) => at);
  const examples = positions.filter(
    (at) => hasTarget(plan, rows[at] as number) && (depth[at] as number) >= minRows,
  );
  const { split, validation, test, seed, label } = settings;
  const isMany = examples.length >= MANY_SEQUENCES && validation + AUTO_TEST < 1;
  const dealt = splitExamples(
    examples,
    { ranks, entityOf: (at) => entities?.[rows[at] as number] ?? 0 },
    {
      split,
      validation,
      test: test === 'auto' ? (isMany ? AUTO_TEST : 0) : test,
      seed,
      window: window === 'fields' ? 1 : window + plan.horizon,
    },
  );
  if (plan.horizon > 0)
    return dropCrossing(dealt, spanStarts(positions, plan.horizon), rows.length);
  return label === 'any' ? dropCrossing(dealt, starts, rows.length) : dealt;
}
