import { describe, expect, it } from '@jest/globals';
import { surpriseDoubt } from '../../../src/tasks/anomaly/surprise-doubt.ts';
import { decidingPart } from '../../support/rows/deciding-part.ts';

describe('surpriseDoubt', () => {
  const sizes = [256, 256, 256, 256];

  it.each<[string, number, number, RegExp | undefined, ('row' | 'character')?]>([
    [
      'noise',
      31.9,
      32.2,
      /^No better than chance: 31\.9 bits a row on 800 validation rows, where values drawn by lot give 32, so scores are of noise\. /,
    ],
    [
      'no more than rare values',
      5,
      5.02,
      /^No better than counting values: 5 bits a row on 800 validation rows, where how often each value occurs gives 5\.02, so scores only tell which values are rare, by themselves or together\. /,
    ],
    [
      'no more than rare characters',
      5,
      5.02,
      /^No better than counting values: 5 bits a character on 800 validation rows, where how often each value occurs gives 5\.02, so scores only tell which characters are rare\. /,
      'character',
    ],
    ['what follows', 4.9, 5.02, undefined],
  ])('is of a model that tells %s', (_, surprise, frequency, expected, unit = 'row') => {
    const found = surpriseDoubt(decidingPart({ surprise }), { surprise: frequency }, sizes, {
      count: 800,
      unit,
    });

    if (expected === undefined) expect(found).toBeUndefined();
    else expect(found?.notice.text).toMatch(expected);
  });

  it('is none of too few rows to tell', () => {
    expect(
      surpriseDoubt(decidingPart({ surprise: 32 }), { surprise: 32 }, sizes, {
        count: 19,
        unit: 'row',
      }),
    ).toBeUndefined();
  });
});
