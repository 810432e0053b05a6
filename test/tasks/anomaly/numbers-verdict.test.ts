import { describe, expect, it } from '@jest/globals';
import { numbersVerdict } from '../../../src/tasks/anomaly/numbers-verdict.ts';
import { decidingPart } from '../../support/rows/deciding-part.ts';

const EVEN = [256, 256];

const said = (network: number, numbers: number | undefined, count: number): string | undefined => {
  const best = { name: 'bigram frequency', metrics: { surprise: network === 20 ? 19 : 10 } };
  return numbersVerdict(decidingPart({ surprise: network }, { best }), numbers, EVEN, count);
};

describe('numbersVerdict', () => {
  it('says that the forecast knows the numbers better than the network', () => {
    expect(said(10.5, 7, 800)).toBe(
      'Better than bigram frequency by the linear forecast of numbers, which scores hold beside the network: 7 bits a row on 800 validation rows against 10, and 10.5 of the network alone; score rows with | lstmscore.',
    );
  });

  it.each<[string, number, number | undefined, number]>([
    ['the network is better', 7, 7, 800],
    ['the forecast is hardly better than counts', 10.5, 9.95, 800],
    ['there is no forecast', 10.5, undefined, 800],
    ['few rows can tell', 10.5, 7, 19],
    ['the forecast is no better than chance', 20, 17, 800],
  ])('says nothing where %s', (_, network, numbers, count) => {
    expect(said(network, numbers, count)).toBeUndefined();
  });
});
