import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { olderModels } from '../support/models/older-models.ts';
import { SearchHead } from '../support/package/search-head.ts';
import { column, flows, TINY } from '../support/rows/sample-flows.ts';

let head: SearchHead;

beforeAll(async () => {
  head = await SearchHead.start();
});

afterAll(() => head.close());

/** The options that show the score which the fixtures keep, and the column of that score. */
const SHOWN = {
  windows: ['', 'x_probability'],
  fields: ['probabilities=true', 'x_probability_dns'],
  numbers: ['', 'x'],
} as const;

describe('a model file of a released format scores as it did in the built package', () => {
  const cases = olderModels.map((older) => [older.format, older.name, older] as const);

  it.each(cases)('format %i, %s', async (format, name, { file, scores }) => {
    const [options, field] = SHOWN[name];
    const model = `${name}_${format}`;
    // The file replaces one that splunkd knows.
    await head.run(`lstmfit label from bytes into ${model} ${TINY}`, flows());
    writeFileSync(head.pathOf(head.modelFile(model)), file);

    const { table } = await head.run(`lstmscore ${model} as x ${options}`, flows());

    const found = column(table, field).map(Number);
    expect(found).toHaveLength(scores.length);
    for (const [row, score] of scores.entries()) {
      // The kernel of the package sums in single precision.
      expect(Math.abs(found[row] / score - 1)).toBeLessThan(1e-5);
    }
  });
});

interface OlderSearch {
  readonly model: string;
  readonly search: string;
  /** What the build that wrote the model gave, by field. */
  readonly columns: Readonly<Record<string, readonly string[]>>;
}

describe('a model of format 3 without a target, or of a forecast, gives what the build that wrote it gave', () => {
  const fixture = (ending: string): Buffer =>
    readFileSync(join(import.meta.dirname, `../fixtures/format-3-${ending}`));
  const searches: OlderSearch[] = JSON.parse(fixture('searches.json').toString());

  it.each(searches)('$search', async ({ model, search, columns }) => {
    await head.run(`lstmfit from bytes into ${model} ${TINY}`, flows());
    writeFileSync(head.pathOf(head.modelFile(model)), fixture(`${model}.mlmodel`));

    const { table } = await head.run(search, flows(400));

    for (const [field, texts] of Object.entries(columns)) {
      const found = column(table, field);
      expect(found).toHaveLength(texts.length);
      for (const [row, text] of texts.entries()) {
        if (text === '') expect(found[row]).toBe('');
        else expect(Number(found[row])).toBeCloseTo(Number(text), 5);
      }
    }
  });
});
