/**
 * Says what a family of generated names is, and what its algorithms share.
 *
 * @module
 */

/** A calendar day, UTC. */
export interface Day {
  readonly year: number;
  /** The month, 1 to 12. */
  readonly month: number;
  /** The day of the month, 1 to 31. */
  readonly day: number;
}

/** Names without a top-level domain, one after the other, without end. */
export type Names = Generator<string, never, undefined>;

/** How names come about, in the words of Plohmann and others 2016. */
export type Kind = 'arithmetic' | 'hash' | 'wordlist' | 'permutation';

/** Returns the next names that are not yet among those taken, and adds them to these. */
export function takeNew(names: Names, count: number, taken = new Set<string>()): string[] {
  const found: string[] = [];
  while (found.length < count) {
    const name = names.next().value;
    if (taken.has(name)) continue;
    taken.add(name);
    found.push(name);
  }
  return found;
}

/** Returns the letter of a number, `a` for 0. */
export function letterOf(number: number): string {
  return String.fromCharCode(97 + number);
}

/** Makes a text of so many characters. */
export function textOf(length: number, character: (at: number) => string): string {
  return Array.from({ length }, (_, at) => character(at)).join('');
}

/** Returns the low 32 bits as a number from 0 on. */
export function low32(number: number): number {
  return number >>> 0;
}
