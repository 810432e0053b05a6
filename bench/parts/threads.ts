/**
 * Measures whole jobs on one thread and on two, and models more threads from that by Amdahl's law, because
 * the machine of the tables has two processors.
 *
 * @see https://en.wikipedia.org/wiki/Amdahl%27s_law
 * @module
 */
import { availableParallelism } from 'node:os';
import { type Chunks, madeChunks } from '../data/chunks.ts';
import { inTurn, type Side } from '../measure/in-turn.ts';
import type { Report } from '../measure/report.ts';
import { OurCommands } from '../process/our-commands.ts';
import { sampleOf } from './jobs.ts';

interface Job {
  readonly name: string;
  readonly rows: number;
  /** A search that goes before, such as the fit of the model that is scored. */
  readonly before?: string;
  readonly search: string;
}

const FIT = 'lstmfit label from f* into m window=20';

const JOBS: readonly Job[] = [
  { name: 'fit 20,000 × 80, 64 units, 3 epochs', rows: 20_000, search: `${FIT} units=64 epochs=3` },
  { name: 'fit 5,000 × 80, 256 units, 2 epochs', rows: 5000, search: `${FIT} units=256 epochs=2` },
  {
    name: 'score 50,000 × 80, 64 units',
    rows: 50_000,
    before: `${FIT} units=64 epochs=1 max_rows=5000`,
    search: 'lstmscore m',
  },
  {
    name: 'score 20,000 × 80, 256 units',
    rows: 20_000,
    before: `${FIT} units=256 epochs=1 max_rows=2000`,
    search: 'lstmscore m',
  },
];

/** So many threads are modelled. */
const MODELLED = [4, 8, 16];

export async function measureThreads(report: Report): Promise<void> {
  if (availableParallelism() < 2) return;
  const commands = await OurCommands.start();
  try {
    const rows: string[][] = [];
    for (const job of JOBS) rows.push(await measureJob(commands, job));
    const columns = ['1 thread, s', '2 threads, s', 'serial part', ...MODELLED.map(modelName)];
    report.table('More threads:', ['job', ...columns], rows);
  } finally {
    await commands.close();
  }
}

function modelName(threads: number): string {
  return `${threads} threads (model), s`;
}

async function measureJob(commands: OurCommands, job: Job): Promise<string[]> {
  const chunks: Chunks = madeChunks({ rows: job.rows, fields: 80 });
  if (job.before !== undefined) await commands.run(job.before, chunks);
  const on = (threads: number): Side => {
    const search = `${job.search} threads=${threads}`;
    return async () => sampleOf(await commands.run(search, chunks));
  };
  const [one, two] = await inTurn([on(1), on(2)]);
  if (one === undefined || two === undefined) throw new Error('no figures');
  const serial = serialPart(one.value, two.value);
  const modelled = MODELLED.map((threads) => one.value * (serial + (1 - serial) / threads));
  return [
    job.name,
    one.value.toFixed(2),
    two.value.toFixed(2),
    `${Math.round(100 * serial)} %`,
    ...modelled.map((seconds) => seconds.toFixed(2)),
  ];
}

/** Returns the part of the time on one thread that another thread takes nothing of. */
function serialPart(one: number, two: number): number {
  return Math.min(1, Math.max(0, (2 * two) / one - 1));
}
