/**
 * Makes the names of families that draw letters from a congruential generator or the like, written anew from
 * published descriptions of the malware.
 *
 * @see Bader, https://bin.re and https://johannesbader.ch, 2014 to 2020
 * @module
 */
import { type Day, letterOf, low32, type Names, textOf } from './lists.ts';

/** Corebot: 12 to 23 of 34 characters; z and 9 never occur. */
export function* corebotNames(seed: number, { year, month, day }: Day): Names {
  let state = low32(seed + year + ((month << 8) | day));
  const next = (): number => {
    state = low32(Math.imul(1664525, state) + 1013904223);
    return state;
  };
  const characters = 'abcdefghijklmnopqrstuvwxy012345678';
  for (;;) yield textOf(12 + (next() % 12), () => characters[next() % 34] as string);
}

/** Park and Miller's generator by Schrage's method, in 32 bits without the correction of its sign. */
function parkMiller(seed: number): { state: number; next: (bound: number) => number } {
  const generator = {
    state: low32(seed),
    next: (bound: number): number => {
      const { state } = generator;
      generator.state = low32(16807 * (state % 127773) - 2836 * Math.floor(state / 127773));
      return generator.state % bound;
    },
  };
  return generator;
}

/** DirCrypt: 8 to 20 letters. */
export function* dircryptNames(seed: number): Names {
  const { next } = parkMiller(seed);
  for (;;) yield textOf(8 + next(13), () => letterOf(next(26)));
}

/** Ramnit: 8 to 19 letters without z; after each name the state is a product of two states before. */
export function* ramnitNames(seed: number): Names {
  const generator = parkMiller(seed);
  for (;;) {
    const before = BigInt(generator.state);
    const length = 8 + generator.next(12);
    const after = BigInt(generator.state);
    yield textOf(length, () => letterOf(generator.next(25)));
    const product = before * after;
    generator.state = Number(BigInt.asUintN(32, product + (product >> 32n)));
  }
}

/** Fobber: a fixed number of letters, each from a state whose halves change places. */
export function* fobberNames(seed: number, increment: number, length: number): Names {
  let state = low32(seed);
  const next = (): number => {
    const product = low32(Math.imul(321167, state) + increment);
    state = low32((product >>> 16) | (product << 16));
    return (state & 0x17ff) % 26;
  };
  for (;;) yield textOf(length, () => letterOf(next()));
}

const WEEK = 7 * 86_400;

/** Qadars: 12 letters and digits, other names from each Monday on. */
export function* qadarsNames(seed: number, { year, month, day }: Day): Names {
  const time = Date.UTC(year, month - 1, day) / 1000;
  let state = time - ((time - 4 * 86_400) % WEEK);
  const next = (): number => {
    state = (seed - Math.imul(1043968403, state)) & 0x7fffffff;
    return state;
  };
  const characters = 'abcdefghijklmnopqrstuvwxyz0123456789';
  for (;;) {
    yield textOf(12, () => characters[next() % 36] as string);
    // Of this number the malware chooses the top-level domain.
    next();
  }
}

/** Ramdo: 16 letters, which depend on the place of the name in the list. */
export function* ramdoNames(seed: number): Names {
  for (let at = 0; ; at++) {
    const step = low32(2 * seed * (at + 1));
    let state = low32(step ^ low32(26 * seed * at));
    yield textOf(16, (place) => {
      const letter = letterOf(state % 26);
      state = low32(state + (state ^ Math.imul(step, 26 * place * place)));
      return letter;
    });
  }
}

const CONSONANTS = 'qwrtpsdfghjklzxcvbnm';
const VOWELS = 'eyuioa';

/** Simda: consonants and vowels take turns; each name adds a step to a number whose shares are the letters. */
export function* simdaNames(base: number, step: number, length: number): Names {
  for (let number = base + step; ; number += step) {
    yield textOf(length, (at) => {
      const index = Math.floor(number / (3 + 2 * at));
      return (at % 2 === 0 ? CONSONANTS[index % 20] : VOWELS[index % 6]) as string;
    });
  }
}

/**
 * Tinba: 12 letters from b to y, each name from the name before.
 *
 * @param seed - 16 characters
 * @param first - at least 13 characters, of which the dot is the thirteenth at the latest
 */
export function* tinbaNames(seed: string, first: string): Names {
  const start = [...seed].reduce((sum, character) => sum + character.charCodeAt(0), 0);
  for (let name = first; ; ) {
    let [sum, state] = [start, seed.charCodeAt(15)];
    const before = name;
    const letter = (at: number): string => {
      for (; ; sum++) {
        state =
          (((state + before.charCodeAt(at)) ^ (sum & 0xff)) + before.charCodeAt(at + 1)) & 0xff;
        if (state > 0x61 && state < 0x7a) return String.fromCharCode(state);
      }
    };
    const made = textOf(12, letter);
    yield made;
    name = `${made}.com`;
  }
}

/** Zloader: 20 letters from a to y; the seed is what RC4 makes of the day. */
export function* zloaderNames(key: string, { year, month, day }: Day): Names {
  const time = Buffer.alloc(4);
  time.writeUInt32LE(Date.UTC(year, month - 1, day) / 1000);
  const seed = rc4(Buffer.from(key), time).readUInt32LE();
  let state = seed;
  for (;;) {
    yield textOf(20, () => {
      const code = 97 + (state % 25);
      state = low32(seed ^ low32(state + code));
      return String.fromCharCode(code);
    });
  }
}

function rc4(key: Buffer, data: Buffer): Buffer {
  const box = Array.from({ length: 256 }, (_, at) => at);
  const swap = (a: number, b: number): void => {
    [box[a], box[b]] = [box[b] as number, box[a] as number];
  };
  for (let at = 0, other = 0; at < 256; at++) {
    other = (other + (box[at] as number) + (key[at % key.length] as number)) & 0xff;
    swap(at, other);
  }
  let other = 0;
  return data.map((byte, index) => {
    const at = (index + 1) & 0xff;
    other = (other + (box[at] as number)) & 0xff;
    swap(at, other);
    return byte ^ (box[((box[at] as number) + (box[other] as number)) & 0xff] as number);
  }) as Buffer;
}
