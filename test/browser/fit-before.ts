/**
 * Trains two models before the pages open, so that those that show fits have some: one fit fails, one ends well.
 *
 * @module
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runSearch, SearchError } from '../../tools/local-splunk/run-search.ts';
import type { Splunkd } from '../../tools/local-splunk/splunkd/splunkd.ts';
import { APP } from './splunk-web.ts';

const ROWS = '| inputlookup lstm_demo_flows | where part="train" | tail 2000';
const FITS = [
  `${ROWS} | lstmfit label from no_such_field into my_flows`,
  `${ROWS} | lstmfit label from dest_port transport tcp_flags duration into my_flows epochs=6`,
];

/** Runs the fits, if the app has the lookup that they read. */
export async function fitBefore(splunkd: Splunkd, appFolder: string): Promise<void> {
  if (!existsSync(join(appFolder, 'lookups/lstm_demo_flows.csv'))) return;
  for (const search of FITS) {
    await runSearch(search, { splunkd, appFolder, app: APP }).catch((error: unknown) => {
      if (!(error instanceof SearchError)) throw error;
    });
  }
}
