import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { flows, TINY } from '../support/sample-flows.ts';
import { SearchHead } from '../support/search-head.ts';

// Files of format 1, written by the last build that made them, with its scores of the same flows:
// `format-1-<model>.mlmodel` and `format-1-scores.json`.
const fixtures = join(import.meta.dirname, '../fixtures');
const scores: Record<string, string[]> = JSON.parse(
  readFileSync(join(fixtures, 'format-1-scores.json'), 'utf8'),
);

let head: SearchHead;

beforeAll(async () => {
  head = await SearchHead.start();
});

afterAll(() => head.close());

describe('a model of format 1 scores as it did', () => {
  it.each([
    ['windows', '', 'x_probability'],
    ['fields', 'probabilities=true', 'x_probability_dns'],
    ['numbers', '', 'x'],
  ])('%s', async (model, options, name) => {
    // The file takes the place of one that splunkd knows.
    await head.run(`lstmfit label from bytes into ${model} ${TINY}`, flows());
    const bytes = readFileSync(join(fixtures, `format-1-${model}.mlmodel`));
    writeFileSync(head.pathOf(head.modelFile(model)), bytes);

    const { table } = await head.run(`lstmscore ${model} as x ${options}`, flows());

    const column = table.fields.indexOf(name);
    const found = table.rows.map((row) => Number(row[column]));
    const expected = (scores[model] ?? []).map(Number);
    expect(expected).toHaveLength(60);
    for (const [row, value] of expected.entries()) {
      // Processors with and without a fused multiply-add differ in the last bits.
      expect(Math.abs((found[row] as number) / value - 1)).toBeLessThan(1e-5);
    }
  });
});
