import { describe, expect, it } from '@jest/globals';
import {
  estimateFields,
  estimateNotice,
  estimateWithin,
} from '../../../src/commands/fit/fit-estimate.ts';

const prepared = {
  bytes: 300.5 * 2 ** 20,
  duration: (threads: number) => ({
    epochSeconds: 50 / threads,
    seconds: 1234 / threads,
    refitSeconds: 0,
  }),
};

describe('estimateWithin', () => {
  it('counts no more than the time limit', () => {
    expect(estimateWithin(prepared, 2, 600)).toEqual({
      megabytes: 301,
      epochSeconds: 25,
      seconds: 600,
    });
    expect(estimateWithin(prepared, 2, 6000).seconds).toBe(617);
  });

  it('counts the fits that are tried before, each kind up to its share of the time', () => {
    const trials = [
      { fits: 0.5, share: 1 },
      { fits: 3, share: 0.1 },
    ];

    // 617 s for the model, half of that for the first ones, and a tenth of the limit for the others.
    expect(estimateWithin(prepared, 2, 2000, trials).seconds).toBe(617 + 308.5 + 200);
    expect(estimateWithin(prepared, 2, 600, trials).seconds).toBe(600);
  });

  it('refuses what the time would not do for', () => {
    expect(() => estimateWithin(prepared, 1, 4)).toThrow(
      'would take about 50 s, and 4 s are allowed',
    );
  });
});

describe('estimateNotice', () => {
  it.each([
    [617, 25, '620 s of at most 1,200 s, 25 s an epoch'],
    [3, 0.2, '3 s of at most 1,200 s, less than 1 s an epoch'],
  ])('says %d s with two digits', (seconds, epochSeconds, time) => {
    const estimate = { megabytes: 1301, seconds, epochSeconds };

    expect(estimateNotice(estimate, 4000, 1200)).toEqual({
      level: 'INFO',
      text: `Estimated before training: 1,301 MB of at most 4,000 MB, ${time}.`,
    });
  });
});

describe('estimateFields', () => {
  it('are columns of the summary', () => {
    expect(estimateFields({ megabytes: 301, seconds: 617.3, epochSeconds: 25 })).toEqual({
      estimated_memory_mb: 301,
      estimated_seconds: 620,
    });
  });
});
