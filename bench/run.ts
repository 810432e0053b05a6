/**
 * `npm run bench`: how long the built app takes, beside a peer in the same run where there is one.
 *
 * @module
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpus } from 'node:os';
import { join } from 'node:path';
import Papa from 'papaparse';
import { makeFlows } from '../src/local/flows/flows.ts';
import { runSearch } from '../src/local/run-search.ts';
import { Splunkd } from '../src/local/splunkd/splunkd.ts';
import type { Table } from '../src/local/table.ts';
import { readCsv } from '../src/protocol/csv-reader.ts';
import { writeTable, writeWithColumns } from '../src/protocol/csv-writer.ts';
import { SearchResults } from '../src/results.ts';
import { numericRows } from './numeric-rows.ts';

const APP = join(import.meta.dirname, '..', 'dist', 'lstm_toolkit');
const NODE = join(APP, 'bin', 'linux_x86_64', 'node');
const REPEATS = 15;

console.log(`Node.js ${process.version}, ${cpus().length} × ${cpus()[0]?.model}`);
await coldStart();
passThrough();
await jobs();

/** Launcher to the answer of a parse-time getinfo, in turn with a node that does nothing. */
async function coldStart(): Promise<void> {
  const request =
    '{"action":"getinfo","searchinfo":{"args":["label","from","*","into","m"],"sid":""}}';
  const frame = `chunked 1.0,${request.length},0\n${request}`;
  const ours: number[] = [];
  const empty: number[] = [];
  for (let run = 0; run < REPEATS; run++) {
    empty.push(await timeProcess(NODE, ['-e', 'process.stdout.write("x")'], ''));
    ours.push(await timeProcess(join(APP, 'bin', 'lstmfit.sh'), [], frame));
  }
  report('getinfo answered', median(ours), 'ms', 'an empty node', median(empty));
}

/** Milliseconds from the start of a process to its first byte on stdout. */
async function timeProcess(file: string, args: readonly string[], input: string): Promise<number> {
  const started = performance.now();
  const child = spawn(file, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(input);
  await once(child.stdout, 'data');
  const milliseconds = performance.now() - started;
  child.stdout.resume();
  await once(child, 'close');
  return milliseconds;
}

/** 50,000 × 80 cells read and written with one more column, beside Papa Parse. */
function passThrough(): void {
  const table = numericRows(50_000, 80);
  const columns = table.fields.map((name, at) => ({
    name,
    values: table.rows.map((row) => String(row[at])),
  }));
  const bytes = writeTable(columns);
  const added = { name: 'added', values: new Array(table.rows.length).fill('1') };
  const ours = timed(() => {
    const block = readCsv(bytes);
    if (block === undefined) throw new Error('no rows');
    writeWithColumns(SearchResults.of(block), [added]);
  });
  const papa = timed(() => {
    const { data } = Papa.parse<string[]>(Buffer.from(bytes).toString('utf8'));
    Papa.unparse(data.map((row) => [...row, '1']));
  });
  report('50,000 × 80 cells passed through', ours, 'ms', 'Papa Parse', papa);
}

/** Whole commands, launched as splunkd launches them. */
async function jobs(): Promise<void> {
  const splunkd = await Splunkd.start(['lstm_toolkit']);
  const tables: Record<string, Table> = {
    'flows.csv': makeFlows(),
    'small.csv': numericRows(2000, 80),
    'large.csv': numericRows(50_000, 80),
  };
  const searches = [
    [
      'fit the notebook’s job: 1,000 flows, 2 epochs',
      '| inputlookup flows.csv | lstmfit label from * into a window=fields split=random optimizer=rmsprop batch_size=16 epochs=2',
    ],
    ['fit 1,000 flows without any option', '| inputlookup flows.csv | lstmfit label from * into b'],
    [
      'fit 2,000 × 80, window=20 units=64, 1 epoch',
      '| inputlookup small.csv | lstmfit label from * into c window=20 units=64 epochs=1',
    ],
    ['score 1,000 flows, window=fields', '| inputlookup flows.csv | lstmscore a'],
    ['score 50,000 × 80, window=20 units=64', '| inputlookup large.csv | lstmscore c'],
  ] as const;
  try {
    for (const [name, search] of searches) {
      const { launches } = await runSearch(search, {
        splunkd,
        appFolder: APP,
        lookups: { tables },
      });
      const { seconds = Number.NaN, peakKilobytes = Number.NaN } = launches.at(-1) ?? {};
      console.log(`${name}: ${seconds.toFixed(2)} s, ${Math.round(peakKilobytes / 1024)} MB`);
    }
  } finally {
    await splunkd.close();
  }
}

/** Median milliseconds of five runs after one to warm up. */
function timed(work: () => void): number {
  work();
  const runs = Array.from({ length: 5 }, () => {
    const started = performance.now();
    work();
    return performance.now() - started;
  });
  return median(runs);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

function report(name: string, ours: number, unit: string, peer: string, theirs: number): void {
  const ratio = (theirs / ours).toFixed(2);
  console.log(
    `${name}: ${ours.toFixed(0)} ${unit}; ${peer} ${theirs.toFixed(0)} ${unit}; ratio ${ratio}`,
  );
}
