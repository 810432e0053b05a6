/**
 * Makes the security events of a network of hosts, as search results: days of normal work, and then days
 * in which some sessions go wrong. The same seed gives the same rows.
 *
 * @module
 */
import { createRandom, type Random } from '../../../src/random.ts';
import type { Table } from '../table.ts';
import {
  ANOMALY_KINDS,
  type AnomalyKind,
  AROUND,
  type MarkedEvent,
  spoil,
} from './host-attacks.ts';
import { type HostKind, makeSession } from './host-work.ts';

export interface HostEventsOptions {
  readonly seed: number;
  readonly hosts: number;
  /** The number of sessions of each host. */
  readonly sessions: number;
  /** The number of sessions that go wrong, for each kind; none of them are on noisy hosts. */
  readonly anomalies?: number;
  /** The start, in epoch seconds. */
  readonly start?: number;
}

const FIELDS = ['_time', 'host', 'EventCode', 'kind'];

/** This is Monday, 2026-03-02, 08:00 UTC. */
export const FIRST_DAY = Date.UTC(2026, 2, 2, 8) / 1000;

/** Every fifth host is noisy. */
const NOISY = 5;

/** The kind of rows that have nothing to do with an anomaly. */
export const NORMAL = 'normal';

/** An anomaly may make this many rows look odd, because it stands before them in a window. */
const ECHO = 10;

/** Makes rows in time order: `_time, host, EventCode, kind`. */
export function makeHostEvents({
  seed,
  hosts,
  sessions,
  anomalies = 0,
  start = FIRST_DAY,
}: HostEventsOptions): Table {
  const random = createRandom(seed);
  const plan = planAnomalies(hosts, sessions, anomalies, random);
  const rows = Array.from({ length: hosts }, (_, host) => {
    const kind: HostKind = host % NOISY === NOISY - 1 ? 'noisy' : 'usual';
    const events = Array.from({ length: sessions }, (_session, session): MarkedEvent[] => {
      const normal = makeSession(random, kind);
      const anomaly = plan.get(host * sessions + session);
      return anomaly === undefined ? normal : spoil(normal, anomaly, random);
    });
    return hostRows(`host${host + 1}`, events.flat(), start + random.uniform() * 3600);
  }).flat();
  return { fields: FIELDS, rows: rows.sort((a, b) => Number(a[0]) - Number(b[0])) };
}

/** Chooses which sessions go wrong, and how; the sessions of all hosts are numbered. */
function planAnomalies(
  hosts: number,
  sessions: number,
  anomalies: number,
  random: Random,
): ReadonlyMap<number, AnomalyKind> {
  const plan = new Map<number, AnomalyKind>();
  for (const kind of ANOMALY_KINDS) {
    for (let left = anomalies; left > 0; ) {
      const session = random.integer(hosts * sessions);
      const isNoisy = Math.floor(session / sessions) % NOISY === NOISY - 1;
      // Neighbours of a session that goes wrong stay normal, so that the rows that two anomalies make
      // look odd do not meet.
      if (isNoisy || [-1, 0, 1].some((step) => plan.has(session + step))) continue;
      plan.set(session, kind);
      left--;
    }
  }
  return plan;
}

function hostRows(host: string, events: readonly MarkedEvent[], start: number): string[][] {
  let [time, sinceAnomaly] = [start, Number.POSITIVE_INFINITY];
  return events.map(({ code, pause, kind }) => {
    time += pause;
    sinceAnomaly = kind === undefined ? sinceAnomaly + 1 : 0;
    const what = kind ?? (sinceAnomaly <= ECHO ? AROUND : NORMAL);
    return [time.toFixed(3), host, String(code), what];
  });
}
