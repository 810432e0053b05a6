/**
 * Makes names as people choose them, all invented: joined words, made-up words of syllables, abbreviations,
 * numbers, and names that machines have, which look random as well.
 *
 * @module
 */
import type { Random } from '../../../src/random.ts';
import { pick, pickWeighted } from '../draw.ts';
import { letterOf, textOf } from './lists.ts';
import { FIRST_WORDS, LAST_WORDS, SYLLABLES } from './words.ts';

type Maker = (random: Random) => string;

const first: Maker = (random) => pick(random, FIRST_WORDS);
const last: Maker = (random) => pick(random, LAST_WORDS);
const madeUp: Maker = (random) => textOf(2 + random.integer(3), () => pick(random, SYLLABLES));
const letters: Maker = (random) =>
  textOf(2 + random.integer(3), () => letterOf(random.integer(26)));
const number: Maker = (random) => String(pick(random, [1, 2, 3, 4, 7, 21, 24, 123, 247, 360, 365]));

/** How a name is made, and how often of 100. */
const FORMS: readonly (readonly [Maker, number])[] = [
  [last, 8],
  [madeUp, 15],
  [letters, 4],
  [(random) => first(random) + last(random), 17],
  [(random) => last(random) + last(random), 12],
  [(random) => `${first(random)}-${last(random)}`, 5],
  [(random) => `the${last(random)}${last(random)}`, 3],
  [(random) => first(random) + last(random) + last(random), 5],
  [(random) => madeUp(random) + last(random), 8],
  [(random) => `${madeUp(random)}-${madeUp(random)}`, 4],
  [(random) => letters(random) + last(random), 4],
  [(random) => last(random) + number(random), 4],
  [(random) => `${letters(random)}-${madeUp(random)}`, 3],
  [(random) => `my${madeUp(random)}`, 2],
  [(random) => madeUp(random) + pick(random, ['online', 'shop', 'blog', 'tech', 'soft', 'net']), 4],
  // Networks that deliver content name their machines by numbers.
  [(random) => `cdn${random.integer(100)}-${random.integer(4096).toString(16)}`, 1],
  [(random) => textOf(10, () => '0123456789bcdfghjkmnpqrstvwxz'[random.integer(29)] as string), 1],
];

/** Makes a name without a top-level domain. */
export function makeBenignName(random: Random): string {
  return pickWeighted(random, FORMS)(random);
}
