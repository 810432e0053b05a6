import { expect, it } from '@jest/globals';
import { mersenneTwister } from '../../../../tools/demo/domains/mersenne.ts';

it('makes the numbers of MT19937', () => {
  // The first ones of the seed 5489, and the 10,000th, which the standard of C++ names.
  const next = mersenneTwister(5489);
  expect([next(), next()]).toEqual([3499211612, 581869302]);
  for (let at = 2; at < 9999; at++) next();
  expect(next()).toBe(4123659995);
});
