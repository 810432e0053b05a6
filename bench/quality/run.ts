/**
 * `npm run quality -- [day ...] [TABLE ...] [--sets FOLDER]` shows how good the models are: on real flows of the days
 * named (all without a name), and in the tables `hosts`, `sessions`, `entities`, `blocks`, `alarms`, `sign-ins` and `sensors` of
 * invented rows without labels, `anomaly` of Monday's flows against others, `forecast` and `text`.
 *
 * @module
 */
import { mkdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { machineText } from '../measure/machine.ts';
import { measureAlarms } from './anomaly/alarm-table.ts';
import { AnomalyFits } from './anomaly/anomaly-fits.ts';
import { measureBlocks } from './anomaly/block-table.ts';
import { measureEntities } from './anomaly/entity-table.ts';
import { measureFlows } from './anomaly/flow-table.ts';
import { measureHosts } from './anomaly/host-table.ts';
import { measureSensors, measureSignIns } from './anomaly/invented-table.ts';
import { measureSessions } from './anomaly/session-table.ts';
import { DATA_SETS, type DataSet, hasData, readFlows } from './data-sets.ts';
import { Fits } from './fits.ts';
import { measureForecasts } from './forecast/forecast-table.ts';
import { measureRegimes } from './forecast/regime-table.ts';
import { measureResiduals } from './forecast/residual-table.ts';
import { printHead, printSeeds, type SeedRow } from './quality-table.ts';
import { HELD_OUT, type HeldOut, measureSeed } from './seed-rows.ts';
import { hasNames } from './text/names.ts';
import { measureTexts } from './text/text-table.ts';

const SEEDS = [0, 1, 2];

const { values, positionals: chosen } = parseArgs({
  allowPositionals: true,
  options: { sets: { type: 'string' } },
});
const days = [...new Set<string>(DATA_SETS.map(({ day }) => day))];
const ANOMALY_TABLES = {
  hosts: measureHosts,
  sessions: measureSessions,
  entities: measureEntities,
  blocks: measureBlocks,
  alarms: measureAlarms,
  'sign-ins': measureSignIns,
  sensors: measureSensors,
  anomaly: measureFlows,
};
const names = [...days, ...Object.keys(ANOMALY_TABLES), 'forecast', 'text'];
const unknown = chosen.filter((name) => !names.includes(name));
if (unknown.length > 0) {
  throw new Error(`the tables are ${names.join(', ')}, got ${unknown.join(', ')}`);
}
await measureChosen(chosen.length === 0 ? names : chosen);

async function measureChosen(wanted: readonly string[]): Promise<void> {
  console.log(`${machineText(undefined)}\n`);
  const labelled = days.filter((day) => wanted.includes(day));
  const isSkipped = !hasData() && (labelled.length > 0 || wanted.includes('anomaly'));
  if (isSkipped) console.log('Skipped: the flows are not beside the project, in ../shared/data.');
  if (labelled.length > 0 && hasData()) await measureAll(labelled, values.sets);
  for (const table of Object.keys(ANOMALY_TABLES) as (keyof typeof ANOMALY_TABLES)[]) {
    const isMissing = table === 'anomaly' && !hasData();
    if (wanted.includes(table) && !isMissing) await measureAnomalies(table);
  }
  if (wanted.includes('forecast')) {
    await measureForecasts(SEEDS);
    await measureRegimes(SEEDS, values.sets);
    await measureResiduals(SEEDS);
  }
  if (wanted.includes('text')) await measureNames();
}

async function measureNames(): Promise<void> {
  if (values.sets !== undefined) mkdirSync(values.sets, { recursive: true });
  if (hasNames()) await measureTexts(SEEDS, values.sets);
  else console.log('Skipped: the domain names are not beside the project, in ../shared/data.');
}

async function measureAnomalies(table: keyof typeof ANOMALY_TABLES): Promise<void> {
  const fits = await AnomalyFits.start();
  try {
    await ANOMALY_TABLES[table](fits);
  } finally {
    await fits.close();
  }
}

async function measureAll(names: readonly string[], setsFolder: string | undefined): Promise<void> {
  if (setsFolder !== undefined) mkdirSync(setsFolder, { recursive: true });
  const fits = await Fits.start();
  try {
    printHead();
    for (const data of DATA_SETS) {
      if (names.includes(data.day)) await measure(fits, data, setsFolder);
    }
  } finally {
    await fits.close();
  }
}

async function measure(fits: Fits, data: DataSet, setsFolder: string | undefined): Promise<void> {
  const flows = readFlows(data);
  const seeds: Record<HeldOut, SeedRow>[] = [];
  for (const seed of SEEDS) seeds.push(await measureSeed(fits, flows, data, seed, setsFolder));
  const { day, split, hasMonday } = data;
  const kind = hasMonday ? `${split}, Monday's benign rows mixed in` : split;
  for (const set of HELD_OUT) {
    const rows = seeds.map((seed) => seed[set]);
    printSeeds([day, kind, set], rows);
  }
}
