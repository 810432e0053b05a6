import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startLocalSplunk } from '../../tools/local-splunk/local-splunk.ts';
import type { Splunkd } from '../../tools/local-splunk/splunkd/splunkd.ts';
import { appFolder } from '../support/package/wire-command.ts';
import { linkSearches } from '../support/pages/link-searches.ts';
import { readPages } from '../support/pages/page.ts';
import { runPage } from '../support/pages/run-page.ts';

// Every search that a page runs as it opens, on the lookups and models that the app brings, through the
// built package; and the searches that its links open, as far as splunkd parses them.

const samples = readPages(join(import.meta.dirname, '../browser/fixtures'));
const pages = readPages(join(appFolder, 'default/data/ui/views'));

let splunkd: Splunkd;
beforeAll(async () => {
  splunkd = await startLocalSplunk({ app: 'lstm_toolkit', appFolder });
});
afterAll(() => splunkd.close());

async function faultsOf(view: string, among = samples): Promise<string[]> {
  const page = among.find((each) => each.view === view);
  if (page === undefined) throw new Error(`no page ${view}`);
  const options = { splunkd, appFolder };
  const { faults, tables } = await runPage(page, options);
  return [...faults, ...(await linkSearches(page, tables, options))];
}

describe('the check of searches', () => {
  it('finds nothing wrong with a good page', async () => {
    expect(await faultsOf('good')).toEqual([]);
  });

  it('finds each fault of a faulty page', async () => {
    const faults = await faultsOf('faulty');

    expect(faults.map((fault) => fault.replace(/(failed|"): .*/, '$1'))).toEqual([
      'The search of "wrong" failed',
      'The search of "unparsed" failed',
      'The search of "risky" failed',
      'The search of "waiting" failed',
      'The search of "empty" gave no rows.',
      '"field" draws the field "no_field", which its search does not give.',
      'The link to "| nosuchcommand"',
    ]);
  });
});

describe('the searches of the pages of the app', () => {
  for (const { view } of pages) {
    it(`${view} gets rows with the fields that it draws`, async () => {
      expect(await faultsOf(view, pages)).toEqual([]);
    }, 300_000);
  }
});
