import { describe, expect, it } from '@jest/globals';
import { prepareFit } from '../../../src/fit/pipeline.ts';
import { lookAhead } from '../../../src/fit/search/look-ahead.ts';
import type { Setting } from '../../../src/fit/search/settings.ts';
import { roundShares, type Tuning, tune, tuneTrials } from '../../../src/fit/search/tune.ts';
import { referenceKernel } from '../../../src/kernel/reference-kernel.ts';
import type { StopReason } from '../../../src/model/record.ts';
import { BuiltinEngine } from '../../../src/network/builtin-engine.ts';
import { settingsOf } from '../../support/models/models.ts';
import { type Row, resultsOf } from '../../support/rows/rows.ts';

const rows = Array.from({ length: 400 }, (_, at): Row => {
  const n = (at * 37) % 20;
  return { _time: at, src: `s${at % 8}`, n, y: n < 10 ? 'ok' : 'bad' };
});

/** The first hardly learns, and the last diverges or learns nothing. */
const SETTINGS: readonly Setting[] = [
  { learning_rate: 0.0001 },
  { learning_rate: 0.03 },
  { learning_rate: 0.001 },
  { learning_rate: 0.0002 },
];

async function tuned(
  options = '',
  clock: { readonly now?: () => number; readonly stop?: () => StopReason | undefined } = {},
): Promise<Tuning> {
  const results = resultsOf(rows);
  const typed = `y from n into m window=2 units=3 epochs=2 tune=4 ${options}`.trim();
  const settings = settingsOf(results, typed);
  const fit = { results, settings, ...lookAhead(prepareFit(results, settings), true) };
  const { now = () => 0, stop = () => undefined } = clock;
  const context = { breathe: async () => undefined, now, stop, deadline: 1000 };
  return await tune(
    fit,
    SETTINGS,
    async (spec, weights) => new BuiltinEngine(referenceKernel, spec, weights),
    context,
  );
}

describe('tune', () => {
  it.each(['', 'split=entity by src', 'test=0.2'])(
    'halves the settings and puts the one that learns first with %j',
    async (options) => {
      const { tried, rounds } = await tuned(options);

      expect(rounds).toBe(2);
      expect(tried.map(({ round }) => round)).toEqual([2, 2, 1, 1]);
      expect(tried.map(({ status }) => status)).toEqual(['ok', 'ok', 'ok', 'ok']);
      expect(tried[0]?.setting).toEqual({ learning_rate: 0.03 });
      const losses = tried.map(({ valLoss }) => valLoss);
      expect(losses[0]).toBeLessThan(losses[1] ?? 0);
      expect(losses[2]).toBeLessThan(losses[3] ?? 0);
    },
  );

  it('trains the last round on all training rows, and rounds before on fewer', async () => {
    const { tried } = await tuned('test=0.2');

    expect(tried.map(({ sequences }) => sequences)).toEqual([240, 240, 150, 150]);
  });

  it('ends a fit that has had its share of the time', async () => {
    let time = 0;
    const { tried } = await tuned('', { now: () => (time += 1000) });

    expect(tried.map(({ status }) => status)).toEqual(['cut', 'cut', 'cut', 'cut']);
  });

  it('chooses nothing in a round that was stopped', async () => {
    const { tried, stoppedIn } = await tuned('', { stop: () => 'finalized' });

    expect(stoppedIn).toBe(1);
    expect(tried.map(({ setting }) => setting)).toEqual(SETTINGS);
    expect(tried.map(({ status }) => status)).toEqual(Array(4).fill('not tried'));
  });
});

describe('roundShares', () => {
  it.each([
    [2, 10_000, [1]],
    [3, 10_000, [0.5, 1]],
    [8, 10_000, [0.25, 0.5, 1]],
    [8, 500, [0.4, 0.5, 1]],
    [50, 100, [1, 1, 1, 1, 1, 1]],
  ])('of %i settings and %i examples double up to all', (settings, examples, shares) => {
    expect(roundShares(settings, examples)).toEqual(shares);
  });
});

describe('tuneTrials', () => {
  it.each([
    // Rounds of 2; of 4 on a half and 2; of 8 on a quarter, 4 on a half and 2.
    [2, 2],
    [4, 4],
    [8, 6],
  ])('of %d settings take as long as %d fits, and half of the time at most', (settings, fits) => {
    expect(tuneTrials(settings, 100_000)).toEqual({ fits, share: 0.5 });
  });
});
