import { describe, expect, it } from '@jest/globals';
import { type Comparison, compareModels } from '../../src/fit/compare.ts';
import type { FittedModel } from '../../src/model/header.ts';
import { engineOf, prepare } from '../support/models/models.ts';
import { type Row, resultsOf } from '../support/rows/rows.ts';
import { trained } from '../support/rows/sample-rows.ts';

/** Makes rows from a time on whose class is the sign of `n`, unless `change` says otherwise. */
function rowsFrom(time: number, change: (at: number) => Row = () => ({})): Row[] {
  return Array.from({ length: 100 }, (_, at): Row => {
    const n = ((at * 37) % 20) - 10;
    return { _time: time + at, n, c: 'pqr'.charAt(at % 3), y: n < 0 ? 'ok' : 'bad', ...change(at) };
  });
}

const QUICK = 'units=3 epochs=3 batch_size=8';

const old = async (typed: string, rows = rowsFrom(1000)): Promise<FittedModel> =>
  (await trained(prepare(resultsOf(rows), `${typed} ${QUICK}`))).model;

/** Compares a fit of newer rows with an older model. */
async function compared(
  before: FittedModel,
  typed: string,
  rows = rowsFrom(5000),
): Promise<Comparison> {
  const results = resultsOf(rows);
  const prepared = prepare(results, `${typed} ${QUICK}`);
  const { model, held } = await trained(prepared);
  return await compareModels(
    { header: before.header, engine: engineOf(before) },
    { model, held, data: prepared.data },
    results,
    { breathe: async () => undefined },
  );
}

const WINDOWS = 'y from n c into m window=3';

describe('compareModels', () => {
  it.each<[string, string, string, number]>([
    ['validation rows', WINDOWS, WINDOWS, 20],
    ['test rows where there are any', WINDOWS, `${WINDOWS} test=0.1`, 10],
    ['test rows where none validates', WINDOWS, `${WINDOWS} validation=0.001 test=0.3`, 30],
    ['rows that the old model scores', `${WINDOWS} min_rows=86`, WINDOWS, 15],
  ])('compares on the %s', async (_, before, typed, rows) => {
    const comparison = await compared(
      await old(before, rowsFrom(1000).concat(rowsFrom(1100))),
      typed,
    );

    expect(comparison).toMatchObject({ isComparable: true, rows });
  });

  it('takes the model with the higher F1', async () => {
    const flipped = await old(
      WINDOWS,
      rowsFrom(1000, (at) => ({ y: at % 2 === 0 ? 'ok' : 'bad' })),
    );
    const comparison = await compared(flipped, `${WINDOWS} learning_rate=0.05`);

    expect(comparison).toMatchObject({ isComparable: true, isBetter: true });
  });

  it.each<[string, string, string, (at: number) => Row, number, string]>([
    [
      'nothing is held out',
      WINDOWS,
      `${WINDOWS} split=none`,
      () => ({}),
      5000,
      'no row is held out',
    ],
    [
      'rows overlap',
      WINDOWS,
      WINDOWS,
      () => ({}),
      970,
      'the held-out rows overlap the time range that the old model was trained on',
    ],
    [
      'it predicts another field',
      'n from y c into m window=3 mode=regress',
      'z from n c into m window=3 mode=regress',
      (at) => ({ z: at % 7 }),
      5000,
      'the old model predicts n',
    ],
    [
      'a field is missing',
      WINDOWS,
      'y from n into m window=3',
      () => ({ c: '' }),
      5000,
      'the old model cannot score these rows (The model needs the field c, which has no value in these results: check the search and | fields, or retrain)',
    ],
    [
      'there are no times',
      WINDOWS,
      'y from n into m window=3 split=random',
      () => ({ _time: '' }),
      5000,
      'without times nobody knows whether the old model was trained on the held-out rows',
    ],
  ])('does not compare where %s', async (_, before, typed, change, time, reason) => {
    expect(await compared(await old(before), typed, rowsFrom(time, change))).toEqual({
      isComparable: false,
      reason,
    });
  });

  describe('compareModels with mode=anomaly', () => {
    const NEXT = 'from n c into m window=3 numbers=n';
    const ordered = (time: number): Row[] => rowsFrom(time, (at) => ({ c: 'pqr'.charAt(at % 3) }));
    const shuffled = (time: number): Row[] =>
      rowsFrom(time, (at) => ({ c: 'rqp'.charAt((at * at) % 3) }));

    it('takes the model that is less surprised', async () => {
      const worse = await old(NEXT, shuffled(1000));
      const comparison = await compared(worse, `${NEXT} learning_rate=0.05`, ordered(5000));

      expect(comparison).toMatchObject({ isComparable: true, isBetter: true, rows: 20 });
      const { metrics, oldMetrics } = comparison as Extract<Comparison, { isComparable: true }>;
      expect(metrics['surprise']).toBeLessThan(oldMetrics['surprise']);
    });

    it('compares no fields whose values are others', async () => {
      const before = await old('from c into m window=3', ordered(1000));
      const renamed = rowsFrom(5000, (at) => ({ c: 'xyz'.charAt(at % 3) }));

      expect(await compared(before, 'from c into m window=3', renamed)).toEqual({
        isComparable: false,
        reason: 'no field has the same values in both models',
      });
    });

    it('does not compare with a model of a target', async () => {
      const before = await old(WINDOWS);

      expect(await compared(before, NEXT)).toEqual({
        isComparable: false,
        reason: 'the modes differ',
      });
    });
  });
});
