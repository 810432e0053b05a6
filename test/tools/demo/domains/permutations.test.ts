import { expect, it } from '@jest/globals';
import { takeNew } from '../../../../tools/demo/domains/lists.ts';
import { banjoriNames, charbotNames } from '../../../../tools/demo/domains/permutations.ts';

it('banjori makes the names that were published', () => {
  expect(takeNew(banjoriNames('earnestnessbiophysicalohax'), 4)).toEqual([
    'kwtoestnessbiophysicalohax',
    'rvcxestnessbiophysicalohax',
    'hjbtestnessbiophysicalohax',
    'txmoestnessbiophysicalohax',
  ]);
});

it('charbot changes two characters of a name that has six or more', () => {
  const date = { seed: 1, year: 2019, month: 3, day: 4 };
  for (const name of takeNew(charbotNames(['short', 'morningtea'], date), 100)) {
    expect(name).toHaveLength(10);
    expect([...name].filter((character, at) => character !== 'morningtea'[at])).toHaveLength(2);
  }
});
