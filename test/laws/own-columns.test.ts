import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { scoreColumns } from '../../src/commands/tasks/score-columns.ts';
import type { ColumnOptions } from '../../src/commands/tasks/task-columns.ts';
import { wordsOf } from '../../src/commands/tasks/words.ts';
import { scoreRows } from '../../src/score/whole-search.ts';
import { engineOf, prepare, untrained } from '../support/models/models.ts';
import { type Row, resultsOf } from '../support/rows/rows.ts';
import { fitOf, partsOf, table } from '../support/rows/sample-rows.ts';

const targets = fc.constantFrom(
  'y from n c z into m window=3',
  'z from n c y into m window=3 mode=regress',
  'c from n z into m',
);

const options = fc.record({
  as: fc.constantFrom(undefined, 'x', 'score', 'n_hat', 'a b', 'é', 'x_status', 'x.y'),
  threshold: fc.constant(0.5),
  probabilities: fc.boolean(),
});

/** Returns rows as `lstmfit output=predictions` does, which adds all columns that there are. */
async function scored(rows: readonly Row[], typed: string, chosen: ColumnOptions): Promise<Row[]> {
  const parts = partsOf(fitOf(rows, typed), rows);
  const results = resultsOf(rows);
  const model = untrained(results, typed);
  const { scores } = await scoreRows(model.header, engineOf(model), results, {
    breathe: async () => undefined,
  });
  const columns = scoreColumns(model.header, scores, chosen);
  const set = wordsOf(model.header).names(model.header.target, chosen.as).set;
  return rows.map((row, at): Row => {
    const cells = columns.map(({ name, values }) => [name, values[at] ?? ''] as const);
    return { ...row, ...Object.fromEntries(cells), [set]: parts[at] ?? '' };
  });
}

describe('a fit from * of rows that were scored', () => {
  it('takes none of the columns that scoring added', async () => {
    await fc.assert(
      fc.asyncProperty(table, targets, options, async (list, typed, chosen) => {
        const rows = list.map((row, at): Row => ({ ...row, c: row['c'] || 'p', n: at % 7 }));
        const added = await scored(rows, `${typed} split=random units=2`, chosen);
        const [before, after] = [rows, added].map(
          (found) => prepare(resultsOf(found), 'y from * into m split=random').draft.encoder,
        );

        expect(after).toEqual(before);
      }),
      { numRuns: 60 },
    );
  });
});
