/**
 * Makes normal work on a Windows host, from log-on to log-off, as security events and the pauses between
 * them. Everything is invented.
 *
 * @see https://learn.microsoft.com/windows-server/identity/ad-ds/plan/appendix-l--events-to-monitor
 * @module
 */
import type { Random } from '../../../src/random.ts';

/** An event of a host. */
export interface HostEvent {
  readonly code: number;
  /** The seconds since the event before. */
  readonly pause: number;
}

/** A `usual` host works through tasks; a `noisy` one, such as a file server, in no order. */
export type HostKind = 'usual' | 'noisy';

const LOGON = 4624;
const PRIVILEGES = 4672;
const PROCESS_START = 4688;
const PROCESS_END = 4689;
const FILE_ACCESS = 4663;
const SHARE = 5140;
const SHARE_CHECK = 5145;
const LOCK = 4800;
const UNLOCK = 4801;
const LOGOFF_ASKED = 4647;
const LOGOFF = 4634;

/**
 * A noisy host writes these events in any order, also those of services, connections, registry, tasks and
 * policies.
 */
const NOISE = [
  ...[SHARE, SHARE_CHECK, FILE_ACCESS, PROCESS_START, PROCESS_END, PRIVILEGES],
  ...[4656, 4658, 4660, 4670, 4698, 4702, 4719, 4768, 4769, 4776, 5152, 5156, 5157, 5158],
];

const FEWEST_TASKS = 3;
const MORE_TASKS = 7;

/** Makes one session. */
export function makeSession(random: Random, kind: HostKind): HostEvent[] {
  const event = (code: number, seconds: number): HostEvent => {
    // The pause is log-normal around the usual one, as waiting times are.
    return { code, pause: Math.max(0.01, seconds * Math.exp(0.4 * random.normal())) };
  };
  const tasks = FEWEST_TASKS + random.integer(MORE_TASKS);
  const work = Array.from({ length: tasks }, () =>
    kind === 'noisy' ? noise(random, event) : task(random, event),
  );
  const isAdmin = random.uniform() < 0.3;
  return [
    event(LOGON, 4 * 3600),
    ...(isAdmin ? [event(PRIVILEGES, 0.2)] : []),
    ...work.flat(),
    event(LOGOFF_ASKED, 300),
    event(LOGOFF, 2),
  ];
}

type MakeEvent = (code: number, seconds: number) => HostEvent;

/** Makes a process with the files that it reads, a share, or a break. */
function task(random: Random, event: MakeEvent): HostEvent[] {
  const lot = random.uniform();
  if (lot < 0.55) {
    const files = Array.from({ length: random.integer(4) }, () => event(FILE_ACCESS, 5));
    return [event(PROCESS_START, 120), ...files, event(PROCESS_END, 60)];
  }
  if (lot < 0.85) {
    const checks = Array.from({ length: 1 + random.integer(3) }, () => event(SHARE_CHECK, 0.5));
    return [event(SHARE, 90), ...checks];
  }
  return [event(LOCK, 600), event(UNLOCK, 900)];
}

function noise(random: Random, event: MakeEvent): HostEvent[] {
  const length = 1 + random.integer(5);
  return Array.from({ length }, () => event(NOISE[random.integer(NOISE.length)] as number, 10));
}
