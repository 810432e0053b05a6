import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readCsvFile } from '../../tools/local-splunk/csv-file.ts';
import type { SearchResult } from '../../tools/local-splunk/run-search.ts';
import { readTime } from '../../tools/local-splunk/splunkd/time-modifier.ts';
import { NO_RESULTS, toRecords } from '../../tools/local-splunk/table.ts';
import { parseConf } from '../support/package/conf.ts';
import { SearchHead } from '../support/package/search-head.ts';
import { appFolder } from '../support/package/wire-command.ts';
import { flows } from '../support/rows/sample-flows.ts';
import { steadyFlows } from '../support/rows/steady-flows.ts';

// Each search that is shipped runs as it stands, on the demo, with the time range that it is shipped with.

const searches = parseConf(readFileSync(join(appFolder, 'default/savedsearches.conf'), 'utf8'));

/** A Sunday at 12:34:56 UTC. */
const NOW = Date.UTC(2026, 10, 29, 12, 34, 56) / 1000;

let head: SearchHead;

beforeAll(async () => {
  head = await SearchHead.start();
});

afterAll(() => head.close());

/** Runs a search in the app, as the scheduler would at `now`. */
async function runSaved(name: string, now = NOW): Promise<SearchResult> {
  const stanza = searches.get(`LSTM Toolkit - ${name}`) ?? {};
  const bound = (key: string): string => String(readTime(stanza[key] ?? '', now));
  return await head.run(stanza['search'] ?? '', NO_RESULTS, {
    app: 'lstm_toolkit',
    now,
    searchinfo: {
      earliest_time: bound('dispatch.earliest_time'),
      latest_time: bound('dispatch.latest_time'),
    },
  });
}

/** Returns the rows of the demo that are scored. */
function demoRows(name: string): Record<string, string>[] {
  const table = readCsvFile(join(appFolder, `lookups/lstm_demo_${name}.csv`));
  return toRecords(table).flatMap((row) =>
    row['part'] === 'score' ? [row as Record<string, string>] : [],
  );
}

it('are all run here', () => {
  const here = readFileSync(import.meta.filename, 'utf8');
  for (const name of searches.keys()) {
    expect(here).toContain(`runSaved('${name.replace('LSTM Toolkit - ', '')}'`);
  }
});

describe('flows', () => {
  it('are trained, into a model that the app has', async () => {
    const [row] = toRecords((await runSaved('Train flows')).table);
    expect(row).toMatchObject({ model: 'flows', mode: 'classify', sharing: 'app' });
    expect(head.hasModel('app:flows', 'demo', 'lstm_toolkit')).toBe(true);
  }, 120_000);

  it('of the last five minutes are scored once, in an attack', async () => {
    const latest = Math.floor(NOW / 60) * 60 - 120;
    const friday = Date.UTC(2026, 2, 6, 15, 45) / 1000;
    const expected = demoRows('flows').filter(({ _time }) => {
      return Number(_time) >= friday - 300 && Number(_time) < friday;
    });

    const found = toRecords((await runSaved('Score flows')).table);
    const total = found.reduce((sum, row) => sum + Number(row['flows']), 0);

    expect(total).toBe(expected.length);
    expect(found.map(({ verdict }) => verdict)).toContain('ddos');
    for (const row of found) {
      expect(Number(row['_time'])).toBeLessThan(latest);
      expect(Number(row['_time'])).toBeGreaterThanOrEqual(latest - 300);
    }
  });

  it('have figures', async () => {
    const [row] = toRecords((await runSaved('Figures of flows')).table);
    const rows = demoRows('flows');
    expect(row).toMatchObject({ rows: String(rows.length), model: 'app:flows' });
    expect(Number(row?.['classes'])).toBe(new Set(rows.map(({ label }) => label)).size);
    expect(Number(row?.['_time'])).toBe(NOW);
    expect(row?.['note']).toBeUndefined();
  });

  it('are in a model that is stale once it is older than 30 days', async () => {
    const path = head.pathOf(head.modelFile('app:flows', 'demo', 'lstm_toolkit'));
    const text = readFileSync(path, 'utf8');
    const created = head.versions('app:flows', 'demo', 'lstm_toolkit')[0]?.created ?? '';
    const [, later = ''] = /^\d+(.*)$/.exec(created) ?? [];

    const fresh = await runSaved('Stale models');
    writeFileSync(path, text.replaceAll(created, `2019${later}`));
    const stale = toRecords((await runSaved('Stale models')).table);

    expect(fresh.table.rows).toEqual([]);
    expect(stale).toEqual([expect.objectContaining({ model: 'flows', app: 'lstm_toolkit' })]);
  });
});

it('finds hosts at risk, most of them hosts with an incident', async () => {
  await runSaved('Train hosts');
  const found = toRecords((await runSaved('Hosts at risk')).table);
  const attacked = demoRows('hosts').flatMap(({ incident, host }) => (incident ? [host] : []));
  const hosts = found.map(({ host }) => String(host));

  expect(hosts.length).toBeGreaterThan(0);
  expect(hosts.filter((host) => attacked.includes(host)).length).toBeGreaterThan(hosts.length / 2);
  for (const { risk } of found) expect(Number(risk)).toBeGreaterThanOrEqual(20);
}, 120_000);

it('finds fits that failed', async () => {
  const now = Date.now() / 1000;
  await head.refusal('lstmfit nothing from bytes into broken', flows(60));

  const found = toRecords((await runSaved('Failed fits', now + 360)).table);

  expect(found).toEqual([
    expect.objectContaining({ user: 'demo', app: 'search', model: 'broken', failed: '1' }),
  ]);
});

it('finds models whose rows have moved', async () => {
  const now = Date.now() / 1000 + 360;
  // The rows of the demo have moved, too, as those of its flows show that were scored before.
  const moved = async () =>
    toRecords((await runSaved('Drift', now)).table).filter(({ model }) => model === 'moved');
  const fit = 'lstmfit label from user bytes proto src into moved epochs=2 units=4 batch_size=256';
  await head.run(fit, steadyFlows(12_000, 1));
  await head.run('lstmscore moved', steadyFlows(2000, 3));
  expect(await moved()).toEqual([]);

  await head.run('lstmscore moved', steadyFlows(2000, 2, { times: 7 }));

  expect(await moved()).toEqual([
    expect.objectContaining({
      ...{ user: 'demo', app: 'search', model: 'moved', version: '1', runs: '1' },
      furthest: expect.stringContaining('bytes'),
    }),
  ]);
}, 60_000);
