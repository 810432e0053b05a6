/**
 * Makes the names of families that join words, written anew from published descriptions. The words are our
 * own ones, not those of the malware.
 *
 * @module
 */
import { createRandom } from '../../../src/random.ts';
import { pick } from '../draw.ts';
import { type Day, low32, type Names } from './lists.ts';

/** Which bit of the two places in the lists each bit of the time is. */
const SUPPOBOX_PLACES = [3, 9, 13, 6, 2, 4, 11, 7, 14, 1, 10, 5, 8, 12, 0];

/**
 * Suppobox: two words, others every 512 seconds. The lowest 15 bits of the time, in another order, are two
 * places: of 128 words and of 256.
 *
 * @see Geffner, End-To-End Analysis of a Domain Generating Algorithm Malware Family, 2013
 */
export function* suppoboxNames(
  first: readonly string[],
  second: readonly string[],
  { year, month, day }: Day,
): Names {
  for (let time = Date.UTC(year, month - 1, day) / 512_000; ; time++) {
    const bits: number[] = [];
    for (const [bit, place] of SUPPOBOX_PLACES.entries()) {
      bits[place] = (Math.floor(time) >> bit) & 1;
    }
    const numberOf = (some: readonly number[]): number => Number.parseInt(some.join(''), 2);
    yield `${first[numberOf(bits.slice(0, 7))]}${second[numberOf(bits.slice(7))]}`;
  }
}

/**
 * Matsnu: nouns and verbs take turns until there are 24 characters. Its own generator is not in its
 * description; ours draws here.
 *
 * @see Skuratovich, Matsnu, Check Point, 2015
 */
export function* matsnuNames(
  verbs: readonly string[],
  nouns: readonly string[],
  { seed, year, month, day }: Day & { readonly seed: number },
): Names {
  const random = createRandom(seed + Date.UTC(year, month - 1, day) / 86_400_000);
  for (;;) {
    let name = '';
    for (let at = 0; name.length < 24; at++) name += pick(random, at % 2 === 0 ? nouns : verbs);
    yield name;
  }
}

/**
 * Gozi: words of a text until there are 12 to 23 characters, of which a third are cut to their half.
 *
 * @see Bader, The DGA of Gozi, 2015
 */
export function* goziNames(
  words: readonly string[],
  { seed, year, month, day }: Day & { readonly seed: number },
): Names {
  const days = (Date.UTC(year, month - 1, day) - Date.UTC(2015, 0, 1)) / 86_400_000;
  let state = low32(seed + Math.floor(days / 4));
  const next = (): number => {
    state = low32(Math.imul(1664525, state) + 1013904223);
    return state;
  };
  for (;;) {
    const length = 12 + (next() % 12);
    let name = '';
    while (name.length < length) {
      const word = words[next() % words.length] as string;
      const part = next() % 3 === 0 ? word.slice(0, word.length >> 1) : word;
      if (name.length + part.length <= 24) name += part;
    }
    yield name;
  }
}
