import { expect, it } from '@jest/globals';
import { secondsWithTrials } from '../../src/estimate/trials.ts';

it('adds all that is tried, within its share of the time, and the refit of the model alone', () => {
  const fit = { seconds: 10, refitSeconds: 23 };
  const trials = [
    { fits: 3, share: 1 },
    { fits: 50, share: 0.5 },
  ];

  expect(secondsWithTrials(fit, [], 600)).toBe(33);
  expect(secondsWithTrials(fit, trials, 600)).toBe(33 + 30 + 300);
});
