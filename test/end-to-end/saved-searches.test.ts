import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { SearchResult } from '../../tools/local-splunk/run-search.ts';
import { readTime } from '../../tools/local-splunk/splunkd/time-modifier.ts';
import { NO_RESULTS, type Table, toRecords } from '../../tools/local-splunk/table.ts';
import { parseConf } from '../support/package/conf.ts';
import { SearchHead } from '../support/package/search-head.ts';
import { appFolder } from '../support/package/wire-command.ts';
import { flows, START } from '../support/rows/sample-flows.ts';
import { steadyFlows } from '../support/rows/steady-flows.ts';

// Each search that is shipped runs as it stands, with the time range that it is shipped with.

const searches = parseConf(readFileSync(join(appFolder, 'default/savedsearches.conf'), 'utf8'));

/** These minutes are whole ones for the searches of this file. */
const NOW = START + 100 * 86_400;

let head: SearchHead;

beforeAll(async () => {
  head = await SearchHead.start();
});

afterAll(() => head.close());

/** Runs a search in the app, as the scheduler would at `now`. */
async function runSaved(name: string, now = NOW, events = hostEvents(0)): Promise<SearchResult> {
  const stanza = searches.get(`LSTM Toolkit - ${name}`) ?? {};
  const bound = (key: string): string => String(readTime(stanza[key] ?? '', now));
  return await head.run(stanza['search'] ?? '', NO_RESULTS, {
    app: 'lstm_toolkit',
    now,
    searchinfo: {
      earliest_time: bound('dispatch.earliest_time'),
      latest_time: bound('dispatch.latest_time'),
    },
    lookups: { tables: { ...demo('flows', labelled()), ...demo('hosts', events) } },
  });
}

/** Puts rows in the place of a lookup of the demo, under the names of its definition and of its file. */
function demo(name: string, rows: Table): Record<string, Table> {
  return { [`lstm_demo_${name}`]: rows, [`lstm_demo_${name}.csv`]: rows };
}

function labelled(): Table {
  const { fields, rows } = flows(600);
  return { fields: [...fields, 'part'], rows: rows.map((row) => [...row, 'score']) };
}

/** Makes events of four hosts; the last one ends with events of another order, so many of them. */
function hostEvents(odd: number): Table {
  const rows = Array.from({ length: 2400 }, (_, at) => {
    const isOdd = at >= 2400 - 4 * odd && at % 4 === 3;
    const code = isOdd ? 4624 : [4624, 4688, 4634][Math.floor(at / 4) % 3];
    const incident = isOdd ? 'invented' : '';
    return [String(START + 60 * at), `host-${at % 4}`, String(code), incident, 'score'];
  });
  return { fields: ['_time', 'host', 'EventCode', 'incident', 'part'], rows };
}

it('are all run here', () => {
  const here = readFileSync(import.meta.filename, 'utf8');
  for (const name of searches.keys()) {
    expect(here).toContain(`runSaved('${name.replace('LSTM Toolkit - ', '')}'`);
  }
});

describe('flows', () => {
  beforeAll(async () => {
    await runSaved('Train flows');
  }, 60_000);

  it('are trained again, and the version in use stays unless the new one is better', async () => {
    const [row] = toRecords((await runSaved('Train flows')).table);
    expect(row).toMatchObject({ model: 'flows', mode: 'classify' });
    expect(head.hasModel('app:flows', 'demo', 'lstm_toolkit')).toBe(true);
  });

  it('of the last five minutes are scored once', async () => {
    const latest = NOW - 120;
    const times = labelled().rows.map(([time]) => Number(time));
    const moved = latest - 1 - Math.max(...times);
    const expected = times.filter((time) => time + moved >= latest - 300).length;

    const found = toRecords((await runSaved('Score flows')).table);

    expect(found.reduce((total, row) => total + Number(row['flows']), 0)).toBe(expected);
    for (const row of found) {
      expect(Number(row['_time'])).toBeLessThan(latest);
      expect(Number(row['_time'])).toBeGreaterThanOrEqual(latest - 300);
      expect(row).toMatchObject({ src: expect.any(String), verdict: expect.any(String) });
    }
  });

  it('have figures', async () => {
    const [row] = toRecords((await runSaved('Figures of flows')).table);
    expect(row).toMatchObject({ rows: '600', classes: '2', model: 'app:flows' });
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

describe('hosts', () => {
  it('are trained, and those at risk found', async () => {
    await runSaved('Train hosts');
    const quiet = await runSaved('Hosts at risk');
    const found = toRecords((await runSaved('Hosts at risk', NOW, hostEvents(12))).table);

    expect(quiet.table.rows).toEqual([]);
    expect(found.map(({ host }) => host)).toEqual(['host-3']);
    expect(Number(found[0]?.['risk'])).toBeGreaterThanOrEqual(20);
  }, 60_000);
});

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
  const fit = 'lstmfit label from user bytes proto src into moved epochs=2 units=4 batch_size=256';
  await head.run(fit, steadyFlows(12_000, 1));
  await head.run('lstmscore moved', steadyFlows(2000, 3));
  expect((await runSaved('Drift', now)).table.rows).toEqual([]);

  await head.run('lstmscore moved', steadyFlows(2000, 2, { times: 7 }));
  const found = toRecords((await runSaved('Drift', now)).table);

  expect(found).toEqual([
    expect.objectContaining({
      ...{ user: 'demo', app: 'search', model: 'moved', version: '1', runs: '1' },
      furthest: expect.stringContaining('bytes'),
    }),
  ]);
}, 60_000);
