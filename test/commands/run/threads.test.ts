import { describe, expect, it } from '@jest/globals';
import { fitThreads, scoreThreads, type ThreadsOption } from '../../../src/commands/run/threads.ts';

const MUCH = 1e12;

describe('fitThreads', () => {
  it.each<[ThreadsOption, string, number, number, number, string]>([
    ['auto', '1763800000.42', 16, MUCH, 4, 'a typed search'],
    ['auto', 'scheduler__admin__search__RMD5_at_1763800000_1', 16, MUCH, 2, 'a scheduled search'],
    ['auto', '1763800000.42', 2, MUCH, 2, 'a machine with two processors'],
    ['auto', '1763800000.42', 16, 1e8, 1, 'little work'],
    ['auto', '1763800000.42', 16, 9e9, 2, 'work for two'],
    [8, '1763800000.42', 16, MUCH, 8, 'a number'],
    [8, 'scheduler__x', 16, MUCH, 8, 'a number in a scheduled search'],
    [64, '1763800000.42', 16, MUCH, 16, 'more than there are processors'],
    [8, '1763800000.42', 16, 1e8, 1, 'a number for little work'],
    [1, '1763800000.42', 16, MUCH, 1, 'one'],
  ])(
    'threads=%s in %s on %d processors for %d multiply-adds is %d: %s',
    (asked, sid, processors, work, threads) => {
      expect(fitThreads(asked, { sid }, processors, work)).toBe(threads);
    },
  );
});

describe('scoreThreads', () => {
  it.each<[ThreadsOption, number, number, number, number]>([
    ['auto', 100_000, 16, MUCH, 1],
    ['auto', 100_001, 16, MUCH, 2],
    ['auto', 100_001, 1, MUCH, 1],
    ['auto', 100_001, 16, 1e8, 1],
    [4, 1000, 16, MUCH, 4],
    [4, 1000, 2, MUCH, 2],
  ])(
    'threads=%s of %d rows on %d processors for %d multiply-adds is %d',
    (asked, rows, processors, work, threads) => {
      expect(scoreThreads(asked, rows, processors, work)).toBe(threads);
    },
  );
});
