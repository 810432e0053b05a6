/**
 * `npm run stress`: runs whole fits under load and compares every row, message, figure and weight of
 * each with those of the first. A run that differs is kept whole in `dist/stress/`.
 *
 * @module
 */

import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readCsvFile } from '../../tools/local-splunk/csv-file.ts';
import { runSearch } from '../../tools/local-splunk/run-search.ts';
import { Splunkd } from '../../tools/local-splunk/splunkd/splunkd.ts';
import { type Outcome, takeOutcome } from './outcome.ts';
import { stressRows } from './rows.ts';

const PROJECT = join(import.meta.dirname, '..', '..');
const KEPT = join(PROJECT, 'dist', 'stress');
const USAGE = `npm run stress -- [--runs 300] [--jobs 6] [--rows 20000] [--csv FILE] [--search SPL]
  [--node FILE] [--flags "V8 flags instead of the launcher's"]`;

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '300' },
    // There are three jobs for each processor, so that each slows down the others' compiler threads.
    jobs: { type: 'string', default: String(3 * cpus().length) },
    rows: { type: 'string', default: '20000' },
    csv: { type: 'string' },
    search: {
      type: 'string',
      default: 'lstmfit label from * into m window=1 epochs=1 output=summary threads=1',
    },
    node: { type: 'string' },
    flags: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

/** Makes the built app, with another Node.js or other flags where they are asked for. */
function makeApp(): string {
  const app = join(KEPT, 'lstm_toolkit');
  rmSync(KEPT, { recursive: true, force: true });
  cpSync(join(PROJECT, 'dist', 'lstm_toolkit'), app, { recursive: true });
  for (const command of ['lstmfit', 'lstmscore', 'lstmmodels', 'lstmmanage']) {
    const file = join(app, 'bin', `${command}.sh`);
    const launcher = readFileSync(file, 'utf8').replace(
      /("\$here\/linux_x86_64\/node") (.*?)("\$here\/lstm_toolkit\.cjs")/,
      (_, node: string, flags: string, bundle: string) =>
        `${values.node === undefined ? node : `'${values.node}'`} ${values.flags ?? flags} ${bundle}`,
    );
    writeFileSync(file, launcher);
  }
  return app;
}

function differences(first: Outcome, other: Outcome): string[] {
  return (Object.keys(first) as (keyof Outcome)[]).filter((part) => first[part] !== other[part]);
}

/** Keeps a run beside the first one. */
function keep(name: string, outcome: Outcome): void {
  mkdirSync(join(KEPT, name), { recursive: true });
  for (const [part, text] of Object.entries(outcome)) {
    writeFileSync(join(KEPT, name, `${part}.txt`), `${text}\n`);
  }
}

class Tally {
  readonly #started = Date.now();
  #first: Outcome | undefined;
  #done = 0;
  #differing = 0;
  #failed = 0;

  get isClean(): boolean {
    return this.#differing + this.#failed === 0;
  }

  add(run: number, outcome: Outcome): void {
    if (this.#first === undefined) keep('first', outcome);
    this.#first ??= outcome;
    const parts = differences(this.#first, outcome);
    if (parts.length > 0) {
      this.#differing++;
      keep(`run-${run}`, outcome);
      console.log(`run ${run} differs from the first in: ${parts.join(', ')}`);
    }
    this.#count();
  }

  fail(run: number, error: unknown): void {
    this.#failed++;
    console.log(`run ${run} failed: ${error instanceof Error ? error.message : error}`);
    this.#count();
  }

  print(): void {
    const seconds = Math.round((Date.now() - this.#started) / 1000);
    const counts = `${this.#done} runs, ${this.#differing} differing, ${this.#failed} failed`;
    console.log(`${counts}, ${seconds} s, load ${loadavg()[0]?.toFixed(1)}`);
  }

  #count(): void {
    if (++this.#done % 100 === 0) this.print();
  }
}

/** Runs jobs, each of which runs fits one after the other in a Splunk home of its own. */
async function stress(): Promise<void> {
  const input =
    values.csv === undefined ? stressRows(Number(values.rows)) : readCsvFile(values.csv);
  const appFolder = makeApp();
  const tally = new Tally();
  const runs = Array.from({ length: Number(values.runs) }, (_, run) => run + 1).values();
  const work = async (): Promise<void> => {
    const splunkd = await Splunkd.start(['lstm_toolkit']);
    for (const run of runs) {
      await runSearch(values.search, { splunkd, appFolder, input }).then(
        (result) => tally.add(run, takeOutcome(result, splunkd.home.etc)),
        (error) => tally.fail(run, error),
      );
    }
    await splunkd.close();
  };
  await Promise.all(Array.from({ length: Number(values.jobs) }, work));
  tally.print();
  if (!tally.isClean) process.exitCode = 1;
}

if (values.help) console.log(USAGE);
else await stress();
