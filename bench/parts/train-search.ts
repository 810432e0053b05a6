/**
 * Trains the model that a search would train, in this process.
 *
 * @module
 */

import { readWords } from '../../src/commands/arguments/words.ts';
import { readFitArguments } from '../../src/commands/fit/fit-arguments.ts';
import { readSettings } from '../../src/commands/fit/read-settings.ts';
import { fitModel, prepareFit, type TrainedModel } from '../../src/fit/pipeline.ts';
import type { TrainingOptions } from '../../src/model/fit-options.ts';
import { readCsv } from '../../src/protocol/csv-reader.ts';
import { readSearchInfo } from '../../src/protocol/search-info.ts';
import { SearchResults } from '../../src/results/results.ts';
import { createEngine } from '../engines.ts';

/**
 * @param search - the arguments of `lstmfit`
 * @param options - replace the options of training that the search has
 */
export async function trainSearch(
  csv: Buffer,
  search: string,
  options: Pick<TrainingOptions, 'runLength'> | undefined = undefined,
): Promise<TrainedModel> {
  const block = readCsv(csv);
  if (block === undefined) throw new Error('no rows');
  const results = SearchResults.of(block);
  const raw = search.match(/(?:[^\s"]|"[^"]*")+/g) ?? [];
  const plain = raw.map((word) => word.replaceAll('"', ''));
  const settings = readSettings(
    readFitArguments(readWords(plain, raw)),
    readSearchInfo({}),
    results,
  );
  const training = { ...settings.training, ...options };
  const prepared = prepareFit(results, { ...settings, training });
  return await fitModel(prepared, async (spec, weights) => createEngine(spec, weights, 1), {
    onEpoch: () => undefined,
    breathe: async () => undefined,
    now: () => performance.now(),
    stop: () => undefined,
  });
}
