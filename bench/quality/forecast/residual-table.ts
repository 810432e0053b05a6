/**
 * `npm run quality -- forecast` also counts alarms by `residual_score` on spikes that are put into later rows, beside
 * those by a robust z of the same errors.
 *
 * @module
 */
import { runSearch } from '../../../tools/local-splunk/run-search.ts';
import { Splunkd } from '../../../tools/local-splunk/splunkd/splunkd.ts';
import { type Table, toRecords } from '../../../tools/local-splunk/table.ts';
import { APP } from '../../process/our-commands.ts';
import { printRow, spread } from '../quality-table.ts';
import { makeRegime, type RegimeName } from './regimes.ts';

const NAMES: readonly RegimeName[] = ['jumps', 'growth', 'uneven', 'wilder', 'counts'];

/** The model is fitted to this share of the rows. */
const FITTED = 0.7;

/** One later row in so many is a spike, of so many robust standard deviations of one-step changes. */
const EVERY = 50;
const SIZE = 6;

/** So many rows after a spike, which read it, are not counted. */
const AFTER = 20;

/** A normal number is as far from 0 once in 1,000 times. */
const Z = 3.29;

const COLUMNS = ['series', 'false alarms', 'spikes found', 'by z: false alarms', 'spikes found'];

interface Alarms {
  readonly falseAlarms: number;
  readonly found: number;
}

export async function measureResiduals(seeds: readonly number[]): Promise<void> {
  console.log('');
  printRow(COLUMNS);
  printRow(COLUMNS.map(() => '---'));
  const splunkd = await Splunkd.start(['lstm_toolkit']);
  try {
    for (const name of NAMES) {
      const runs: { readonly own: Alarms; readonly byZ: Alarms }[] = [];
      for (const seed of seeds)
        runs.push(await measureAlarms(splunkd, makeRegime(name, seed), seed));
      const text = (figure: (run: (typeof runs)[number]) => number, digits: number): string =>
        spread(runs.map(figure), digits);
      printRow([
        name,
        text(({ own }) => own.falseAlarms, 4),
        text(({ own }) => own.found, 3),
        text(({ byZ }) => byZ.falseAlarms, 4),
        text(({ byZ }) => byZ.found, 3),
      ]);
    }
  } finally {
    await splunkd.close();
  }
}

async function measureAlarms(splunkd: Splunkd, series: Table, seed: number) {
  const { fields, rows } = series;
  const load = fields.indexOf('load');
  const loads = rows.map((row) => Number(row[load]));
  const begin = Math.floor(FITTED * rows.length);
  const changes = loads.slice(1, begin).map((value, at) => value - (loads[at] ?? 0));
  const isSpike = (row: number): boolean => row >= begin && (row - begin) % EVERY === EVERY - 1;
  const height = SIZE * robustSpread(changes);
  const spiked = rows.map((row, at) =>
    row.map((cell, k) => (k === load && isSpike(at) ? String((loads[at] ?? 0) + height) : cell)),
  );
  const run = { splunkd, appFolder: APP };
  const fit = `lstmfit load from load into spikes horizon=1 seed=${seed} output=summary`;
  await runSearch(fit, { ...run, input: { fields, rows: rows.slice(0, begin) } });
  const { table } = await runSearch('lstmscore spikes', {
    ...run,
    input: { fields, rows: spiked },
  });
  const records = toRecords(table);
  const errors = records.map(
    (record) => Number(record['load']) - Number(record['predicted(load)']),
  );
  // The newest fifth of the rows of the fit validates.
  const known = errors.slice(Math.floor(0.8 * begin), begin);
  const [middle, size] = [median(known), robustSpread(known)];
  const later = [...records.keys()].filter((row) => row >= begin);
  const alarmsBy = (isAlarm: (row: number) => boolean): Alarms => {
    const share = (own: readonly number[]): number => own.filter(isAlarm).length / own.length;
    const isQuiet = (row: number): boolean => (row - begin) % EVERY >= AFTER || row < begin + AFTER;
    return {
      falseAlarms: share(later.filter((row) => isQuiet(row) && !isSpike(row))),
      found: share(later.filter(isSpike)),
    };
  };
  return {
    own: alarmsBy((row) => Number(records[row]?.['residual_score(load)']) >= 0.999),
    byZ: alarmsBy((row) => Math.abs((errors[row] ?? 0) - middle) > Z * size),
  };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

/** Returns the median distance from the median, as the standard deviation of normal numbers. */
function robustSpread(values: readonly number[]): number {
  const middle = median(values);
  return 1.4826 * median(values.map((value) => Math.abs(value - middle)));
}
