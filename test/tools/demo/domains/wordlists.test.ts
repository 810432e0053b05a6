import { expect, it } from '@jest/globals';
import { takeNew } from '../../../../tools/demo/domains/lists.ts';
import { goziNames, matsnuNames, suppoboxNames } from '../../../../tools/demo/domains/wordlists.ts';
import { FIRST_WORDS, LAST_WORDS, TEXT_WORDS } from '../../../../tools/demo/domains/words.ts';

const date = { year: 2019, month: 3, day: 4 };

it('has as many words as suppobox has places', () => {
  expect(new Set(FIRST_WORDS).size).toBe(128);
  expect(new Set(LAST_WORDS).size).toBe(256);
  expect([FIRST_WORDS.length, LAST_WORDS.length]).toEqual([128, 256]);
});

it('suppobox joins two words, and has each pair once in 32,768 names', () => {
  const first = FIRST_WORDS.map((_, at) => `${at}-`);
  const second = LAST_WORDS.map((_, at) => String(at));
  const names = suppoboxNames(first, second, date);
  const all = Array.from({ length: 32_768 }, () => names.next().value);
  expect(new Set(all).size).toBe(32_768);
  expect(names.next().value).toBe(all[0]);
});

it('suppobox has the places of published names', () => {
  const numbers = (count: number) => Array.from({ length: count }, (_, at) => ` ${at}`);
  const names = suppoboxNames(numbers(128), numbers(256), { year: 1970, month: 1, day: 1 });
  // The lowest bit of the time is the fourth of the first place, the next one the third of the second place.
  expect(takeNew(names, 4)).toEqual([' 0 0', ' 8 0', ' 0 32', ' 8 32']);
});

it('matsnu joins nouns and verbs until there are 24 characters', () => {
  for (const name of takeNew(matsnuNames(['go'], ['house', 'tea'], { ...date, seed: 1 }), 10)) {
    expect(name).toMatch(/^((house|tea)go)*(house|tea)?$/);
    expect(name.length).toBeGreaterThanOrEqual(24);
    expect(name.length).toBeLessThan(24 + 5);
  }
});

it('gozi joins words and halves of words to 12 to 24 characters', () => {
  const names = takeNew(goziNames(TEXT_WORDS, { ...date, seed: 1 }), 200);
  for (const name of names) expect(name).toMatch(/^[a-z]{12,24}$/);
  const word = new RegExp(
    `^(${TEXT_WORDS.flatMap((each) => [each, each.slice(0, each.length >> 1)]).join('|')})+$`,
  );
  expect(names.filter((name) => !word.test(name))).toEqual([]);
});
