/**
 * Invents results of a traffic that does not change, and changes that may happen to it.
 *
 * @module
 */

import { createRandom } from '../../../src/random.ts';
import type { Table } from '../../../tools/local-splunk/table.ts';
import { START } from './sample-flows.ts';

/** The changes of the traffic; each test makes one. */
export interface Change {
  /** The factor on all bytes. */
  readonly times?: number;
  /** The share of the rows without bytes. */
  readonly withoutBytes?: number;
  /** The share of the rows of protocol udp: 0.2 unless given. */
  readonly udp?: number;
  /** The share of the rows of users that came later. */
  readonly newcomers?: number;
  /** The share of the rows of another network. */
  readonly elsewhere?: number;
}

const FIELDS = ['_time', 'src', 'user', 'bytes', 'proto', 'label'];
const USERS = 40;

/** Makes rows of two sources that take turns, one a second; 5 % are attacks, which have many bytes. */
export function steadyFlows(count: number, seed: number, change: Change = {}): Table {
  const { times = 1, withoutBytes = 0, udp = 0.2, newcomers = 0, elsewhere = 0 } = change;
  const random = createRandom(seed);
  const rows = Array.from({ length: count }, (_, row) => {
    const isAttack = random.uniform() < 0.05;
    const bytes = Math.round(Math.exp(5 + random.normal() + (isAttack ? 3 : 0)));
    const network = random.uniform() < elsewhere ? '192.168.7' : `10.0.${random.integer(8)}`;
    const user = random.integer(USERS);
    return [
      String(START + row),
      `${network}.${1 + random.integer(200)}`,
      random.uniform() < newcomers ? `new${user}` : `user${user}`,
      random.uniform() < withoutBytes ? '' : String(times * bytes),
      random.uniform() < udp ? 'udp' : 'tcp',
      isAttack ? 'attack' : 'benign',
    ];
  });
  return { fields: FIELDS, rows };
}
