/**
 * What scoring says of each row.
 *
 * @module
 */

import { type EncodingReport, HAS_UNSEEN } from '../../encode/encoding-report.ts';
import { lastLevels } from '../../encode/forecast-target.ts';
import type { Sequences } from '../../encode/steps.ts';
import { applyCalibration } from '../calibration.ts';
import type { ModelHeader } from '../fitted-model.ts';
import type { Engine } from '../network/engine.ts';
import { predictInParts } from '../network/predict-in-parts.ts';
import { predictedValues } from '../prediction.ts';

/** `future` is of rows behind the last ones, `history` of those before `since`. */
export type Status = 'ok' | 'warmup' | 'missing' | 'unseen' | 'history' | 'future';

export interface Scores {
  /** `[rows]` */
  readonly status: readonly Status[];
  /** `[rows]`: where a row's values stand; −1 where it has none. */
  readonly samples: Int32Array;
  /** `[samples, classes]`: probabilities; or `[samples]`: numbers in the target's unit. */
  readonly values: Float32Array;
}

/** A row and the sequence that ends at it. */
export interface Candidate {
  readonly row: number;
  readonly sequence: number;
  /** Rows of the sequence so far, this one included. */
  readonly depth: number;
}

/** What scores rows. */
export interface Scorer {
  readonly header: ModelHeader;
  readonly engine: Engine;
  /** Lets the process see signals. */
  readonly breathe: () => Promise<void>;
}

/**
 * Scores candidate rows; other rows are `missing`.
 *
 * @param isHistory - rows that only feed the windows of later ones
 */
export async function scoreCandidates(
  { header, engine, breathe }: Scorer,
  sequences: Sequences,
  candidates: readonly Candidate[],
  report: EncodingReport,
  isHistory: (row: number) => boolean,
): Promise<Scores> {
  const status: Status[] = new Array(report.marks.length).fill('missing');
  for (const candidate of candidates) status[candidate.row] = statusOf(header, candidate, report);
  for (const row of status.keys()) if (isHistory(row)) status[row] = 'history';
  const scored = candidates.filter(({ row }) => status[row] === 'ok');
  const ends = Int32Array.from(scored, ({ sequence }) => sequence);
  const logits = await predictInParts(engine, header.network, sequences, ends, breathe);
  await breathe();
  const samples = new Int32Array(status.length).fill(-1);
  for (const [sample, { row }] of scored.entries()) samples[row] = sample;
  return { status, samples, values: valuesOf(header, logits, lastLevels(sequences, ends)) };
}

function statusOf(
  { sequence, policies }: ModelHeader,
  { row, depth }: Candidate,
  { marks }: EncodingReport,
): Status {
  if (depth < sequence.minRows) return 'warmup';
  const isUnseen = ((marks[row] as number) & HAS_UNSEEN) !== 0;
  return isUnseen && policies.unseen === 'null' ? 'unseen' : 'ok';
}

function valuesOf(
  { target, calibration }: ModelHeader,
  logits: Float32Array,
  levels: Float64Array,
): Float32Array {
  const calibrated = calibration === undefined ? logits : applyCalibration(logits, calibration);
  return predictedValues(target, calibrated, levels);
}
