/**
 * Invents a small series for end-to-end tests; the same call gives the same rows.
 *
 * @module
 */

import { createRandom } from '../../../src/random.ts';
import type { Table } from '../../../tools/local-splunk/table.ts';

/** The epoch seconds of the first row, a Monday at 00:00 UTC; rows follow every hour. */
export const FIRST_HOUR = 1_735_516_800;
export const HOUR = 3600;

/** These options are enough to forecast in milliseconds. */
export const SHORT = 'window=6 epochs=2 units=4';

/** Makes a load on each of the hosts that repeats itself daily, with a little noise. */
export function loads(hours = 240, hosts: readonly string[] = ['web']): Table {
  const random = createRandom(5);
  const rows = Array.from({ length: hours }, (_, hour) =>
    hosts.map((host, which) => {
      const day = 20 * Math.sin((2 * Math.PI * hour) / 24);
      const load = 50 + 10 * which + day + random.normal();
      return [String(FIRST_HOUR + HOUR * hour), host, load.toFixed(3), 'note'];
    }),
  );
  return { fields: ['_time', 'host', 'load', 'remark'], rows: rows.flat() };
}
