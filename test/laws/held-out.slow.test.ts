import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ModelHeader } from '../../src/model/header.ts';
import type { Row } from '../support/rows/rows.ts';
import { fitOf, partsOf, prepared, table, trained, values } from '../support/rows/sample-rows.ts';

/** Makes other values for all rows, of which only the held-out rows take theirs. */
const others = fc.array(
  fc.tuple(values, fc.record({ y: fc.constantFrom('ok', 'bad'), z: fc.integer() })),
  { minLength: 60, maxLength: 60 },
);

/**
 * Tells for each row whether training can read it: it is a training example, or stands before one in its
 * entity. The first rows of an entity are examples of no part.
 */
function trainedOn(rows: readonly Row[], parts: readonly string[], typed: string): boolean[] {
  const entityOf = (row: Row): unknown => (typed.includes(' by src') ? row['src'] : undefined);
  return rows.map((row, at) => {
    if (parts[at] !== 'none') return parts[at] === 'train';
    return rows.some(
      (later, index) => index > at && parts[index] === 'train' && entityOf(later) === entityOf(row),
    );
  });
}

const NETWORK = 'units=3 batch_size=8 epochs=2';

describe('rows that are held out', () => {
  it.each([
    'y from n c ip z into m test=0.2',
    'y from n c ip z into m by src window=3 test=0.1 gap=20s',
    'y from n c ip into m by src window=3 split=entity nulls=fill categorical=embedding',
    'y from n c ip into m window=fields split=random test=0.2',
    'y from n c ip z into m window=4 label=any class_weight=auto numeric=quantile ip=onehot',
    'z from n c ip into m window=3 mode=regress numeric=minmax',
    'from n c ip z into m by src window=3 numbers=n test=0.2',
    'from n c ip into m by src window=4 min_rows=3 split=entity',
    'y from n c ip into m by src window=4 min_rows=3 split=entity',
    'z from n c ip into m by src window=4 min_rows=4 mode=regress test=0.1',
    'z from n c z into m by src window=4 min_rows=5 horizon=1',
  ])('change no weight where they do not choose the epoch: %s', async (typed) => {
    await fc.assert(
      fc.asyncProperty(table, others, async (rows, instead) => {
        const one = fitOf(rows, `${typed} ${NETWORK} patience=0`);
        const parts = partsOf(one, rows);
        const isTrained = trainedOn(rows, parts, typed);
        const changed = rows.map((row, at): Row => {
          const [own, target] = instead[at] ?? [];
          return isTrained[at] === true ? row : { ...row, ...own, ...target };
        });
        const other = prepared(changed, `${typed} ${NETWORK} patience=0`);
        const [model, again] = [(await trained(one)).model, (await trained(other)).model];

        expect(partsOf(other, changed)).toEqual(parts);
        expect(other.draft).toEqual(one.draft);
        expect(again.weights).toEqual(model.weights);
      }),
      { numRuns: 20 },
    );
  });

  it('change nothing in a refit but the number of updates, the calibration and the threshold', async () => {
    const typed = `y from n c ip into m by src window=3 ${NETWORK} patience=0`;
    await fc.assert(
      fc.asyncProperty(table, async (rows) => {
        const [plain, again] = [
          await trained(fitOf(rows, typed)),
          await trained(prepared(rows, `${typed} refit=true`)),
        ];
        const { training, ...header } = again.model.header as ModelHeader<'classify'>;
        const { training: before, ...plainHeader } = plain.model.header;
        const { calibration, threshold, curve, drift } = header;

        expect(header).toEqual({ ...plainHeader, calibration, threshold, curve, drift });
        expect(training.isRefit).toBe(true);
        for (const name of ['metrics', 'testMetrics', 'baseline', 'epochs', 'bestEpoch'] as const) {
          expect(training[name]).toEqual(before[name]);
        }
        expect(again.model.weights).not.toEqual(plain.model.weights);
      }),
      { numRuns: 20 },
    );
  });
});
