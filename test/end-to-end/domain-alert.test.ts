import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createRandom } from '../../src/random.ts';
import { makeBenignName } from '../../tools/demo/domains/benign.ts';
import { tinbaNames } from '../../tools/demo/domains/congruential.ts';
import { takeNew } from '../../tools/demo/domains/lists.ts';
import { runSearch } from '../../tools/local-splunk/run-search.ts';
import { Splunkd } from '../../tools/local-splunk/splunkd/splunkd.ts';
import { type Table, toRecords } from '../../tools/local-splunk/table.ts';
import { appFolder } from '../support/package/wire-command.ts';

// The searches of docs/text.md, on an invented log of DNS in which one machine asks for generated names.

const page = readFileSync(join(import.meta.dirname, '../../docs/text.md'), 'utf8');

/** The time that the search trains on ends here, in seconds. */
const LAST_HOUR = 29 * 86_400;

function makeLog(): Table {
  const random = createRandom(11);
  const names = Array.from({ length: 1500 }, () => `www.${makeBenignName(random)}.com`);
  const queries = Array.from({ length: 30_000 }, (_, at) => {
    const name = names[Math.floor(names.length * random.uniform() ** 2)];
    return [String(at * 84), `pc-${random.integer(40)}`, name ?? ''];
  });
  const generated = takeNew(tinbaNames('notTheDemosSeed!', 'morninglight.com'), 30);
  const asked = generated.map((name, at) => [String(LAST_HOUR + at), 'pc-7', `${name}.net`]);
  return { fields: ['_time', 'src', 'query'], rows: [...queries, ...asked] };
}

/** Returns the search that has these words, with another source and a threshold that few names allow. */
function searchWith(words: string, from: string): string {
  const block = page.split('```').find((text) => text.includes(words)) ?? '';
  const pattern = /(?:\n|search = )index=dns[^|]*([\s\S]*?)(?:\nenableSched|\n$)/;
  const search = pattern.exec(block)?.[1] ?? '';
  const joined = search.replaceAll(' \\\n', '\n').replace('fpr:0.001', 'fpr:0.02');
  return `| inputlookup dns.csv | where ${from} ${joined}`;
}

describe('the recipe from a log of DNS to an alert', () => {
  let splunkd: Splunkd;
  beforeAll(async () => {
    splunkd = await Splunkd.start(['lstm_toolkit']);
  });
  afterAll(() => splunkd.close());

  const lookups = { tables: { 'dns.csv': makeLog() } };
  const run = (search: string) =>
    runSearch(search, { splunkd, appFolder, lookups, app: 'lstm_toolkit' });

  it('fits on names of many hosts and on those of the app, and finds the machine that asks', async () => {
    const { messages } = await run(searchWith('into app:dga', `_time<${LAST_HOUR}`));
    expect(messages.map(([level]) => level)).not.toContain('ERROR');

    const { table } = await run(searchWith('values(src)', `_time>=${LAST_HOUR}`));
    expect(toRecords(table).map(({ src }) => src)).toEqual(['pc-7']);

    const day = await run(searchWith('head 20', `_time>=${LAST_HOUR}`));
    expect(day.table.rows).toHaveLength(20);
  }, 120_000);
});
