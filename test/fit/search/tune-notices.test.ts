import { describe, expect, it } from '@jest/globals';
import type { TriedSetting } from '../../../src/fit/search/tune.ts';
import { tuneNotices } from '../../../src/fit/search/tune-notices.ts';

const tried = (
  units: number,
  valLoss: number,
  changes: Partial<TriedSetting> = {},
): TriedSetting => ({
  setting: { units },
  round: 2,
  sequences: 100,
  epochs: 3,
  bestEpoch: 2,
  valLoss,
  status: 'ok',
  ...changes,
});

const texts = (settings: readonly TriedSetting[], own: string, stoppedIn?: number): string[] =>
  tuneNotices({ tried: settings, rounds: 2, stoppedIn }, own).map(
    ({ level, text }) => `${level} ${text}`,
  );

describe('tuneNotices', () => {
  it('names the best setting beside the one without tune', () => {
    const settings = [tried(64, 0.1), tried(16, 0.2), tried(32, 0.3, { round: 1 })];

    expect(texts(settings, 'units=32')).toEqual([
      'INFO tune tried 3 settings in 2 rounds: units=64 is the best, with a validation loss of 0.1; units=32, as without tune, was left behind in round 1 (losses compare within a round only). output=tune lists them.',
    ]);
  });

  it('says that the setting without tune is the best', () => {
    expect(texts([tried(32, 0.1), tried(16, 0.2)], 'units=32')).toEqual([
      'INFO tune tried 2 settings in 2 rounds: units=32 is the best, as without tune, with a validation loss of 0.1; the next has 0.2 in round 2. output=tune lists them.',
    ]);
  });

  it('says that the setting without tune has no loss', () => {
    const failure = { round: 1, status: 'failed' } as const;

    expect(texts([tried(64, 0.1), tried(32, Number.NaN, failure)], 'units=32')[0]).toContain(
      '; units=32, as without tune, has none. ',
    );
  });

  it('warns of settings that failed or were cut', () => {
    const failure = { status: 'failed', reason: 'Too much memory.' } as const;
    const settings = [tried(32, 0.1, { status: 'cut' }), tried(16, Number.NaN, failure)];

    expect(texts(settings, 'units=32').slice(1)).toEqual([
      'WARN 1 of 2 settings of tune could not be fitted, the first because: Too much memory.',
      'WARN 1 of 2 settings of tune were stopped early, as all of them have half of max_time: another run may choose otherwise. Raise max_time, or try fewer.',
    ]);
  });

  it('names no best one where the first round was stopped', () => {
    const none = { status: 'not tried' } as const;

    expect(texts([tried(32, Number.NaN, none)], 'units=32', 1)).toEqual([
      'WARN tune was stopped in round 1, which therefore chose nothing.',
    ]);
  });
});
