/**
 * Puts one anomaly into a session of a host.
 *
 * @module
 */
import type { Random } from '../../../src/random.ts';
import type { HostEvent } from './host-work.ts';

export const ANOMALY_KINDS = [
  'unknown event',
  'wrong order',
  'missing step',
  'repetition burst',
  'wrong pace',
] as const;

export type AnomalyKind = (typeof ANOMALY_KINDS)[number];

/** The kind of rows that an anomaly makes look odd, or that begin one that nobody could see yet. */
export const AROUND = 'around';

/** An event with the anomaly that it is part of. */
export interface MarkedEvent extends HostEvent {
  readonly kind?: AnomalyKind | typeof AROUND;
}

/** The event that the audit log was cleared, which no training row has. */
const UNKNOWN = 1102;

const BURST = 12;

const FAST_EVENTS = 8;
const FASTER = 100;

/** Returns a session of a usual host with one anomaly; the events that are wrong are marked. */
export function spoil(
  session: readonly HostEvent[],
  kind: AnomalyKind,
  random: Random,
): MarkedEvent[] {
  return SPOILERS[kind](session, random);
}

type Spoil = (session: readonly HostEvent[], random: Random) => MarkedEvent[];

const SPOILERS: Readonly<Record<AnomalyKind, Spoil>> = {
  'unknown event': (session, random) => {
    const at = inside(session, random);
    return inserted(session, at, [{ code: UNKNOWN, pause: 30, kind: 'unknown event' }]);
  },

  // An end comes before its start.
  'wrong order': (session, random) => {
    const at = pick(random, starts(session));
    const [start, end] = [session[at] as HostEvent, session[endOf(session, at)] as HostEvent];
    const swapped = session.toSpliced(endOf(session, at), 1, { ...end, code: start.code });
    return marked(swapped.toSpliced(at, 1, { ...start, code: end.code }), 'wrong order', [at]);
  },

  // An end comes without its start: the start, and what was between, did not happen.
  'missing step': (session, random) => {
    const at = pick(random, starts(session));
    const left = session.toSpliced(at, endOf(session, at) - at);
    return marked(left, 'missing step', [at]);
  },

  'repetition burst': (session, random) => {
    const at = inside(session, random);
    const { code } = session[at] as HostEvent;
    const burst = Array.from({ length: BURST }, (_, index): MarkedEvent => {
      // The first repetition may be chance.
      return { code, pause: 1, kind: index === 0 ? AROUND : 'repetition burst' };
    });
    return inserted(session, at + 1, burst);
  },

  // A script does within seconds what a person does within minutes.
  'wrong pace': (session, random) => {
    const first = 1 + random.integer(Math.max(1, session.length - FAST_EVENTS - 1));
    return session.map((event, at): MarkedEvent => {
      const isFast = at >= first && at < first + FAST_EVENTS;
      return isFast ? { ...event, pause: event.pause / FASTER, kind: 'wrong pace' } : event;
    });
  },
};

const ENDS: ReadonlyMap<number, number> = new Map([
  [4688, 4689],
  [4800, 4801],
  [4647, 4634],
]);

/** Returns the places of events that begin what another event ends. */
function starts(session: readonly HostEvent[]): number[] {
  return [...session.keys()].filter((at) => ENDS.has((session[at] as HostEvent).code));
}

function endOf(session: readonly HostEvent[], start: number): number {
  const end = ENDS.get((session[start] as HostEvent).code);
  return session.findIndex(({ code }, at) => at > start && code === end);
}

/** Returns a place after the log-on and before the log-off. */
function inside(session: readonly HostEvent[], random: Random): number {
  return 2 + random.integer(session.length - 4);
}

function inserted(
  session: readonly HostEvent[],
  at: number,
  events: readonly MarkedEvent[],
): MarkedEvent[] {
  return [...session.slice(0, at), ...events, ...session.slice(at)];
}

function marked(
  session: readonly HostEvent[],
  kind: AnomalyKind,
  places: readonly number[],
): MarkedEvent[] {
  return session.map((event, at) => (places.includes(at) ? { ...event, kind } : event));
}

function pick(random: Random, places: readonly number[]): number {
  return places[random.integer(places.length)] as number;
}
