/**
 * Makes the names of families that hash the day, written anew from published descriptions.
 *
 * @see Bader, https://johannesbader.ch, 2014 to 2016
 * @module
 */
import { createHash } from 'node:crypto';
import { type Day, letterOf, type Names } from './lists.ts';

/** Dyre: a letter that follows the alphabet, and 33 hexadecimal digits of a SHA-256. */
export function* dyreNames({ year, month, day }: Day): Names {
  for (let at = 0; ; at++) {
    const hash = createHash('sha256').update(`${year}-${month}-${day}${at}`).digest('hex');
    yield letterOf(at % 26) + hash.slice(0, 33);
  }
}

/** The newer Gameover Zeus: the four words of an MD5, each written to base 36. */
export function* newgozNames(key: Buffer, { year, month, day }: Day): Names {
  for (let at = 0; ; at++) {
    const parts = [word(at, 4), word(year, 2), key, word(month, 2), key, word(day, 2), key];
    const hash = createHash('md5').update(Buffer.concat(parts)).digest();
    yield [0, 4, 8, 12].map((from) => hash.readUInt32LE(from).toString(36)).join('');
  }
}

function word(number: number, bytes: number): Buffer {
  const buffer = Buffer.alloc(bytes);
  buffer.writeUIntLE(number, 0, bytes);
  return buffer;
}

/** PadCrypt writes these letters for the digits of a hash. */
const DIGITS = 'abcdnfolmk';

/** PadCrypt: 16 hexadecimal digits of a SHA-256, with letters for digits. */
export function* padcryptNames(separator: string, { year, month, day }: Day): Names {
  for (let at = 0; ; at++) {
    const text = `${day}-${month}-${year}${separator}${at}`;
    const hash = createHash('sha256').update(text).digest('hex').slice(3, 19);
    yield hash.replace(/\d/g, (digit) => DIGITS[Number(digit)] as string);
  }
}
