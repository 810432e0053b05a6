/**
 * Makes sessions of users in time order: two kinds of work, of which one is done at night, and sessions that go
 * wrong in their begin, their end, their hour or a pause. The same seed gives the same rows.
 *
 * @module
 */
import { createRandom, type Random } from '../../../src/random.ts';
import { FIRST_DAY, NORMAL } from '../../../tools/local-splunk/hosts/host-events.ts';
import type { Table } from '../../../tools/local-splunk/table.ts';

export const SESSION_KINDS = ['early end', 'odd begin', 'odd hour', 'odd pause'] as const;

type SessionKind = (typeof SESSION_KINDS)[number];

export interface SessionOptions {
  readonly seed: number;
  readonly users: number;
  readonly days: number;
  /** Sessions that go wrong, of each kind. */
  readonly anomalies?: number;
  /** Epoch seconds of a midnight. */
  readonly start: number;
}

export const MIDNIGHT = FIRST_DAY - 8 * 3600;

interface Step {
  readonly event: string;
  readonly pause: number;
  readonly kind?: SessionKind;
}

export function makeSessions({ seed, users, days, anomalies = 0, start }: SessionOptions): Table {
  const random = createRandom(seed);
  const count = users * days * 2;
  const plan = new Map<number, SessionKind>();
  for (const kind of SESSION_KINDS) {
    for (let left = anomalies; left > 0; ) {
      // Every second session of a user is one of the day.
      const session = 2 * random.integer(count / 2);
      if (plan.has(session)) continue;
      plan.set(session, kind);
      left--;
    }
  }
  const rows = Array.from({ length: count }, (_, session) => {
    const day = Math.floor(session / 2) % days;
    const user = `user${Math.floor(session / (2 * days))}`;
    const isNight = session % 2 === 1 && user.endsWith('0');
    const hour = isNight ? 1 + 3 * random.uniform() : 8 + 4 * random.uniform() + 5 * (session % 2);
    const normal = isNight ? upkeep(random) : purchase(random);
    const kind = plan.get(session);
    const steps = kind === undefined ? normal : SPOILERS[kind](normal, random);
    let time = start + 86_400 * day + 3600 * hour;
    return steps.map((step): string[] => {
      time += step.pause;
      return [time.toFixed(3), user, step.event, step.kind ?? NORMAL];
    });
  }).flat();
  return {
    fields: ['_time', 'user', 'event', 'kind'],
    rows: rows.sort((a, b) => Number(a[0]) - Number(b[0])),
  };
}

function purchase(random: Random): Step[] {
  const pages = Array.from({ length: 1 + random.integer(6) }, () => ({
    event: 'page',
    // People read some pages for long.
    pause: random.uniform() < 0.1 ? 900 + 600 * random.uniform() : 20 + 60 * random.uniform(),
  }));
  const buys = random.uniform() < 0.6;
  const bought = buys ? ['cart', 'pay', 'receipt'] : [];
  return [
    { event: 'login', pause: 0 },
    ...pages,
    ...bought.map((event) => ({ event, pause: 10 + 20 * random.uniform() })),
    { event: 'logout', pause: 10 + 60 * random.uniform() },
  ];
}

function upkeep(random: Random): Step[] {
  const edits = new Array<string>(1 + random.integer(3)).fill('edit');
  return ['login', 'sudo', ...edits, 'restart', 'logout'].map((event, at) => {
    return { event, pause: at === 0 ? 0 : 10 + 60 * random.uniform() };
  });
}

type Spoil = (session: readonly Step[], random: Random) => Step[];

const SPOILERS: Readonly<Record<SessionKind, Spoil>> = {
  // The session stops at a page, which is never its last event.
  'early end': (session) => {
    const last = session.findLastIndex(({ event }) => event === 'page');
    return marked(session.slice(0, last + 1), last, 'early end');
  },
  // It begins without a login.
  'odd begin': (session) =>
    marked([{ event: 'page', pause: 0 }, ...session.slice(2)], 0, 'odd begin'),
  // What is done at night is done by day.
  'odd hour': (_, random) => marked(upkeep(random), 1, 'odd hour'),
  // A pause that is usual before a page comes before the log-off.
  'odd pause': (session, random) => {
    const last = session.length - 1;
    const paused = session.with(last, {
      event: 'logout',
      pause: 900 + 600 * random.uniform(),
    });
    return marked(paused, last, 'odd pause');
  },
};

function marked(session: readonly Step[], at: number, kind: SessionKind): Step[] {
  return session.map((step, place) => (place === at ? { ...step, kind } : step));
}
