import { readWords } from '../../../src/commands/arguments/words.ts';
import { continuedArguments } from '../../../src/commands/fit/continued-arguments.ts';
import { readFitArguments } from '../../../src/commands/fit/fit-arguments.ts';
import { readSettings } from '../../../src/commands/fit/read-settings.ts';
import type { PlacedRows } from '../../../src/encode/rows/place-rows.ts';
import { continuedSettings } from '../../../src/fit/continue/continued-settings.ts';
import { type PreparedFit, prepareFit } from '../../../src/fit/pipeline.ts';
import { referenceKernel } from '../../../src/kernel/reference-kernel.ts';
import { type AnomalyTarget, textHead } from '../../../src/model/anomaly-target.ts';
import type { FitData } from '../../../src/model/examples.ts';
import type { FitSettings } from '../../../src/model/fit-options.ts';
import type { FittedModel } from '../../../src/model/header.ts';
import type {
  AnomalyCalibration,
  KeptEvidence,
  TrainingRecord,
} from '../../../src/model/record.ts';
import { BuiltinEngine } from '../../../src/network/builtin-engine.ts';
import type { Predictor } from '../../../src/network/engine.ts';
import { initialWeights } from '../../../src/network/initial-weights.ts';
import { deepSide } from '../../../src/network/network-spec.ts';
import { readSearchInfo } from '../../../src/protocol/search-info.ts';
import { createRandom } from '../../../src/random.ts';
import type { SearchResults } from '../../../src/results/results.ts';
import { fitAnomalyCalibration } from '../../../src/tasks/anomaly/anomaly-calibration.ts';
import { fitEntities } from '../../../src/tasks/anomaly/entities/fit-entities.ts';
import { evidenceColumns } from '../../../src/tasks/anomaly/evidence/columns.ts';
import { fitEvidence } from '../../../src/tasks/anomaly/evidence/evidence.ts';
import { deepWeights, withWide } from '../../../src/wide/wide-predictor.ts';
import { headerOf } from '../../support/headers.ts';

/** Prepares the fit that a user would type after `| lstmfit`; words are separated by blanks. */
export function prepare(results: SearchResults, typed: string): PreparedFit {
  return prepareFit(results, settingsOf(results, typed));
}

export function settingsOf(results: SearchResults, typed: string): FitSettings {
  const fit = readFitArguments(readWords(typed.split(' '), []));
  return readSettings(fit, readSearchInfo({}), results);
}

/** Prepares a fit that continues a model, as `init` does. */
export function prepareContinued(
  results: SearchResults,
  typed: string,
  model: FittedModel,
): PreparedFit {
  const initial = { ...model, name: 'user:m', version: 3 };
  const fit = continuedArguments(readFitArguments(readWords(typed.split(' '), [])), initial);
  const settings = readSettings(fit, readSearchInfo({}), results);
  return prepareFit(results, continuedSettings(settings, initial, results).settings);
}

export const record: TrainingRecord = {
  options: { units: '4' },
  note: 'größer – 💥 "quoted", and\nmore',
  searchHash: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  seed: 0,
  rows: 60,
  rowsUsed: 60,
  sequences: 60,
  entities: 1,
  earliest: 0,
  latest: 59,
  epochs: 1,
  bestEpoch: 1,
  seconds: 0.1,
  metricsOf: 'validation',
  metrics: { accuracy: 0.5 },
  baseline: { name: 'always a', metrics: { accuracy: 0.5 } },
};

/**
 * Makes a model with random weights, large enough for scores to differ; these tests need no trained one.
 *
 * @param typed - the arguments without epochs, because the number of rows does not matter
 */
export function untrained(results: SearchResults, typed: string): FittedModel {
  const { draft, data } = prepare(results, `${typed} epochs=1`);
  const random = createRandom(17);
  const weights = initialWeights(draft.network, 5).map((weight) => weight + 0.3 * random.normal());
  const ofAnomalies = draft.target.mode === 'anomaly' ? madeUp(draft.target, data) : undefined;
  return { header: headerOf({ ...draft, ...ofAnomalies, training: record }), weights };
}

/** Counts the training rows, and makes up ranks; a text has no counts. */
function madeUp(
  target: AnomalyTarget,
  data: FitData,
): { readonly anomaly: AnomalyCalibration; readonly evidence?: KeptEvidence | undefined } {
  if (textHead(target) !== undefined) return { anomaly: madeUpRanks(target, 0) };
  const evidence = fitEvidence({ ...data, target });
  return { anomaly: madeUpRanks(target, evidenceColumns(evidence)), evidence };
}

/** Makes ranks among a hundred rows that no network predicted. */
function madeUpRanks({ heads }: AnomalyTarget, columns: number): AnomalyCalibration {
  const random = createRandom(3);
  const excess = Float32Array.from({ length: 100 * heads.length }, () => 2 * random.normal());
  const amounts = Float32Array.from({ length: 100 * columns }, () => 2 * random.normal());
  const evidence = { amounts, heads: new Int32Array(amounts.length) };
  const weights = columns === 0 ? undefined : [1, ...new Array<number>(columns).fill(0.5)];
  const surprises = { excess, bits: excess, ranks: new Int32Array(excess.length), evidence };
  const ofRows = fitAnomalyCalibration(surprises, heads.length, null, weights);
  const rows = Int32Array.from({ length: 100 }, (_, at) => at);
  const placed = {
    rows,
    entities: rows.map((at) => at >> 2),
    begins: rows.map((at) => at & ~3),
  } as PlacedRows;
  const entities = fitEntities({ placed }, rows, surprises, ofRows);
  return entities === undefined ? ofRows : { ...ofRows, entities };
}

export function engineOf({ header, weights }: FittedModel): Predictor {
  const { encoder, network } = header;
  const own = deepWeights(network, weights);
  const deep = new BuiltinEngine(referenceKernel, deepSide(network), own);
  return withWide(deep, { encoder, network, weights });
}
