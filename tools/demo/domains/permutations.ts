/**
 * Makes the names of families that change other names, written anew from published descriptions.
 *
 * @module
 */
import { createRandom } from '../../../src/random.ts';
import { pick } from '../draw.ts';
import type { Day, Names } from './lists.ts';

/**
 * Banjori: the first four letters of a name change, each time those of the name before.
 *
 * @see Bader, The DGA of Banjori, 2015
 */
export function* banjoriNames(first: string): Names {
  const [head, tail] = [[...first.slice(0, 4)].map(numberOf), first.slice(4)];
  let [a, b, c, d] = head as [number, number, number, number];
  for (;;) {
    // The published sums are of codes: a letter's code is 97 more than its number.
    a = (a + d + 97) % 26;
    b = (a + 2 * b + 97 * 2) % 26;
    c = (a + c + 97 - 1) % 26;
    d = (b + c + d + 97 * 2) % 26;
    yield `${[a, b, c, d].map((letter) => String.fromCharCode(97 + letter)).join('')}${tail}`;
  }
}

function numberOf(letter: string): number {
  return letter.charCodeAt(0) - 97;
}

const CHARACTERS = [...'abcdefghijklmnopqrstuvwxyz0123456789'];

/**
 * CharBot: two characters of a benign name, of six characters or more, are replaced. Researchers made it to
 * show how little evades a detector; no malware uses it.
 *
 * @see Peck and others, CharBot, 2019
 */
export function* charbotNames(
  benign: readonly string[],
  { seed, year, month, day }: Day & { readonly seed: number },
): Names {
  const random = createRandom(seed + Date.UTC(year, month - 1, day) / 86_400_000);
  const long = benign.filter((name) => name.length >= 6);
  for (;;) {
    const name = [...pick(random, long)];
    const first = random.integer(name.length);
    const second = (first + 1 + random.integer(name.length - 1)) % name.length;
    for (const at of [first, second]) {
      name[at] = pick(
        random,
        CHARACTERS.filter((character) => character !== name[at]),
      );
    }
    yield name.join('');
  }
}
