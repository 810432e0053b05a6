/**
 * Makes invented sign-ins in which each account uses machines of its own, and some where two common values stand
 * together that never did: an administrator at the kiosk. A seeded generator makes the same rows for everybody.
 *
 * @module
 */
import { createRandom, type Random } from '../../../src/random.ts';
import type { Table } from '../../../tools/local-splunk/table.ts';

export const SIGN_IN_FIELDS = ['user', 'machine', 'method', 'site', 'minutes'];
export const SIGN_IN_ODD = 'odd pair';

const START = 1_735_516_800;
const ADMINS = ['admin', 'backup', 'operator'];
const CLERKS = Array.from({ length: 12 }, (_, index) => `clerk${index}`);
const SERVERS = Array.from({ length: 6 }, (_, index) => `server${index}`);
const KIOSKS = Array.from({ length: 6 }, (_, index) => `kiosk${index}`);
const METHODS = ['password', 'card', 'token'];
const SITES = Array.from({ length: 8 }, (_, index) => `site${index}`);

export interface SignInOptions {
  readonly rows: number;
  readonly odd: number;
  readonly seed: number;
  /** Rows begin this many seconds after the first ones of all. */
  readonly later?: number;
}

export function makeSignIns({ rows, odd, seed, later = 0 }: SignInOptions): Table {
  const random = createRandom(seed);
  const every = odd === 0 ? Number.POSITIVE_INFINITY : Math.floor(rows / odd);
  let time = START + later;
  const made = Array.from({ length: rows }, (_, at) => {
    time += 60 * random.uniform();
    const isOdd = at % every === every - 1;
    return [time.toFixed(3), ...signIn(random, isOdd), isOdd ? SIGN_IN_ODD : 'normal'];
  });
  return { fields: ['_time', ...SIGN_IN_FIELDS, 'kind'], rows: made };
}

/** Administrators sign in at servers, clerks at three kiosks of their own. */
function signIn(random: Random, isOdd: boolean): string[] {
  const isAdmin = random.uniform() < 0.4;
  const user = pick(isAdmin ? ADMINS : CLERKS, random);
  const own = CLERKS.indexOf(user) % KIOSKS.length;
  const kiosks = [0, 1, 3].map((step) => KIOSKS[(own + step) % KIOSKS.length] ?? '');
  const isAtKiosk = isOdd ? isAdmin : !isAdmin;
  const machine = pick(isAtKiosk ? (isAdmin ? KIOSKS : kiosks) : SERVERS, random);
  const minutes = Math.floor(Math.exp(2 + random.normal()));
  return [user, machine, pick(METHODS, random), pick(SITES, random), String(minutes)];
}

function pick(values: readonly string[], random: Random): string {
  return values[Math.floor(random.uniform() * values.length)] ?? '';
}
