import { describe, expect, it } from '@jest/globals';
import { allExamples } from '../../../src/encode/rows/split.ts';
import { UserError } from '../../../src/errors.ts';
import { fitModel, prepareFit } from '../../../src/fit/pipeline.ts';
import { type Folds, foldTrials, judgeFolds, shareOf } from '../../../src/fit/search/folds.ts';
import { timeOrder } from '../../../src/fit/search/time-blocks.ts';
import { referenceKernel } from '../../../src/kernel/reference-kernel.ts';
import type { StopReason } from '../../../src/model/record.ts';
import { BuiltinEngine } from '../../../src/network/builtin-engine.ts';
import type { EngineFactory } from '../../../src/network/engine.ts';
import { settingsOf } from '../../support/models/models.ts';
import { type Row, resultsOf } from '../../support/rows/rows.ts';

const createEngine: EngineFactory = async (spec, weights) =>
  new BuiltinEngine(referenceKernel, spec, weights);

const rowsOf = (count: number): Row[] =>
  Array.from({ length: count }, (_, at): Row => {
    const n = (at * 37) % 20;
    return { _time: 1000 + at, n, y: (n + (at % 7 === 0 ? 9 : 0)) % 20 < 10 ? 'ok' : 'bad' };
  });

const FIT = 'y from n into m window=2 units=2 epochs=2';

async function judged(
  rows: readonly Row[],
  count: number,
  options = '',
  stop: () => StopReason | undefined = () => undefined,
): Promise<Folds> {
  const results = resultsOf(rows);
  const settings = settingsOf(results, `${FIT} ${options}`.trim());
  const { data } = prepareFit(results, settings);
  const order = timeOrder(results.rowCount, data, allExamples(data));
  const context = { breathe: async () => undefined, now: () => 0, stop, deadline: 1000 };
  return await judgeFolds({ results, settings, order }, count, createEngine, context);
}

async function testFigures(rows: readonly Row[], options: string): Promise<unknown> {
  const results = resultsOf(rows);
  const prepared = prepareFit(results, settingsOf(results, `${FIT} ${options}`));
  const { model } = await fitModel(prepared, createEngine, {
    breathe: async () => undefined,
    now: () => 0,
    onEpoch: () => undefined,
    stop: () => undefined,
  });
  return model.header.training.testMetrics;
}

describe('judgeFolds', () => {
  it('gives the test figures of fits on ever more of the oldest rows', async () => {
    const rows = rowsOf(120);

    const { blocks, failures } = await judged(rows, 3);

    expect(failures).toEqual([]);
    expect(blocks.map(({ metrics }) => metrics)).toEqual([
      await testFigures(rows.slice(0, 60), 'test=0.5 validation=0.1'),
      await testFigures(rows.slice(0, 90), `test=${1 / 3} validation=${0.4 / 3}`),
      await testFigures(rows, 'test=0.25 validation=0.15'),
    ]);
  });

  it('cuts blocks by time, whatever the order of the rows', async () => {
    const rows = rowsOf(120);

    expect(await judged(rows.toReversed(), 2)).toEqual(await judged(rows, 2));
  });

  it('goes on without a block that cannot be judged, and keeps the reason', async () => {
    // A false-positive rate of 0.25 needs twelve negatives to validate, which the first fold has not.
    const { asked, blocks, failures } = await judged(rowsOf(300), 2, 'threshold=fpr:0.25');

    expect([asked, blocks.length, failures.length]).toEqual([2, 1, 1]);
    expect(failures[0]).toContain('fpr');
  });

  it('judges no block any more once the job was finalized', async () => {
    const folds = await judged(rowsOf(120), 2, '', () => 'finalized');

    expect(folds).toEqual({ asked: 2, blocks: [], failures: [] });
  });

  it('refuses blocks of a handful of sequences', async () => {
    await expect(judged(rowsOf(120), 6)).rejects.toThrow(
      new UserError(
        'folds=6 cuts the sequences into 7 blocks of at least 20, and there are 120 sequences: widen the time range, or use fewer folds.',
      ),
    );
  });
});

describe('shareOf', () => {
  it.each([2, 5, 10])(
    'leaves the model of %i folds as much time as its rows are worth',
    (count) => {
      let left = 1;
      const taken = Array.from({ length: count }, (_, index) => {
        const share = shareOf(index, count) * left;
        left -= share;
        return share;
      });
      const ofFirst = taken[0] ?? 0;
      for (const [index, share] of taken.entries()) expect(share / ofFirst).toBeCloseTo(index + 1);
      expect(left / ofFirst).toBeCloseTo(count + 1);
    },
  );
});

describe('foldTrials', () => {
  it('adds up the blocks that each fold is fitted to and judged on', () => {
    // Two of five blocks, three, four and five.
    expect(foldTrials(4)).toEqual({ fits: 14 / 5, share: 1 });
  });
});
