/**
 * Makes the names of families that mix the bits of the day, written anew from published descriptions.
 *
 * @see Bader, https://bin.re and https://johannesbader.ch, 2014 to 2016
 * @module
 */
import { type Day, letterOf, low32, type Names, textOf } from './lists.ts';
import { mersenneTwister } from './mersenne.ts';

const BITS = (1n << 64n) - 1n;

/** Mixes 64 bits; how often depends on the low seven. */
function necursMix(number: bigint): bigint {
  const rounds = (number & 0x7fn) + 21n;
  let mixed = number;
  for (let round = 0n; round < rounds; round++) {
    mixed = (mixed + ((mixed * 7n) ^ (mixed << 15n)) + 8n * round - (mixed >> 5n)) & BITS;
  }
  return mixed;
}

/** Necurs: 7 to 21 letters without z, others every four days. */
export function* necursNames(seed: number, { year, month, day }: Day): Names {
  const ofMonth = necursMix(necursMix(BigInt(year)) + BigInt(month + 43_690));
  const ofDay = necursMix(ofMonth + BigInt(day >> 2));
  for (let at = 0n; ; at++) {
    let state = necursMix(necursMix(ofDay + at) + BigInt(seed));
    const length = Number(state % 15n) + 7;
    yield textOf(length, (place) => {
      state = necursMix(state + BigInt(place));
      const letter = letterOf(Number(state % 25n));
      state = necursMix(state + 0xabbedfn);
      return letter;
    });
  }
}

/** Ranbyus of May 2015: 14 letters without z; day, month, year and seed are mixed on from letter to letter. */
export function* ranbyusNames(first: number, date: Day): Names {
  let { year, month, day } = date;
  let seed = low32(first);
  for (;;) {
    yield textOf(14, () => {
      day = low32((day >>> 15) ^ (16 * ((day & 0x1fff) ^ (4 * low32(seed ^ day)))));
      year = low32(((year & 0xfffffff0) << 17) ^ (low32(year ^ Math.imul(7, year)) >>> 11));
      month = low32(Math.imul(14, month & 0xfffffffe) ^ (low32(month ^ Math.imul(4, month)) >>> 8));
      seed = low32((seed >>> 6) ^ ((low32(day + Math.imul(8, seed)) << 8) & 0x3ffff00));
      return letterOf(low32(day ^ month ^ year) % 25);
    });
  }
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** Qakbot: 8 to 25 letters; the seed of a Mersenne twister is a checksum of the third of a month. */
export function* qakbotNames(salt: number, { year, month, day }: Day): Names {
  const third = Math.min(2, Math.floor((day - 1) / 10));
  const text = `${third}.${MONTHS[month - 1]}.${year}.${salt.toString(16).padStart(8, '0')}`;
  const next = mersenneTwister(crc32(text));
  const between = (low: number, high: number): number =>
    low + Math.floor(((next() & 0xfffffff) / 2 ** 28) * (high - low + 1));
  for (;;) {
    // Of this number the malware chooses the top-level domain.
    between(0, 5);
    yield textOf(between(8, 25), () => letterOf(between(0, 25)));
  }
}

/** Computes the checksum of zip and PNG. */
function crc32(text: string): number {
  let checksum = 0xffffffff;
  for (const byte of Buffer.from(text)) {
    checksum ^= byte;
    for (let bit = 0; bit < 8; bit++) {
      checksum = checksum & 1 ? (checksum >>> 1) ^ 0xedb88320 : checksum >>> 1;
    }
  }
  return low32(~checksum);
}
