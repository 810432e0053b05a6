/**
 * What scoring says of each row.
 *
 * @module
 */

import { type EncodingReport, HAS_UNSEEN } from '../encode/field/encoding-report.ts';
import { lastLevels } from '../encode/rows/levels.ts';
import type { Sequences } from '../encode/rows/steps.ts';
import { applyCalibration } from '../evaluate/calibration.ts';
import { refuseNonFinite } from '../evaluate/finite.ts';
import type { Contribution } from '../explain/explanation.ts';
import type { RowExplainer } from '../explain/row-explainer.ts';
import { calibrationOf, type ModelHeader } from '../model/header.ts';
import type { Anomalies } from '../model/prediction.ts';
import type { Context } from '../network/context.ts';
import type { Engine } from '../network/engine.ts';
import { predictInParts } from '../network/predict-in-parts.ts';
import type { SearchResults } from '../results/results.ts';
import { findAnomalies } from '../tasks/anomaly/anomalies.ts';
import { encodeOutcomes } from '../tasks/anomaly/outcomes.ts';
import { unseenRows } from '../tasks/anomaly/unseen-values.ts';
import { predictedValues } from '../tasks/prediction.ts';

/** `future` is of rows behind the last ones, `history` of those before `since`. */
export type Status = 'ok' | 'warmup' | 'missing' | 'unseen' | 'history' | 'future';

export interface Scores {
  /** `[rows]` */
  readonly status: readonly Status[];
  /** `[rows]`: where a row's values stand; −1 where it has none. */
  readonly samples: Int32Array;
  /** `[samples, classes]`: probabilities; or `[samples]`: numbers in the target's unit. */
  readonly values: Float32Array;
  /** Of mode=anomaly, instead of `values`. */
  readonly anomalies?: Anomalies;
  /** `[samples]`, of mode=anomaly: 1 where a value never was in training. */
  readonly unseen?: Uint8Array;
  /** Why a sample was scored so, where that was asked for. */
  readonly reasons?: ReadonlyMap<number, readonly Contribution[]> | undefined;
}

/** A row and the sequence that ends at it. */
export interface Candidate {
  readonly row: number;
  readonly sequence: number;
  /** Rows of the sequence so far, this one included. */
  readonly depth: number;
  /** Seconds since the row before, NaN where there is none. */
  readonly pause: number;
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
  const { header, context } = scorer;
  const { candidates, report, isHistory } = rows;
  const status: Status[] = new Array(report.marks.length).fill('missing');
  for (const candidate of candidates) status[candidate.row] = statusOf(header, candidate, report);
  for (const row of status.keys()) if (isHistory(row)) status[row] = 'history';
  const scored = candidates.filter(({ row }) => status[row] === 'ok');
  const values = await valuesOf(scorer, rows, scored);
  await context.breathe();
  const samples = new Int32Array(status.length).fill(-1);
  for (const [sample, { row }] of scored.entries()) samples[row] = sample;
  return { status, samples, ...values };
}

/** What the model says of scored rows. */
async function valuesOf(
  scorer: Scorer,
  rows: Candidates,
  scored: readonly Candidate[],
): Promise<Omit<Scores, 'status' | 'samples'>> {
  const { header, engine, context, explainer } = scorer;
  if (header.mode === 'anomaly') return await anomaliesOf(header, scorer, rows, scored);
  const calibration = calibrationOf(header);
  const { sequences } = rows;
  const ends = Int32Array.from(scored, ({ sequence }) => sequence);
  const logits = await predictInParts(engine, sequences, ends, context);
  const calibrated = calibration === undefined ? logits : applyCalibration(logits, calibration);
  const values = predictedValues(header.target, calibrated, lastLevels(sequences, ends));
  refuseNonFinite(values, scored.length);
  const reasons = await explainer?.explain({ sequences, ends, rows: logits, values }, context);
  return { values, reasons };
}

async function anomaliesOf(
  header: ModelHeader<'anomaly'>,
  { engine, context, explainer }: Scorer,
  { results, sequences }: Candidates,
  scored: readonly Candidate[],
): Promise<Omit<Scores, 'status' | 'samples'>> {
  const { target, anomaly } = header;
  const rows = Int32Array.from(scored, ({ row }) => row);
  const pauses = scored.map(({ pause }) => pause);
  const outcomes = encodeOutcomes(target, results, rows, pauses);
  const samples = Int32Array.from(scored, ({ sequence }) => sequence);
  const judged = { sequences, samples, outcomes };
  const anomalies = await findAnomalies({ engine, target }, anomaly, judged, context);
  const { scores: values, excess } = anomalies;
  refuseNonFinite(anomalies.bits, scored.length);
  refuseNonFinite(values, scored.length);
  const explained = { sequences, ends: samples, rows: outcomes, excess, values };
  const reasons = await explainer?.explain(explained, context);
  const unseen = unseenRows(header, target.heads, outcomes);
  return { values: NO_VALUES, anomalies, unseen, reasons };
}

const NO_VALUES = new Float32Array(0);

function statusOf(
  { sequence, policies }: ModelHeader,
  { row, depth }: Candidate,
  { marks }: EncodingReport,
): Status {
  if (depth < sequence.minRows) return 'warmup';
  const isUnseen = (marks[row] & HAS_UNSEEN) !== 0;
  return isUnseen && policies.unseen === 'null' ? 'unseen' : 'ok';
}
