/**
 * Lists the families of generated names that the demo has. Seeds, keys and words are our own, so that no
 * name is one that malware asks for.
 *
 * @module
 */
import { createRandom } from '../../../src/random.ts';
import { makeBenignName } from './benign.ts';
import {
  corebotNames,
  dircryptNames,
  fobberNames,
  qadarsNames,
  ramdoNames,
  ramnitNames,
  simdaNames,
  tinbaNames,
  zloaderNames,
} from './congruential.ts';
import { dyreNames, newgozNames, padcryptNames } from './hashes.ts';
import type { Day, Kind, Names } from './lists.ts';
import { necursNames, qakbotNames, ranbyusNames } from './mixing.ts';
import { banjoriNames, charbotNames } from './permutations.ts';
import { goziNames, matsnuNames, suppoboxNames } from './wordlists.ts';
import { FIRST_WORDS, LAST_WORDS, TEXT_WORDS } from './words.ts';

export interface Family {
  readonly name: string;
  /** The year in which it was found or published. */
  readonly year: number;
  readonly kind: Kind;
  /** Whether training rows have names of it. */
  readonly isTrained: boolean;
  /** Makes the names of a day; some families have the same on each day. */
  readonly names: (day: Day) => Names;
}

const SEED = 0x2019;

/** CharBot changes names of its own list, which is another one than that of the benign rows. */
const random = createRandom(SEED);
const changed = Array.from({ length: 500 }, () => makeBenignName(random));

type Row = readonly [name: string, year: number, kind: Kind, names: Family['names']];

const ROWS: readonly Row[] = [
  ['banjori', 2013, 'permutation', () => banjoriNames('harborlightsandmorningtea')],
  ['charbot', 2019, 'permutation', (day) => charbotNames(changed, { ...day, seed: SEED })],
  ['corebot', 2015, 'arithmetic', (day) => corebotNames(SEED, day)],
  ['dircrypt', 2013, 'arithmetic', () => dircryptNames(SEED)],
  ['dyre', 2014, 'hash', dyreNames],
  ['fobber', 2015, 'arithmetic', () => fobberNames(SEED, 12_345, 17)],
  ['gozi', 2014, 'wordlist', (day) => goziNames(TEXT_WORDS, { ...day, seed: SEED })],
  ['matsnu', 2014, 'wordlist', matsnu],
  ['necurs', 2013, 'arithmetic', (day) => necursNames(SEED, day)],
  ['newgoz', 2014, 'hash', (day) => newgozNames(Buffer.from('demo'), day)],
  ['padcrypt', 2016, 'hash', (day) => padcryptNames('#', day)],
  ['qadars', 2016, 'arithmetic', (day) => qadarsNames(SEED, day)],
  ['qakbot', 2013, 'arithmetic', (day) => qakbotNames(SEED, day)],
  ['ramdo', 2013, 'arithmetic', () => ramdoNames(SEED)],
  ['ramnit', 2012, 'arithmetic', () => ramnitNames(SEED)],
  ['ranbyus', 2015, 'arithmetic', (day) => ranbyusNames(SEED, day)],
  ['simda', 2012, 'arithmetic', () => simdaNames(SEED * 65_536, 1997, 7)],
  ['suppobox', 2013, 'wordlist', (day) => suppoboxNames(FIRST_WORDS, LAST_WORDS, day)],
  ['tinba', 2014, 'arithmetic', () => tinbaNames('demoDEMO2019demo', 'harborlights.com')],
  ['zloader', 2020, 'arithmetic', (day) => zloaderNames('demo', day)],
];

/** Names of these are scored only, so that one sees what carries over to families that training lacks. */
const UNTRAINED = ['banjori', 'charbot', 'dyre', 'qadars', 'suppobox', 'tinba'];

function matsnu(day: Day): Names {
  return matsnuNames(FIRST_WORDS, LAST_WORDS, { ...day, seed: SEED });
}

/** All families, by name. */
export const FAMILIES: readonly Family[] = ROWS.map(([name, year, kind, names]) => {
  return { name, year, kind, isTrained: !UNTRAINED.includes(name), names };
});
