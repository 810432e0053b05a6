/**
 * Invents processes that call a system one call after the other: programs have grammars, and some processes
 * break them, all the way or for a short burst. The same seed gives the same rows.
 *
 * @module
 */
import { createRandom, type Random, shuffle } from '../../../src/random.ts';
import type { Table } from '../../../tools/local-splunk/table.ts';

export const CALL_KINDS = ['another grammar', 'short burst'] as const;
export const NORMAL = 'normal';
export type CallKind = (typeof CALL_KINDS)[number] | typeof NORMAL;

export interface CallsOptions {
  readonly seed: number;
  /** The number of processes of each kind. */
  readonly processes: Partial<Record<CallKind, number>>;
  /** The start, in epoch seconds. */
  readonly start?: number;
}

const FIELDS = ['_time', 'process', 'call', 'kind'];
const START = Date.UTC(2026, 2, 2, 8) / 1000;

const PROGRAMS = 8;
const CALLS = 40;
/** After a call these shares of its program's next calls are one of three. */
const NEXT_SHARES = [0.6, 0.3, 0.1];
/** In a process at most this share of calls is drawn from all calls, as no two processes are alike. */
const MOST_NOISE = 0.1;
/** In a process of another grammar, this share of calls follows it. */
const OTHER_SHARE = 0.07;
/** A burst of another grammar has so many calls; it stands in a process that is at least so long. */
const BURST = 12;
const LEAST_AROUND = 200;
const [SHORTEST, LONGEST] = [20, 2000];
/** A process begins so many seconds after the one before; a call follows the last one after this. */
const APART = 60;
const STEP = 0.05;

type Grammar = readonly (readonly number[])[];

/** Makes rows in time order: `_time, process, call, kind`. */
export function makeCalls({ seed, processes, start = START }: CallsOptions): Table {
  // The grammars do not depend on the seed of the rows, so that training and scored rows share them.
  const grammars = Array.from({ length: PROGRAMS + 1 }, (_, at) => makeGrammar(createRandom(at)));
  const random = createRandom(seed + PROGRAMS + 1);
  const kinds = Object.entries(processes).flatMap(([kind, count]) =>
    Array.from({ length: count }, () => kind as CallKind),
  );
  shuffle(kinds, random);
  const rows = kinds.flatMap((kind, at) => {
    const first = start + at * APART;
    return makeProcess(kind, grammars, random).map((call, index) => {
      return [(first + index * STEP).toFixed(3), `p${seed}_${at}`, `call${call}`, kind];
    });
  });
  return { fields: FIELDS, rows: rows.toSorted((a, b) => Number(a[0]) - Number(b[0])) };
}

function makeGrammar(random: Random): Grammar {
  return Array.from({ length: CALLS }, () => NEXT_SHARES.map(() => random.integer(CALLS)));
}

function makeProcess(kind: CallKind, grammars: readonly Grammar[], random: Random): number[] {
  const grammar = grammars[random.integer(PROGRAMS)] as Grammar;
  const other = grammars[PROGRAMS] as Grammar;
  const shortest = kind === 'short burst' ? LEAST_AROUND : SHORTEST;
  const length = Math.round(shortest * (LONGEST / shortest) ** random.uniform());
  const noise = MOST_NOISE * random.uniform();
  const burst = random.integer(Math.max(1, length - BURST));
  const calls = [random.integer(CALLS)];
  while (calls.length < length) {
    const isOther =
      kind === 'another grammar'
        ? random.uniform() < OTHER_SHARE
        : kind === 'short burst' && calls.length >= burst && calls.length < burst + BURST;
    const before = calls.at(-1) as number;
    if (isOther) calls.push(nextCall(other, before, random));
    else if (random.uniform() < noise) calls.push(random.integer(CALLS));
    else calls.push(nextCall(grammar, before, random));
  }
  return calls;
}

function nextCall(grammar: Grammar, before: number, random: Random): number {
  const drawn = random.uniform();
  const place = NEXT_SHARES.findIndex((_, at) => {
    return drawn < NEXT_SHARES.slice(0, at + 1).reduce((sum, share) => sum + share, 0);
  });
  return (grammar[before] as readonly number[])[Math.max(0, place)] as number;
}
