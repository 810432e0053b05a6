/**
 * Makes rows of forty fields, of which some have one odd field, and some are a little odd in each.
 *
 * @module
 */
import { createRandom, type Random } from '../../../src/random.ts';
import { AROUND } from '../../../tools/local-splunk/hosts/host-attacks.ts';
import { NORMAL } from '../../../tools/local-splunk/hosts/host-events.ts';
import type { Table } from '../../../tools/local-splunk/table.ts';

const NUMBERS = 20;
const CATEGORIES = 20;
const VALUES = 6;
const HOSTS = 10;
const PAUSE = 60;

/** A row in so many is odd, and the rows between count nowhere until a window has passed. */
const EVERY = 50;
const ECHO = 10;

export const FIELDS = [
  ...Array.from({ length: NUMBERS }, (_, at) => `n${at}`),
  ...Array.from({ length: CATEGORIES }, (_, at) => `c${at}`),
];

export const ODD_KINDS = ['one number', 'one value', 'all a little'] as const;
type Kind = (typeof ODD_KINDS)[number] | typeof NORMAL;

/** The last row of a host, which its next one follows. */
interface HostState {
  readonly levels: Float64Array;
  readonly values: Int32Array;
}

/** @param hasOdd - whether some rows are odd */
export function makeManyFields(count: number, seed: number, hasOdd: boolean): Table {
  const random = createRandom(seed);
  const hosts = Array.from({ length: HOSTS }, (): HostState => {
    const levels = Float64Array.from({ length: NUMBERS }, () => random.normal());
    return { levels, values: new Int32Array(CATEGORIES) };
  });
  const rows = Array.from({ length: count }, (_, row) => {
    const place = Math.floor(row / HOSTS) % EVERY;
    const odd = ODD_KINDS[Math.floor(row / HOSTS / EVERY) % ODD_KINDS.length] ?? NORMAL;
    const kind: Kind = hasOdd && place === 0 ? odd : NORMAL;
    const isAround = hasOdd && place > 0 && place <= ECHO;
    const host = hosts[row % HOSTS] as HostState;
    const cells = rowOf(host, kind, random);
    return [String(row * PAUSE), `host${row % HOSTS}`, ...cells, isAround ? AROUND : kind];
  });
  return { fields: ['_time', 'host', ...FIELDS, 'kind'], rows };
}

/** A number is log-normal around a level that moves slowly; a value mostly follows the one before. */
function rowOf({ levels, values }: HostState, kind: Kind, random: Random): string[] {
  const spread = kind === 'all a little' ? 1.8 : 1;
  const numbers = Array.from(levels, (level, at) => {
    levels[at] = 0.9 * level + 0.3 * random.normal();
    return Math.exp(level + 0.5 * spread * random.normal());
  });
  const texts = Array.from(values, (value, at) => {
    const isJump = random.uniform() < (kind === 'all a little' ? 0.25 : 0.1);
    const next = isJump ? random.integer(VALUES) : (value + 1) % VALUES;
    values[at] = next;
    return `v${next}`;
  });
  const field = random.integer(NUMBERS);
  if (kind === 'one number') numbers[field] = 300 * (numbers[field] ?? 0);
  if (kind === 'one value') texts[field] = 'never';
  return [...numbers.map((value) => value.toPrecision(6)), ...texts];
}
