/**
 * What scoring says of each row.
 *
 * @module
 */

import { type EncodingReport, HAS_UNSEEN } from '../encode/field/encoding-report.ts';
import type { Sequences } from '../encode/rows/steps.ts';
import type { Contribution } from '../explain/explanation.ts';
import type { RowExplainer } from '../explain/row-explainer.ts';
import type { Mode, ModelHeader } from '../model/header.ts';
import type { Prediction } from '../model/prediction.ts';
import type { Context } from '../network/context.ts';
import type { Engine } from '../network/engine.ts';
import type { SearchResults } from '../results/results.ts';
import { taskOf } from '../tasks/table.ts';
import type { RowToPredict } from '../tasks/task.ts';

/** `future` is of rows behind the last ones, `history` of those before `since`. */
export type Status = 'ok' | 'warmup' | 'missing' | 'unseen' | 'history' | 'future';

export interface Scores<M extends Mode = Mode> {
  /** `[rows]` */
  readonly status: readonly Status[];
  /** `[rows]`: where a row stands in the prediction; −1 where it does not. */
  readonly samples: Int32Array;
  readonly prediction: Prediction<M>;
  /** Why a sample was scored so, where that was asked for. */
  readonly reasons?: ReadonlyMap<number, readonly Contribution[]> | undefined;
}

/** A row and the sequence that ends at it. */
export interface Candidate extends RowToPredict {
  /** Rows of the sequence so far, this one included. */
  readonly depth: number;
}

/** What scores rows. */
export interface Scorer {
  readonly header: ModelHeader;
  readonly engine: Engine;
  readonly context: Context;
  readonly explainer?: RowExplainer | undefined;
}

/** Rows to score, and what is read for them. */
export interface Candidates {
  readonly results: SearchResults;
  readonly sequences: Sequences;
  readonly candidates: readonly Candidate[];
  readonly report: EncodingReport;
  /** Rows that only feed the windows of later ones. */
  readonly isHistory: (row: number) => boolean;
}

/** Scores candidate rows; other rows are `missing`. */
export async function scoreCandidates(scorer: Scorer, rows: Candidates): Promise<Scores> {
  const { header, engine, context, explainer } = scorer;
  const { results, sequences, candidates, report, isHistory } = rows;
  const status: Status[] = new Array(report.marks.length).fill('missing');
  for (const candidate of candidates) status[candidate.row] = statusOf(header, candidate, report);
  for (const row of status.keys()) if (isHistory(row)) status[row] = 'history';
  const scored = candidates.filter(({ row }) => status[row] === 'ok');
  const task = taskOf(header);
  const prediction = await task.predict(header, engine, { results, sequences, scored }, context);
  const ends = Int32Array.from(scored, ({ sequence }) => sequence);
  const reasons = await explainer?.explain({ sequences, ends, prediction }, context);
  await context.breathe();
  const samples = new Int32Array(status.length).fill(-1);
  for (const [sample, { row }] of scored.entries()) samples[row] = sample;
  return { status, samples, prediction, reasons };
}

function statusOf(
  { sequence, policies }: ModelHeader,
  { row, depth }: Candidate,
  { marks }: EncodingReport,
): Status {
  if (depth < sequence.minRows) return 'warmup';
  const isUnseen = (marks[row] & HAS_UNSEEN) !== 0;
  return isUnseen && policies.unseen === 'null' ? 'unseen' : 'ok';
}
