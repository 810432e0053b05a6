import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { runSearch } from '../../tools/local-splunk/run-search.ts';
import { Splunkd } from '../../tools/local-splunk/splunkd/splunkd.ts';
import { toRecords } from '../../tools/local-splunk/table.ts';
import { appFolder } from '../support/package/wire-command.ts';

let splunkd: Splunkd;
beforeAll(async () => {
  splunkd = await Splunkd.start(['lstm_toolkit']);
});
afterAll(() => splunkd.close());

const labels = [
  ['plain.example', 'plain'],
  ['WWW.Shop.Plain.CO.UK', 'shop.plain'],
  ['plain.com.', 'plain'],
  [' plain.de ', 'plain'],
  ['www.plain.info', 'plain'],
  ['www2.plain.net', 'www2.plain'],
  // Only the last one is cut of what is no public suffix of the list.
  ['plain.blogs.org', 'plain.blogs'],
  ['plain.unknownsuffix', 'plain.unknownsuffix'],
  ['xn--bcher-kva.example', 'xn--bcher-kva'],
  ['printer', 'printer'],
  ['com', 'com'],
  ['co.uk', 'co'],
  ['10.0.0.1', '10.0.0.1'],
  ['_dmarc.plain.org', '_dmarc.plain'],
  ['', ''],
];

it('lstm_domain_label cuts www and known top-level domains', async () => {
  const input = { fields: ['query'], rows: labels.map(([name = '']) => [name]) };
  const { table } = await runSearch('`lstm_domain_label(query)`', { splunkd, appFolder, input });

  expect(toRecords(table).map(({ domain_label }) => domain_label ?? '')).toEqual(
    labels.map(([, label]) => label),
  );
});

it('lstm_domain_label refuses a field that ends its quotes', async () => {
  const input = { fields: ['query'], rows: [['plain.example']] };
  const search = '`lstm_domain_label("a\'b")`';
  await expect(runSearch(search, { splunkd, appFolder, input })).rejects.toThrow(
    'lstm_domain_label needs the field with the domain name',
  );
});
