import { describe, expect, it } from '@jest/globals';
import { UserError } from '../../../src/errors.ts';
import {
  dealSettings,
  type OwnSetting,
  type Setting,
  settingText,
  withSetting,
} from '../../../src/fit/search/settings.ts';
import { settingsOf } from '../../support/models/models.ts';
import { resultsOf } from '../../support/rows/rows.ts';

const OWN: OwnSetting = { learning_rate: 0.003, units: [32], dropout: 0, window: 20 };
const results = resultsOf([{ _time: 0, n: 1, y: 1 }]);

const deal = (count: number, options = '', own = OWN): Setting[] =>
  dealSettings(own, settingsOf(results, `y from n into m ${options}`.trim()), count);

describe('dealSettings', () => {
  it('begins with the setting without tune, and all differ', () => {
    const settings = deal(50);

    expect(settings[0]).toEqual({ learning_rate: 0.003, units: 32, dropout: 0, window: 20 });
    expect(new Set(settings.map(settingText)).size).toBe(50);
    for (const { learning_rate = 0 } of settings) {
      expect(learning_rate).toBeGreaterThanOrEqual(0.00037);
      expect(learning_rate).toBeLessThanOrEqual(0.012);
    }
  });

  it('deals the same by the same seed, and others by another', () => {
    expect(deal(8)).toEqual(deal(8));
    expect(deal(8, 'seed=1').slice(1)).not.toEqual(deal(8).slice(1));
  });

  it('leaves what the user gave, and windows where there are none', () => {
    const own = { ...OWN, window: undefined };

    for (const setting of deal(6, 'dropout=0.1 learning_rate=0.01', own)) {
      expect(Object.keys(setting)).toEqual(['units']);
    }
  });

  it('deals fewer settings where there are no more', () => {
    const options = 'learning_rate=0.01 units=8 window=5';

    expect(deal(50, options).map(({ dropout }) => dropout)).toHaveLength(5);
  });

  it('is refused where nothing is left to try', () => {
    expect(() => deal(4, 'learning_rate=0.01 units=8 window=5 dropout=0')).toThrow(
      new UserError(
        'tune has nothing to try, as all of learning_rate, units, dropout and window that matter here were given: leave one of them out, or tune.',
      ),
    );
  });
});

describe('withSetting', () => {
  it('gives the settings that a user would have by typing them', () => {
    const setting = { learning_rate: 0.01, units: 16, dropout: 0.2, window: 5 };
    const tuned = withSetting(settingsOf(results, 'y from n into m tune=8 seed=3'), setting, 8);
    const typed = settingsOf(results, `y from n into m seed=3 ${settingText(setting)}`);

    expect([tuned.network, tuned.training, tuned.sequence]).toEqual([
      typed.network,
      typed.training,
      typed.sequence,
    ]);
    expect(tuned.record).toMatchObject({ tuned: 8, options: typed.record.options });
  });
});
