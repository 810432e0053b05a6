/**
 * Invents three incidents on the hosts of the demo: one that is loud, one that uses known tools in the
 * wrong place, one that is quiet.
 *
 * @module
 */
import type { Random } from '../../src/random.ts';
import { HOUR } from './draw.ts';
import { type HostEvent, makeSession, type Step } from './host-habits.ts';

export interface Incident {
  readonly name: string;
  readonly host: string;
  /** The days since the first Monday. */
  readonly day: number;
  /** Makes its events on this host. */
  readonly make: (random: Random) => HostEvent[];
}

/** A document starts a shell, which looks around as administrators do; none of its tools is new. */
const LOOK_AROUND: readonly Step[] = [
  ['powershell.exe', 'winword.exe', 8],
  ['whoami.exe', 'powershell.exe', 3],
  ['ipconfig.exe', 'powershell.exe', 2],
  ['net.exe', 'powershell.exe', 4],
  ['net.exe', 'powershell.exe', 3],
  ['ssh.exe', 'powershell.exe', 30],
];
const COPY: readonly Step[] = [
  ['robocopy.exe', 'powershell.exe', 20],
  ['7z.exe', 'powershell.exe', 60],
];

/** What makes copies useless before files are encrypted; no training row has these tools. */
const DESTROY: readonly Step[] = [
  ['vssadmin.exe', 'backup.exe', 6],
  ['wbadmin.exe', 'backup.exe', 4],
  ['bcdedit.exe', 'backup.exe', 3],
];

/** Someone packs files on the machine of a colleague in the evening, with tools that the office has. */
const TAKE_ALONG: readonly Step[] = [
  ['7z.exe', 'explorer.exe', 90],
  ['msedge.exe', 'explorer.exe', 120],
  ['7z.exe', 'explorer.exe', 90],
  ['msedge.exe', 'explorer.exe', 120],
];

export const INCIDENTS: readonly Incident[] = [
  {
    name: 'stolen account',
    host: 'office-05',
    day: 14,
    make: (random) =>
      makeSession(random, 'e.lindholm', { start: 13.4 * HOUR, type: '2', steps: LOOK_AROUND }),
  },
  {
    name: 'stolen account',
    host: 'srv-files',
    day: 14,
    make: (random) =>
      makeSession(random, 'e.lindholm', { start: 13.6 * HOUR, type: '3', steps: COPY }),
  },
  {
    name: 'backups destroyed',
    host: 'srv-database',
    day: 15,
    make: (random) =>
      makeSession(random, 'svc_backup', { start: 3.3 * HOUR, type: '5', steps: DESTROY }),
  },
  {
    name: 'files taken along',
    host: 'office-09',
    day: 14,
    make: (random) =>
      makeSession(random, 'k.jansen', { start: 22.7 * HOUR, type: '10', steps: TAKE_ALONG }),
  },
];
