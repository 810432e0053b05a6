import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { writeDemo } from '../../tools/demo/demo-files.ts';
import { fitSearch, STORIES, scoreSearch } from '../../tools/demo/stories.ts';
import { readCsvFile } from '../../tools/local-splunk/csv-file.ts';
import { runSearch } from '../../tools/local-splunk/run-search.ts';
import { Splunkd } from '../../tools/local-splunk/splunkd/splunkd.ts';
import { toRecords } from '../../tools/local-splunk/table.ts';

const project = join(import.meta.dirname, '../..');
const appFolder = join(project, 'dist/lstm_toolkit');
const lookupFolder = join(appFolder, 'lookups');

const tables = Object.fromEntries(
  STORIES.map(({ lookup }) => [lookup, readCsvFile(join(lookupFolder, `${lookup}.csv`))]),
);

describe('the demo of the app', () => {
  let splunkd: Splunkd;
  beforeAll(async () => {
    splunkd = await Splunkd.start(['lstm_toolkit']);
    // This user may run searches, and write nothing.
    splunkd.addUser('reader', ['user'], ['run_custom_command', 'search']);
  });
  afterAll(() => splunkd.close());

  const run = (search: string, app = 'lstm_toolkit') =>
    runSearch(search, {
      splunkd,
      appFolder,
      lookups: { tables },
      app,
      user: 'reader',
      isParsed: false,
    });

  it('is what its sources write, with the figures and weights of fresh fits', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'demo-'));
    cpSync(lookupFolder, folder, { recursive: true });
    await writeDemo(folder, appFolder, () => undefined);

    const shipped = readdirSync(lookupFolder);
    const differing = shipped.filter(
      (file) => !readFileSync(join(folder, file)).equals(readFileSync(join(lookupFolder, file))),
    );
    expect(readdirSync(folder)).toEqual(shipped);
    // After a change of the rows or of training, npm run demo writes the files anew.
    expect(differing).toEqual([]);
    rmSync(folder, { recursive: true });
  });

  it('has macros that read the rows which are scored', async () => {
    for (const story of STORIES) {
      const { table } = await run(`${scoreSearch(story)} | stats count by part`);
      const scored = toRecords(tables[story.lookup] ?? { fields: [], rows: [] }).filter(
        ({ part }) => part === 'score',
      );
      expect(toRecords(table)).toEqual([{ part: 'score', count: String(scored.length) }]);
    }
  });

  it.each(['lstm_toolkit', 'search'])('is there for all users in the app %s', async (app) => {
    // In the order of names, as models whose scored rows have drifted come first otherwise.
    const { table } = await run('| lstmmodels | sort 0 model', app);

    expect(toRecords(table)).toMatchObject(
      STORIES.map(({ model }) => ({
        ...{ model, app: 'lstm_toolkit', owner: 'nobody', sharing: 'global', read: '*' },
        created: '2026-04-13T00:00:00.000Z',
      })),
    );
  });

  it('cannot be replaced by those who may not write', async () => {
    const [story] = STORIES;
    if (story === undefined) throw new Error('there are no stories');
    await expect(run(fitSearch(story, `app:${story.model}`))).rejects.toThrow();
  });

  it('tells attacks from usual flows, not always, and that what is usual has drifted', async () => {
    const search = '| `lstm_flows_source` | lstmscore app:demo_flows';
    const { table, messages } = await run(`${search} | \`lstm_class_metrics(label)\``);

    const [figures] = toRecords(table);
    expect(figures).toMatchObject({ classes: '4', rows_left_out: '0' });
    expect(Number(figures?.['f1'])).toBeGreaterThan(0.8);
    expect(Number(figures?.['f1'])).toBeLessThan(0.97);
    expect(messages).toContainEqual([
      'INFO',
      expect.stringMatching(/^Drift: .* transport share of udp 17 % → 51 %/),
    ]);
  });

  it('finds names of most families, of word lists hardly any', async () => {
    const search = '| `lstm_domains_source` | `lstm_domain_label(query)` | lstmscore app:demo_dga';
    const { table } = await run(
      `${search} | eval found=if('predicted(label)'="dga", 1, 0) | stats avg(found) as share by family`,
    );

    const shares = toRecords(table).map(({ family, share }) => [family, Number(share)] as const);
    const share = Object.fromEntries(shares);
    expect(share['benign']).toBeLessThan(0.06);
    expect(share['suppobox']).toBeLessThan(0.1);
    expect(share['charbot']).toBeLessThan(0.5);
    expect(shares.filter(([, each]) => each > 0.8).length).toBeGreaterThan(12);
  });

  it('finds the three incidents of hosts', async () => {
    const search = '| `lstm_hosts_source` | lstmscore app:demo_hosts';
    const { table } = await run(
      `${search} | where is_anomaly="true" | stats count by incident host`,
    );

    expect(toRecords(table).map(({ incident, host }) => [incident, host])).toEqual([
      ['backups destroyed', 'srv-database'],
      ['files taken along', 'office-09'],
      ['stolen account', 'office-05'],
      ['stolen account', 'srv-files'],
    ]);
  });

  it('forecasts the load, which an outage and holidays leave', async () => {
    const search = '| `lstm_load_source` | lstmscore app:demo_load as forecast since=2026-03-30';
    const { table, messages } = await run(
      `${search} | where requests<forecast_lower | stats count by occasion service`,
    );

    expect(toRecords(table)).toEqual([
      { occasion: 'holiday', service: 'api', count: '30' },
      { occasion: 'holiday', service: 'portal', count: '39' },
      { occasion: 'outage', service: 'checkout', count: '5' },
    ]);
    // All rows have their season before them.
    expect(messages.filter(([level]) => level === 'WARN')).toEqual([]);
  });
});
