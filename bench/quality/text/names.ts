/**
 * Reads the domain names beside the checkout: benign ones, and those of eight families of malware.
 *
 * @module
 */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createRandom, shuffle } from '../../../src/random.ts';
import { readCsvFile } from '../../../tools/local-splunk/csv-file.ts';
import { type Table, toRecords } from '../../../tools/local-splunk/table.ts';

export interface DomainName {
  readonly query: string;
  readonly family: string;
}

export interface NameSets {
  readonly train: readonly DomainName[];
  readonly test: readonly DomainName[];
}

export const BENIGN = 'benign';

/** So many of the 58,500 names train, of which a fit holds some out itself. */
const TRAINING = 31_500;

const FILE = fileURLToPath(new URL('../../../../shared/data/dga_domains.csv.gz', import.meta.url));

export function hasNames(): boolean {
  return existsSync(FILE);
}

/** Deals the names into two sets at random. */
export function readNames(seed: number): NameSets {
  const names = toRecords(readCsvFile(FILE)).map(({ query, family }): DomainName => {
    return { query: String(query), family: String(family) };
  });
  const dealt = shuffled(names, seed);
  return { train: dealt.slice(0, TRAINING), test: dealt.slice(TRAINING) };
}

/** Returns the names in a random order. */
export function shuffled(names: readonly DomainName[], seed: number): readonly DomainName[] {
  const order = Int32Array.from(names.keys());
  shuffle(order, createRandom(seed));
  return Array.from(order, (at) => names[at] as DomainName);
}

/** Returns the names as rows of a search, in their order, with a label. */
export function toTable(names: readonly DomainName[]): Table {
  const rows = names.map(({ query, family }) => [query, isBenign(family) ? BENIGN : 'dga', family]);
  return { fields: ['query', 'label', 'family'], rows };
}

function isBenign(family: string): boolean {
  return family === BENIGN;
}
