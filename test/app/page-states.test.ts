import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startLocalSplunk } from '../../tools/local-splunk/local-splunk.ts';
import type { Splunkd } from '../../tools/local-splunk/splunkd/splunkd.ts';
import { toRecords } from '../../tools/local-splunk/table.ts';
import { appFolder } from '../support/package/wire-command.ts';
import { readPages } from '../support/pages/page.ts';
import { runPage } from '../support/pages/run-page.ts';

// What the pages of scored rows say when a model, its kind, a field or the rows are not as the page needs them.

const pages = readPages(join(appFolder, 'default/data/ui/views'));

let splunkd: Splunkd;
beforeAll(async () => {
  splunkd = await startLocalSplunk({ app: 'lstm_toolkit', appFolder });
});
afterAll(() => splunkd.close());

/** Returns what the panels of a page show, as one text, and what failed; not the rows that others go on from. */
async function shown(view: string, given: Readonly<Record<string, string>>): Promise<string> {
  const page = pages.find((each) => each.view === view);
  if (page === undefined) throw new Error(`no page ${view}`);
  // The searches of the pages are parsed in page-searches.test.ts.
  const options = { splunkd, appFolder, isParsed: false };
  const { faults, tables } = await runPage(page, options, new Map(Object.entries(given)));
  const shownTables = [...tables].filter(([id]) => !['ds_counts', 'ds_scored'].includes(id));
  const texts = shownTables.map(([id, table]) => `${id} ${JSON.stringify(toRecords(table))}`);
  return [...faults, ...texts].join('\n');
}

const few = (lookup: string): string => `| inputlookup ${lookup} | where part="score" | head 200`;
const FLOWS = few('lstm_demo_flows');
const HOSTS = few('lstm_demo_hosts');
const LOAD = few('lstm_demo_load');
const DOMAINS = `${few('lstm_demo_domains')} | \`lstm_domain_label(query)\``;
const NO_ROWS = '| inputlookup lstm_demo_flows | where part="none"';

it.each<[view: string, given: Readonly<Record<string, string>>, says: readonly string[]]>([
  [
    'lstm_scores',
    { model: 'gone', 'asked:source': FLOWS },
    ['You may read no model of this name', 'Model gone does not exist'],
  ],
  [
    'lstm_scores',
    { model: 'demo_hosts', 'asked:source': HOSTS },
    [
      'This page cannot show it: open Anomalies.',
      'This model learnt what comes next and has no classes',
    ],
  ],
  [
    'lstm_scores',
    { entity: 'no_field', 'asked:source': FLOWS, normal: 'none' },
    ['\\(no value in no_field\\)'],
  ],
  [
    'lstm_scores',
    { model: 'demo_dga', 'asked:source': DOMAINS, entity: 'family', at: '1553162400' },
    ['"outcome":"scored"', 'domain_label=', 'all fields of the model: 1'],
  ],
  ['lstm_scores', { 'asked:source': NO_ROWS }, ['The search gave no rows']],
  [
    'lstm_scores',
    { 'asked:source': HOSTS },
    ['failed: .*dest_port', 'Not in the first 500 rows: bytes_in, .*transport\\. Rename or add'],
  ],
  [
    'lstm_anomalies',
    { model: 'demo_load', 'asked:source': LOAD },
    ['a forecast: open the page Forecast', 'No row has an anomaly score'],
  ],
  [
    'lstm_anomalies',
    { model: 'demo_flows', 'asked:source': FLOWS },
    ['no anomaly score: open the page Scores'],
  ],
  ['lstm_anomalies', { at: 'never', 'asked:source': HOSTS }, ['click on a circle above']],
  ['lstm_anomalies', { entity: 'no_field', 'asked:source': HOSTS }, ['\\(no value in no_field\\)']],
  [
    'lstm_forecast',
    { target: 'no_field', 'asked:source': LOAD },
    ['no value to hold against it: check the name of the target'],
  ],
  ['lstm_forecast', { future: '168', 'asked:source': LOAD }, ['failed: .*future']],
  [
    'lstm_forecast',
    { model: 'demo_flows', 'asked:source': FLOWS },
    ['This page cannot show it: open Scores.'],
  ],
])(
  '%s with %j says what to do',
  async (view, given, says) => {
    const text = await shown(view, given);

    for (const sentence of says) expect(text).toMatch(new RegExp(sentence));
  },
  120_000,
);
