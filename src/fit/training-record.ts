/**
 * Records how a model was trained, and on which rows.
 *
 * @module
 */

import { allExamples, type Split } from '../encode/rows/split.ts';
import { type FitData, timeRange } from '../model/examples.ts';
import type { FitSettings } from '../model/fit-options.ts';
import type { InitialModel } from '../model/initial-model.ts';
import type { TrainingRecord } from '../model/record.ts';
import { readingOf } from '../readings/table.ts';
import type { SearchResults } from '../results/results.ts';
import { historyOf } from './training/history.ts';
import type { TrainingOutcome } from './training/training.ts';

type RowFigures = Pick<
  TrainingRecord,
  'rows' | 'rowsUsed' | 'sequences' | 'entities' | 'earliest' | 'latest'
>;

/** `EndedFit` holds what a fit knows when it has ended. */
interface EndedFit {
  readonly results: SearchResults;
  readonly settings: FitSettings;
  readonly data: FitData;
  readonly outcome: TrainingOutcome;
  readonly seconds: number;
  readonly figures: Pick<TrainingRecord, 'metricsOf' | 'metrics' | 'testMetrics' | 'baseline'>;
  readonly doubt: TrainingRecord['doubt'];
  /** `isRefit` tells whether the weights were fitted to all examples. */
  readonly isRefit: boolean;
}

export function trainingRecord(fit: EndedFit): TrainingRecord {
  const { results, settings, data, outcome, seconds, figures, doubt, isRefit } = fit;
  return {
    ...settings.record,
    ...(settings.initial && { continuedFrom: continuedFrom(settings.initial) }),
    seed: settings.run.seed,
    ...rowFigures(results, data),
    ...trainedTimes(data, settings.initial, isRefit),
    epochs: outcome.epochs.length,
    bestEpoch: outcome.bestEpoch,
    seconds,
    ...figures,
    ...(doubt && { doubt }),
    isRefit,
    stopped: outcome.stopped,
    history: historyOf(data.target, outcome.epochs),
    leftOut: data.leftOut,
    ...(data.doubtful.length > 0 && { doubtful: data.doubtful }),
  };
}

function continuedFrom({ name, version }: InitialModel): TrainingRecord['continuedFrom'] {
  return { model: name, version };
}

function rowFigures(results: SearchResults, data: FitData): RowFigures {
  const all = allExamples(data);
  const [earliest, latest] = timeRange(data, all);
  return {
    rows: results.rowCount,
    rowsUsed: all.length,
    sequences: readingOf(data.encoder).unit === 'row' ? all.length : data.sequences.starts.length,
    entities: data.placed.entityCount,
    earliest,
    latest,
  };
}

/** Weights that go on have seen the rows of the model before as well. */
function trainedTimes(
  data: FitData,
  initial: InitialModel | undefined,
  isRefit: boolean,
): Pick<TrainingRecord, 'trainedFrom' | 'trainedUntil'> {
  const [from, until] = timeRange(data, isRefit ? allExamples(data) : data.training);
  const before: Partial<TrainingRecord> = initial?.header.training ?? {};
  return {
    trainedFrom: furthest(Math.min, from, before.trainedFrom),
    trainedUntil: furthest(Math.max, until, before.trainedUntil),
  };
}

function furthest(
  choose: (a: number, b: number) => number,
  time: number | null,
  before: number | null | undefined,
): number | null {
  return time === null || before === null || before === undefined ? time : choose(time, before);
}

/** Returns for each row of the results 1 for training, 2 for validation, 3 for test, and 0 where it is not used. */
export function partsByRow(
  rowCount: number,
  { placed, training, validation, test }: Pick<FitData, 'placed'> & Split,
): Uint8Array {
  const parts = new Uint8Array(rowCount);
  for (const [index, examples] of [training, validation, test].entries()) {
    for (const at of examples) parts[placed.rows[at]] = index + 1;
  }
  return parts;
}

export type SetLookup = (row: number) => 'none' | 'train' | 'validation' | 'test';

export function setLookup(rowCount: number, data: Pick<FitData, 'placed'> & Split): SetLookup {
  const names = ['none', 'train', 'validation', 'test'] as const;
  const sets = partsByRow(rowCount, data);
  return (row) => names[sets[row]] ?? 'none';
}
