/**
 * Invents blocks of a distributed file system, whose replicas are written, read and deleted side by side: many short
 * entities of some 8 to 40 rows. Some go wrong, in one of six ways. The same seed gives the same rows.
 *
 * @module
 */
import { createRandom, type Random, shuffle } from '../../../src/random.ts';
import type { Table } from '../../../tools/local-splunk/table.ts';

export const BLOCK_KINDS = [
  'stops early',
  'rare key',
  'burst of exceptions',
  'missing replica',
  'wrong count',
  'wrong order',
] as const;
export const NORMAL = 'normal';
export type BlockKind = (typeof BLOCK_KINDS)[number] | typeof NORMAL;

export interface BlocksOptions {
  readonly seed: number;
  /** The number of blocks of each kind. */
  readonly blocks: Partial<Record<BlockKind, number>>;
  /** The start, in epoch seconds. */
  readonly start?: number;
}

const FIELDS = ['_time', 'block', 'key', 'kind'];
const START = Date.UTC(2026, 2, 2, 8) / 1000;

const REPLICAS = 3;
/** A block begins so many seconds after the one before. */
const APART = 2;
/** These keys come in one of so many normal blocks each, or in none. */
const RARE_KEYS = Array.from({ length: 12 }, (_, at) => `rare${at}`);
const RARE_SHARE = 0.0006;
const UNKNOWN_KEYS = ['unknown0', 'unknown1', 'unknown2'];

/** A key, and the seconds since its block began. */
interface Logged {
  readonly at: number;
  readonly key: string;
}

/** Makes rows in the order of time, whole seconds: `_time, block, key, kind`. */
export function makeBlocks({ seed, blocks, start = START }: BlocksOptions): Table {
  const random = createRandom(seed);
  const kinds = Object.entries(blocks).flatMap(([kind, count]) =>
    Array.from({ length: count }, () => kind as BlockKind),
  );
  shuffle(kinds, random);
  const rows = kinds.flatMap((kind, at) =>
    makeBlock(kind, random).map((logged) => {
      const time = Math.floor(start + at * APART + logged.at);
      return [String(time), `b${seed}_${at}`, logged.key, kind];
    }),
  );
  return { fields: FIELDS, rows: rows.toSorted((a, b) => Number(a[0]) - Number(b[0])) };
}

function makeBlock(kind: BlockKind, random: Random): readonly Logged[] {
  const written = inOrder(write(kind, random));
  if (kind === 'stops early') return written.slice(0, 3 + random.integer(written.length - 4));
  const end = written.at(-1)?.at ?? 0;
  const used = inOrder([...written, ...use(end, random), ...remove(kind, end, random)]);
  return kind === 'rare key' ? withRare(used, random) : withChance(used, random);
}

/** Each replica is received, closed, and told to the name node; one of them in its own way, where the block goes wrong. */
function write(kind: BlockKind, random: Random): Logged[] {
  const seconds = 5 + 60 * random.uniform();
  const failing = random.integer(REPLICAS);
  const logged = [{ at: random.uniform(), key: 'allocate' }];
  for (let replica = 0; replica < REPLICAS; replica++) {
    const fails = FAILING[kind];
    const closed = seconds + 1.5 * random.uniform();
    logged.push({ at: 0.2 + random.uniform(), key: 'receiving' });
    const own = replica === failing && fails !== undefined ? fails : closeReplica;
    logged.push(...own(closed, random));
  }
  // Writes fail in some normal blocks as well, and are done again.
  if (random.uniform() < 0.01) {
    for (const key of ['write exception', 'receiving', 'closing', 'received', 'stored']) {
      logged.push({ at: seconds + 3, key });
    }
  }
  return logged;
}

type CloseReplica = (closed: number, random: Random) => Logged[];

function closeReplica(closed: number, random: Random): Logged[] {
  // A few replicas are closed the other way round.
  const order = random.uniform() < 0.1 ? ['received', 'closing'] : ['closing', 'received'];
  const own = order.map((key) => ({ at: closed, key }));
  return [...own, { at: closed + 2 * random.uniform(), key: 'stored' }];
}

const FAILING: Partial<Record<BlockKind, CloseReplica>> = {
  'missing replica': () => [],
  'burst of exceptions': (closed, random) =>
    Array.from({ length: 1 + random.integer(3) }, (_, at) => {
      return { at: closed + at, key: 'write exception' };
    }),
  'wrong count': (closed, random) => {
    const more = Array.from({ length: 1 + random.integer(2) }, () => {
      return { at: closed + 2 * random.uniform(), key: 'stored' };
    });
    return [...closeReplica(closed, random), ...more];
  },
};

/** Blocks are read, verified and copied, or none of these. */
function use(end: number, random: Random): Logged[] {
  const logged: Logged[] = [];
  const later = (): number => end + 60 + 3000 * random.uniform();
  if (random.uniform() < 0.3) {
    const from = later();
    const count = 1 + random.integer(6);
    for (let at = 0; at < count; at++) {
      logged.push({ at: from + 5 * at, key: 'serving' });
      const key = random.uniform() < 0.06 ? 'serve exception' : 'served';
      logged.push({ at: from + 5 * at + 1, key });
    }
  }
  while (random.uniform() < 0.3) logged.push({ at: later(), key: 'verified' });
  if (random.uniform() < 0.05) {
    const from = later();
    for (const key of ['ask copy', 'start copy', 'receiving copy', 'copied', 'stored']) {
      logged.push({ at: from, key });
    }
  }
  return logged;
}

/** Two of three blocks are deleted in the end, each replica of its own. */
function remove(kind: BlockKind, end: number, random: Random): Logged[] {
  const isEarly = kind === 'wrong order';
  if (!isEarly && random.uniform() < 0.35) return [];
  const from = isEarly ? end - 1.5 : end + 4000;
  return Array.from({ length: REPLICAS }, () => [
    { at: from + random.uniform(), key: 'invalidate' },
    { at: from + 1 + 30 * random.uniform(), key: 'delete' },
  ]).flat();
}

function withRare(logged: readonly Logged[], random: Random): Logged[] {
  const keys = random.uniform() < 0.5 ? RARE_KEYS : UNKNOWN_KEYS;
  return inserted(logged, keys[random.integer(keys.length)] as string, random);
}

/** Normal blocks have a rare key by chance. */
function withChance(logged: readonly Logged[], random: Random): readonly Logged[] {
  const key = RARE_KEYS.find(() => random.uniform() < RARE_SHARE);
  return key === undefined ? logged : inserted(logged, key, random);
}

function inserted(logged: readonly Logged[], key: string, random: Random): Logged[] {
  const place = 1 + random.integer(logged.length);
  return logged.toSpliced(place, 0, { at: (logged[place - 1] as Logged).at, key });
}

function inOrder(logged: readonly Logged[]): Logged[] {
  return logged.toSorted((a, b) => a.at - b.at);
}
