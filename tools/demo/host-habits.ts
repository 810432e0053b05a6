/**
 * Makes one day of usual work on an invented Windows host, as its security log would have it: log-ons,
 * processes with their parents, breaks.
 *
 * @module
 */
import type { Random } from '../../src/random.ts';
import { HOUR, logNormal, pick, pickWeighted } from './draw.ts';

export type Role = 'office' | 'development' | 'administration' | 'server';

export interface Host {
  readonly name: string;
  readonly role: Role;
  /** The one who works there; of a server, the account of its nightly job. */
  readonly user: string;
}

/** An event without its host; fields that an event does not have are empty. */
export interface HostEvent {
  /** The seconds since midnight. */
  readonly at: number;
  readonly EventCode: number;
  readonly user: string;
  readonly logon_type: string;
  readonly process: string;
  readonly parent_process: string;
}

export const LOGON = 4624;
export const LOGOFF = 4634;
const PROCESS = 4688;
const LOCK = 4800;
const UNLOCK = 4801;

/** A process that a task starts, its parent, and the usual seconds before it. */
export type Step = readonly [process: string, parent: string, pause: number];

const MAIL: readonly Step[] = [['outlook.exe', 'explorer.exe', 500]];
const DOCUMENT: readonly Step[] = [['winword.exe', 'outlook.exe', 700]];
const SHEET: readonly Step[] = [['excel.exe', 'explorer.exe', 700]];
const READING: readonly Step[] = [['acrobat.exe', 'outlook.exe', 400]];
const BROWSING: readonly Step[] = [['msedge.exe', 'explorer.exe', 400]];
const MEETING: readonly Step[] = [['teams.exe', 'explorer.exe', 1800]];
const PACKING: readonly Step[] = [['7z.exe', 'explorer.exe', 600]];
const BUILD: readonly Step[] = [
  ['git.exe', 'code.exe', 900],
  ['node.exe', 'powershell.exe', 40],
  ['node.exe', 'powershell.exe', 120],
  ['git.exe', 'code.exe', 200],
];
const CONTAINER: readonly Step[] = [
  ['docker.exe', 'powershell.exe', 900],
  ['ssh.exe', 'powershell.exe', 90],
];
const CONSOLE: readonly Step[] = [
  ['mmc.exe', 'explorer.exe', 900],
  ['net.exe', 'powershell.exe', 60],
];
const INSPECTION: readonly Step[] = [
  ['powershell.exe', 'explorer.exe', 900],
  ['whoami.exe', 'powershell.exe', 20],
  ['ipconfig.exe', 'powershell.exe', 15],
];

type Task = readonly [steps: readonly Step[], weight: number];

const TASKS: Readonly<Record<Exclude<Role, 'server'>, readonly Task[]>> = {
  office: [
    [MAIL, 5],
    [DOCUMENT, 5],
    [SHEET, 4],
    [READING, 3],
    [BROWSING, 6],
    [MEETING, 3],
    [PACKING, 0.3],
  ],
  development: [
    [BUILD, 6],
    [CONTAINER, 2],
    [BROWSING, 4],
    [MEETING, 2],
    [MAIL, 2],
  ],
  administration: [
    [CONSOLE, 4],
    [INSPECTION, 3],
    [BROWSING, 3],
    [MAIL, 3],
    [MEETING, 2],
  ],
};

/** Makes a day from midnight to midnight, in order of time. */
export function makeDay(random: Random, { role, user }: Host, isFree: boolean): HostEvent[] {
  if (role === 'server') return serverDay(random, user);
  return isFree ? [] : workday(random, user, TASKS[role]);
}

/** Makes a session of `user`: a log-on, processes, a log-off. */
export function makeSession(
  random: Random,
  user: string,
  { start, type, steps }: { start: number; type: string; steps: readonly Step[] },
): HostEvent[] {
  let at = start;
  const event = (EventCode: number, rest: Partial<HostEvent> = {}): HostEvent => {
    return { at, EventCode, user, logon_type: '', process: '', parent_process: '', ...rest };
  };
  const logon = event(LOGON, { logon_type: type });
  const processes = steps.map(([process, parent_process, pause]) => {
    at += logNormal(random, [pause, 0.5]);
    return event(PROCESS, { process, parent_process });
  });
  at += logNormal(random, [60, 0.6]);
  return [logon, ...processes, event(LOGOFF, { logon_type: type })];
}

function workday(random: Random, user: string, tasks: readonly Task[]): HostEvent[] {
  const start = (7.8 + 0.5 * random.normal()) * HOUR;
  const steps = Array.from({ length: 14 + random.integer(12) }, () => pickWeighted(random, tasks));
  const session = makeSession(random, user, { start, type: '2', steps: steps.flat() });
  return breaks(random, user, session);
}

/** Adds a lock and an unlock around a break in some of the longer pauses. */
function breaks(random: Random, user: string, session: readonly HostEvent[]): HostEvent[] {
  return session.flatMap((event, place) => {
    const pause = event.at - (session[place - 1]?.at ?? event.at);
    if (pause < 1000 || random.uniform() < 0.4) return [event];
    const none = { user, logon_type: '', process: '', parent_process: '' };
    const lock = { ...none, at: event.at - 0.8 * pause, EventCode: LOCK };
    const unlock = { ...none, at: event.at - 0.2 * pause, EventCode: UNLOCK };
    return [lock, unlock, event];
  });
}

/** The nightly job of a server. */
const BACKUP: readonly Step[] = [
  ['backup.exe', 'services.exe', 5],
  ['robocopy.exe', 'backup.exe', 20],
  ['robocopy.exe', 'backup.exe', 900],
  ['backup.exe', 'services.exe', 300],
];
const PATROL: readonly Step[] = [['monitor.exe', 'services.exe', 4]];
const CARE: readonly Step[] = [...CONSOLE, ['services.exe', 'mmc.exe', 120]];

function serverDay(random: Random, user: string): HostEvent[] {
  const sessions = [
    makeSession(random, user, {
      start: (1 + 0.05 * random.normal()) * HOUR,
      type: '5',
      steps: BACKUP,
    }),
    ...Array.from({ length: 12 }, (_, turn) => {
      const start = (2 * turn + 0.6) * HOUR + 60 * random.normal();
      return makeSession(random, 'svc_monitor', { start, type: '3', steps: PATROL });
    }),
  ];
  if (random.uniform() < 0.5) {
    // This is between two visits of the monitor.
    const start = (9 + 2 * random.integer(4) + 0.3 * random.uniform()) * HOUR;
    const admin = pick(random, ['adm_becker', 'adm_ito']);
    sessions.push(makeSession(random, admin, { start, type: '10', steps: CARE }));
  }
  return sessions.flat().sort((a, b) => a.at - b.at);
}
