/**
 * Scores all rows of a search at once: orders them, and answers in the order received.
 *
 * @module
 */

import { enforcePolicies, isDropped } from '../encode/field/policies.ts';
import { orderNotices } from '../encode/rows/order-notices.ts';
import { type PlacedRows, placeRows } from '../encode/rows/place-rows.ts';
import { range } from '../encode/rows/row-lists.ts';
import { isOrdered, reachOf } from '../encode/rows/sequence-spec.ts';
import { depths } from '../encode/rows/windows.ts';
import { UserError } from '../errors.ts';
import { refuseLargeScore, type ScoreWork } from '../estimate/score-memory.ts';
import type { RowExplainer } from '../explain/row-explainer.ts';
import type { Bounds } from '../model/fit-options.ts';
import { hasCalendar, type ModelHeader, pauseEncoder } from '../model/header.ts';
import { levelField } from '../model/target.ts';
import type { Context } from '../network/context.ts';
import type { Engine } from '../network/engine.ts';
import type { Notice } from '../notice.ts';
import { pausesOf } from '../readings/rows/pause.ts';
import type { EncodedRows } from '../readings/rows-to-encode.ts';
import { readingOf } from '../readings/table.ts';
import type { SearchResults } from '../results/results.ts';
import { type FutureOption, type FutureRow, futureRows } from '../tasks/forecast/future-rows.ts';
import { IntervalTally } from '../tasks/forecast/interval-tally.ts';
import { checkFeatures } from './check-features.ts';
import type { DriftWatch } from './drift-watch.ts';
import { ScoreTally } from './score-tally.ts';
import { type Candidate, type Scores, scoreCandidates } from './scorer.ts';

export interface ScoredRows {
  readonly scores: Scores;
  /** As many as were asked for. */
  readonly future: readonly FutureRow[];
  readonly notices: readonly Notice[];
}

/** What scoring needs beside rows and a model. */
export interface ScoreHooks extends Context {
  /** Epoch seconds; rows before are history. */
  readonly since?: number | undefined;
  /** What one search may take; all it wants without. */
  readonly bounds?: Bounds;
  readonly work?: ScoreWork;
  /** Rows to add behind the last ones, for a forecast. */
  readonly future?: FutureOption | undefined;
  /** Is shown the rows. */
  readonly watch?: DriftWatch | undefined;
  readonly explainer?: RowExplainer | undefined;
}

const USUAL_WORK: ScoreWork = { threads: 1, moreColumns: 0 };

/**
 * @throws UserError when a feature or a needed time is missing, a policy of the model forbids it, or it
 *   would take more than the bounds
 */
export async function scoreRows(
  header: ModelHeader,
  engine: Engine,
  results: SearchResults,
  hooks: ScoreHooks,
): Promise<ScoredRows> {
  const { since, future, bounds, work = USUAL_WORK, watch, explainer } = hooks;
  const { sequence, policies } = header;
  const notices = checkFeatures(header, results);
  const needsTime = isOrdered(sequence);
  if (bounds !== undefined) refuseLargeScore(header, results, { bounds, work });
  const maxEntities = bounds?.maxEntities;
  const options = { sequence, needsTime, maxEntities };
  const all = placeRows(results, options);
  refuseWithoutTime(all, header, { since, future });
  let placed = all;
  const { encoder } = header;
  const level = levelField(header.target);
  const encode = (rows: PlacedRows): EncodedRows =>
    readingOf(encoder).sequences(encoder, { results, placed: rows, level }, reachOf(sequence));
  let { sequences, report } = encode(all);
  enforcePolicies(policies, report);
  const marked = report;
  if (all.rows.some((row) => isDropped(policies, marked, row))) {
    placed = placeRows(results, {
      ...options,
      isUsable: (row) => !isDropped(policies, marked, row),
    });
    ({ sequences, report } = encode(placed));
  }
  const depth = depths(placed);
  const pauses = placed.times && pausesOf(placed, placed.times);
  const candidates = Array.from(placed.rows, (row, at): Candidate => {
    return { row, sequence: at, depth: depth[at], pause: pauses?.[at] ?? Number.NaN };
  });
  const isHistory = isBefore(all, since);
  const scorer = { header, engine, explainer, context: hooks };
  const scores = await scoreCandidates(scorer, {
    results,
    sequences,
    candidates,
    report,
    isHistory,
  });
  const ahead =
    future === undefined || header.mode !== 'forecast'
      ? { rows: [], notices: [] }
      : await futureRows({ header, engine }, { steps: sequences.steps, placed }, future, hooks);
  const tally = new ScoreTally();
  tally.add(scores, marked);
  const intervals = new IntervalTally();
  intervals.add(header, results, scores);
  watch?.add(sequences, range(placed.rows.length), report, scores);
  return {
    scores,
    future: ahead.rows,
    notices: [
      ...notices,
      ...tally.notices(header, ahead.rows.length > 0),
      ...intervals.notices(header),
      ...ahead.notices,
      ...(explainer?.notices() ?? []),
      ...(needsTime ? orderNotices(placed, sequence) : []),
    ],
  };
}

/** Rows before `since`; none without it. */
export function isBefore(
  { times }: Pick<PlacedRows, 'times'>,
  since: number | undefined,
): (row: number) => boolean {
  return since === undefined ? () => false : (row) => (times?.[row] ?? Number.NaN) < since;
}

/** @throws UserError when `since`, `future`, `gap` or the pauses before rows have no times to work on */
export function refuseWithoutTime(
  { times }: Pick<PlacedRows, 'times'>,
  header: ModelHeader,
  asked: Pick<ScoreHooks, 'since' | 'future'>,
): void {
  if (times !== undefined && !times.every(Number.isNaN)) return;
  const what = needOfTime(header, asked);
  if (what === undefined) return;
  throw new UserError(
    `${what} the time field ${header.sequence.time ?? '_time'}, and no result has a readable one.`,
  );
}

function needOfTime(
  header: ModelHeader,
  { since, future }: Pick<ScoreHooks, 'since' | 'future'>,
): string | undefined {
  if (since !== undefined) return 'since needs';
  if (future !== undefined) return 'future needs';
  if (header.sequence.gap !== null) return 'The gap of this model needs';
  if (pauseEncoder(header)) return 'The pauses between rows, which this model reads, need';
  return hasCalendar(header) ? 'The hour of the day, which this model reads, needs' : undefined;
}
