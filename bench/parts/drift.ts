/**
 * Measures what it costs to look for drift: its share of the processor time from the bytes of the rows to
 * those of the reply, in one process and on one thread. Both times come from the same runs, so that
 * whatever else the machine does disturbs both.
 *
 * @module
 */
import { scoreColumns } from '../../src/commands/tasks/score-columns.ts';
import { EVEN_CHANCE } from '../../src/evaluate/threshold.ts';
import type { TrainedModel } from '../../src/fit/pipeline.ts';
import { readCsv } from '../../src/protocol/csv-reader.ts';
import { writeWithColumns } from '../../src/protocol/csv-writer.ts';
import { SearchResults } from '../../src/results/results.ts';
import { DriftWatch } from '../../src/score/drift-watch.ts';
import { scoreRows } from '../../src/score/whole-search.ts';
import { csvFile } from '../data/rows.ts';
import { createEngine } from '../engines.ts';
import { median } from '../measure/in-turn.ts';
import type { Report } from '../measure/report.ts';
import { trainSearch } from './train-search.ts';

const FIELDS = 80;
const ROWS = [1000, 10_000, 50_000];
const ROUNDS = 9;
const COLUMNS = ['model', 'rows', 'scoring, ms', 'looking for drift, ms', 'ratio'];

/**
 * The cheapest network that reads windows in the order of the rows, and the cheapest one that reads
 * single rows.
 */
const SEARCHES = [
  ['window of 20, 32 units', 'label from f* into m window=20 epochs=1'],
  ['single rows, 32 units', 'label from f* into m epochs=1'],
] as const;

/** Adds up the time of the calls of the watch. */
class TimedWatch extends DriftWatch {
  milliseconds = 0;

  override add(...rows: Parameters<DriftWatch['add']>): void {
    this.#time(() => super.add(...rows));
  }

  override findings(): ReturnType<DriftWatch['findings']> {
    return this.#time(() => super.findings());
  }

  #time<T>(work: () => T): T {
    const before = process.cpuUsage();
    const result = work();
    this.milliseconds += sinceThen(before);
    return result;
  }
}

export async function measureDrift(report: Report): Promise<void> {
  const rows: string[][] = [];
  for (const [name, search] of SEARCHES) {
    const trained = await trainSearch(csvFile({ rows: 4000, fields: FIELDS }), search);
    for (const count of ROWS) rows.push([name, ...(await measureRows(trained, count))]);
  }
  report.table('Looking for drift', COLUMNS, rows);
}

async function measureRows({ model }: TrainedModel, rows: number): Promise<string[]> {
  const csv = csvFile({ rows, fields: FIELDS });
  const { header, weights } = model;
  const engine = createEngine(header.network, weights, 1);
  const { drift } = header;
  const threshold = header.threshold ?? EVEN_CHANCE;
  if (drift === undefined) throw new Error('the model has nothing to compare with');
  const run = async (): Promise<readonly [all: number, looking: number]> => {
    const watch = new TimedWatch(header, drift, threshold);
    const before = process.cpuUsage();
    const block = readCsv(csv);
    if (block === undefined) throw new Error('no rows');
    const hooks = { watch, breathe: async () => undefined };
    const results = SearchResults.of(block);
    const { scores } = await scoreRows(header, engine, results, hooks);
    watch.findings();
    const options = { as: undefined, threshold, probabilities: false };
    const columns = scoreColumns(header, scores, options);
    let bytes = 0;
    for (const piece of writeWithColumns(results, columns).pieces()) bytes += piece.length;
    if (bytes === 0) throw new Error('no reply');
    return [sinceThen(before), watch.milliseconds];
  };
  await run();
  const runs: (readonly [number, number])[] = [];
  while (runs.length < ROUNDS) runs.push(await run());
  const all = median(runs.map(([value]) => value));
  const looking = median(runs.map(([, value]) => value));
  const ratio = median(runs.map(([whole, part]) => whole / (whole - part)));
  return [rows.toLocaleString('en'), all.toFixed(0), looking.toFixed(1), ratio.toFixed(3)];
}

/** Returns milliseconds of processor time. */
function sinceThen(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
