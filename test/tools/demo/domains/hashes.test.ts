import { expect, it } from '@jest/globals';
import { dyreNames, newgozNames, padcryptNames } from '../../../../tools/demo/domains/hashes.ts';
import { takeNew } from '../../../../tools/demo/domains/lists.ts';

it('newgoz makes the names that were published', () => {
  const names = newgozNames(Buffer.from([1, 5, 25, 53]), { year: 2015, month: 8, day: 31 });
  expect(takeNew(names, 3)).toEqual([
    'xzz3ug32bale1uo60y7xj6rge',
    '1hyzmw3l2phycet88hzr2do34',
    '2ppq821cfem5m1mdua46pxg7bj',
  ]);
});

it('padcrypt makes the names that were published', () => {
  const names = padcryptNames(':', { year: 2016, month: 3, day: 6 });
  expect(takeNew(names, 3)).toEqual(['elkfcfnacacmofdf', 'mkmeeefncfnfdmbm', 'ffcdcnbmmnaeddcd']);
});

it('dyre makes a letter, which follows the alphabet, and 33 digits', () => {
  const names = takeNew(dyreNames({ year: 2019, month: 3, day: 4 }), 27);
  for (const name of names) expect(name).toMatch(/^[a-z][0-9a-f]{33}$/);
  expect(names.map(([letter]) => letter).join('')).toBe('abcdefghijklmnopqrstuvwxyza');
});
