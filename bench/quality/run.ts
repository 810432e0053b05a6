/**
 * `npm run quality -- [day ...] [--sets FOLDER]`: how good the models are on real flows; with
 * `forecast` instead of days, on invented series.
 *
 * @module
 */
import { mkdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { machineText } from '../measure/machine.ts';
import { DATA_SETS, type DataSet, hasData, readFlows } from './data-sets.ts';
import { Fits } from './fits.ts';
import { measureForecasts } from './forecast/forecast-table.ts';
import { printHead, printSeeds, type SeedRow } from './quality-table.ts';
import { HELD_OUT, type HeldOut, measureSeed } from './seed-rows.ts';

const SEEDS = [0, 1, 2];

const { values, positionals: chosen } = parseArgs({
  allowPositionals: true,
  options: { sets: { type: 'string' } },
});
const isForecast = chosen.includes('forecast');
const days = new Set<string>(DATA_SETS.map(({ day }) => day));
const unknown = chosen.filter((name) => !days.has(name) && name !== 'forecast');
if (unknown.length > 0) {
  throw new Error(
    `there are forecast and the days ${[...days].join(', ')}, got ${unknown.join(', ')}`,
  );
}
if (isForecast) {
  console.log(`${machineText(undefined)}\n`);
  await measureForecasts(SEEDS);
} else if (hasData()) await measureAll(chosen.length === 0 ? [...days] : chosen, values.sets);
else console.log('Skipped: the flows are not beside the project, in ../shared/data.');

async function measureAll(names: readonly string[], setsFolder: string | undefined): Promise<void> {
  if (setsFolder !== undefined) mkdirSync(setsFolder, { recursive: true });
  console.log(`${machineText(undefined)}\n`);
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
