/**
 * The rows of a fit as examples: ordered, split, encoded by encoders that only saw training rows.
 *
 * @module
 */

import { oddValueNotices } from '../encode/field/encoding-notices.ts';
import type { EncodingReport } from '../encode/field/encoding-report.ts';
import { isDropped, refuseNulls } from '../encode/field/policies.ts';
import { orderNotices } from '../encode/rows/order-notices.ts';
import { type PlacedRows, placeRows } from '../encode/rows/place-rows.ts';
import { rowsRead } from '../encode/rows/rows-read.ts';
import { reachOf } from '../encode/rows/sequence-spec.ts';
import { type Split, splitExamples } from '../encode/rows/split.ts';
import { dropCrossing } from '../encode/rows/window-labels.ts';
import { depths, windowSpans } from '../encode/rows/windows.ts';
import type { EncoderData, FitData } from '../model/examples.ts';
import type { FitSettings } from '../model/fit-options.ts';
import type { FitPlan } from '../model/fit-plan.ts';
import { levelField } from '../model/target.ts';
import { readingOf } from '../readings/table.ts';
import { ValueDropout } from '../readings/value-dropout.ts';
import type { SearchResults } from '../results/results.ts';
import { spanStarts } from '../tasks/forecast/changes.ts';
import { refuseHorizon } from '../tasks/forecast/refuse-horizon.ts';
import { fitTarget } from './fit-target.ts';
import { newestRows } from './newest-rows.ts';
import { hasTarget } from './plan.ts';
import { splitNotices } from './split-notices.ts';
import { fewNotices, refuseFew, refuseUnreadable, type UnusedRows, usageNotice } from './usage.ts';

/** Sequences from which `test=auto` keeps a tenth of the examples aside. */
const MANY_SEQUENCES = 5000;
const AUTO_TEST = 0.1;

/**
 * @param beforeEncoding - refuses what would not fit into memory
 * @throws UserError when the rows cannot be learnt from
 */
export function prepareFit(
  results: SearchResults,
  settings: FitSettings,
  plan: FitPlan,
  beforeEncoding: (data: EncoderData) => void,
): FitData {
  const encode = (unused: UnusedRows): EncodedRows =>
    encodeRows(results, settings, plan, unused, beforeEncoding);
  const { nulls } = settings.policies;
  const isNew = newestRows(results, plan, settings.maxRows);
  const all = encode({ isNew, isLeftOut: () => false });
  if (nulls === 'error') refuseNulls(all.report);
  const isLeftOut = (row: number): boolean => isDropped(settings.policies, all.report, row);
  const hasDropped = all.report.marks.some((_, row) => isLeftOut(row));
  const unused = { isNew, isLeftOut };
  const kept = hasDropped ? encode(unused) : all;
  const notices = [
    usageNotice(settings, plan, kept, unused),
    ...fewNotices(kept.training, settings),
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
  unused: UnusedRows,
  beforeEncoding: (data: EncoderData) => void,
): EncodedRows {
  const { sequence } = plan;
  const placed = placeRows(results, {
    sequence,
    needsTime: plan.needsTime,
    isUsable: (row) => unused.isNew(row) && !unused.isLeftOut(row),
    maxEntities: settings.bounds.maxEntities,
  });
  refuseUnreadable(results, placed, plan);
  if (settings.horizon > 0) refuseHorizon(settings.horizon, placed);
  const spans = windowSpans(placed, reachOf(sequence));
  const { starts } = spans;
  const split = splitRows(plan, settings, placed, starts);
  const training = strided(split.training, placed, settings.stride);
  refuseFew(results, settings, plan, training, unused);
  // With a stride too, encoders learn from every row that training windows may hold.
  const read = rowsRead(split, spans);
  const rows = { placed, starts, read, ...split };
  const { target, encoder, targets, ...fitted } = fitTarget(results, settings, plan, rows);
  beforeEncoding({ encoder, target, training });
  const reading = readingOf(encoder);
  const encoded = reading.sequences(
    encoder,
    { results, placed, level: levelField(target) },
    reachOf(sequence),
  );
  const valueDropout =
    settings.policies.unseen === 'other'
      ? new ValueDropout(reading.hiders(encoder, encoded.sequences))
      : undefined;
  const examples = { ...split, training, targets, valueDropout };
  const { notices, leftOut } = fitted;
  const data = { ...encoded, placed, read, target, encoder, notices, leftOut, ...examples };
  return { ...data, notices: [...notices, ...fitted.leaks(data)] };
}

/** Every n-th window of each sequence. */
function strided(training: Int32Array, placed: PlacedRows, stride: number): Int32Array {
  if (stride === 1) return training;
  const depth = depths(placed);
  return training.filter((at) => depth[at] % stride === 0);
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
  const examples = positions.filter((at) => hasTarget(plan, rows[at]) && depth[at] >= minRows);
  const { split, validation, test, seed, label, horizon } = settings;
  const isMany = examples.length >= MANY_SEQUENCES && validation + AUTO_TEST < 1;
  const dealt = splitExamples(
    examples,
    { ranks, entityOf: (at) => entities?.[rows[at]] ?? 0 },
    {
      split,
      validation,
      test: test === 'auto' ? (isMany ? AUTO_TEST : 0) : test,
      seed,
      window: reachOf({ window }).rows + horizon,
    },
  );
  if (horizon > 0) return dropCrossing(dealt, spanStarts(positions, horizon), rows.length);
  return label === 'any' ? dropCrossing(dealt, starts, rows.length) : dealt;
}
