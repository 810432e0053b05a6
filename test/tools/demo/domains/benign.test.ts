import { expect, it } from '@jest/globals';
import { createRandom } from '../../../../src/random.ts';
import { makeBenignName } from '../../../../tools/demo/domains/benign.ts';

it('makes labels that DNS allows, the same ones of a seed', () => {
  const make = (): string[] => {
    const random = createRandom(7);
    return Array.from({ length: 2000 }, () => makeBenignName(random));
  };
  const names = make();
  expect(make()).toEqual(names);
  for (const name of names) expect(name).toMatch(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/);
  expect(new Set(names).size).toBeGreaterThan(1500);
});
