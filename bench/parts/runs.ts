/**
 * Measures what it costs to keep neighbouring windows together when examples are shuffled into batches:
 * the validation loss of three seeds with runs of 1 and of 4 windows, and the speed.
 *
 * @module
 */
import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { createRandom } from '../../src/random.ts';
import type { Report } from '../measure/report.ts';
import { trainSearch } from './train-search.ts';

const RUNS = [1, 4];
const SEEDS = [0, 1, 2];
const COLUMNS = ['data', 'run', 'validation loss, three seeds', 'rows/s'];

/** The fields that name hosts or rows are left out, because they give the answer away. */
const FLOWS = [
  'Label from * -"Src*" -"Dst*" -id -"Flow ID" into m',
  'window=20 time=Timestamp mode=classify epochs=4',
].join(' ');

export async function measureRuns(report: Report): Promise<void> {
  const rows: string[][] = [];
  for (const { name, csv, search } of dataSets()) {
    for (const run of RUNS) rows.push([name, String(run), ...(await fitSeeds(csv, search, run))]);
  }
  report.table('Runs of neighbouring windows in training', COLUMNS, rows);
}

function dataSets(): { name: string; csv: Buffer; search: string }[] {
  const made = [0, 38].map((echoes) => ({
    name: `order-dependent, 6,000 rows, ${2 + echoes} fields`,
    csv: orderDependent(echoes),
    search: `label from a b${echoes > 0 ? ' n*' : ''} into m window=6 mode=classify`,
  }));
  const folder = new URL('../../../shared/data/', import.meta.url);
  const flows = ['friday_ddos_benign', 'wednesday'].flatMap((day) => {
    const file = new URL(`cicids2017_improved_${day}.csv.gz`, folder);
    if (existsSync(file)) {
      return [{ name: `flows, ${day}`, csv: gunzipSync(readFileSync(file)), search: FLOWS }];
    }
    console.log(`(flows of ${day} are not beside the project: skipped)`);
    return [];
  });
  return [...made, ...flows];
}

/**
 * Makes rows whose label is the sign of the product of the two values before them; 3 % of the labels are
 * flipped.
 *
 * @param echoes - the number of further fields, which are the values in turn, with noise
 */
function orderDependent(echoes: number): Buffer {
  const random = createRandom(9);
  const past = [0, 0, 0];
  const names = Array.from({ length: echoes }, (_, at) => `,n${at}`);
  const lines = Array.from({ length: 6000 }, (_, row) => {
    const [a, b] = [random.normal(), random.normal()];
    past.unshift(a);
    const label = past[1] * past[2] > 0 ? 1 : 0;
    const shown = random.uniform() < 0.03 ? 1 - label : label;
    const others = names.map((_, at) => {
      const value = at % 2 === 0 ? a : b;
      return `,${(value + random.normal() / 2).toFixed(4)}`;
    });
    return `${1e9 + row},${a.toFixed(4)},${b.toFixed(4)},${shown}${others.join('')}\n`;
  });
  return Buffer.from(`_time,a,b,label${names.join('')}\n${lines.join('')}`);
}

async function fitSeeds(csv: Buffer, search: string, run: number): Promise<[string, string]> {
  const losses: string[] = [];
  const rates: number[] = [];
  for (const seed of SEEDS) {
    const { epochs } = await trainSearch(csv, `${search} seed=${seed}`, { runLength: run });
    losses.push(Math.min(...epochs.map(({ valLoss = Number.NaN }) => valLoss)).toFixed(4));
    rates.push(...epochs.map(({ rowsPerSecond }) => rowsPerSecond));
  }
  const median = rates.toSorted((a, b) => a - b)[rates.length >> 1] ?? Number.NaN;
  return [losses.join(' '), Math.round(median).toLocaleString('en')];
}
