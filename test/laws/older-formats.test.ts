import { describe, expect, it } from '@jest/globals';
import { readCsv } from '../../src/protocol/csv-reader.ts';
import { SearchResults } from '../../src/results/results.ts';
import { scoreRows } from '../../src/score/whole-search.ts';
import { decodeModel } from '../../src/store/model-file.ts';
import { encodeBody } from '../../tools/local-splunk/command/chunk-body.ts';
import { engineOf } from '../support/models/models.ts';
import { olderModels } from '../support/models/older-models.ts';
import { flows } from '../support/rows/sample-flows.ts';
import { shownValues } from '../support/shown-values.ts';

const block = readCsv(Buffer.from(encodeBody(flows())));
const breathe = async (): Promise<void> => undefined;

/** The index of the value of a row that the fixtures keep. */
const KEPT = { windows: 1, fields: 0, numbers: 0 };

describe('a model file of a released format scores as it did, to the last bit', () => {
  const cases = olderModels.map((older) => [older.format, older.name, older] as const);

  it.each(cases)('format %i, %s', async (_, name, { file, scores: expected }) => {
    const model = decodeModel(file, name);

    const results = block === undefined ? new SearchResults() : SearchResults.of(block);
    const { scores } = await scoreRows(model.header, engineOf(model), results, { breathe });

    const width = shownValues(scores.prediction).length / expected.length;
    const found = Array.from(
      scores.samples,
      (sample) => shownValues(scores.prediction)[sample * width + KEPT[name]],
    );
    expect(found).toEqual(expected);
  });
});
