/**
 * Shows how seconds and memory of whole processes grow, with one table for each property of a fit, while
 * all others are small.
 *
 * @module
 */
import { type Chunks, madeChunks, STREAM_ROWS } from '../data/chunks.ts';
import type { RowShape } from '../data/rows.ts';
import { inTurn, type Side } from '../measure/in-turn.ts';
import type { Report } from '../measure/report.ts';
import { OurCommands } from '../process/our-commands.ts';
import { sampleOf } from './jobs.ts';

interface Axis {
  readonly name: string;
  /** Says which properties stay the same. */
  readonly text: string;
  readonly values: readonly number[];
  readonly shape: (value: number) => RowShape;
  /** The options of `lstmfit`, which trains one epoch. */
  readonly options: (value: number) => string;
}

const AXES: readonly Axis[] = [
  {
    name: 'rows',
    text: '3 fields, window 5, 8 units',
    values: [1000, 10_000, 100_000, 1_000_000],
    shape: (rows) => ({ rows, fields: 3 }),
    options: () => 'window=5 units=8',
  },
  {
    name: 'rows of 80 fields',
    text: '80 fields, window 20, 32 units',
    values: [10_000, 100_000, 1_000_000],
    shape: (rows) => ({ rows, fields: 80 }),
    options: () => 'window=20',
  },
  {
    name: 'entities',
    text: '100,000 rows, 3 fields, window 5, 8 units',
    values: [1, 100, 10_000, 100_000],
    shape: (entities) => ({ rows: 100_000, fields: 3, entities }),
    options: () => 'by entity window=5 units=8',
  },
  {
    name: 'fields',
    text: '5,000 rows, window 5, 8 units',
    values: [10, 100, 1000],
    shape: (fields) => ({ rows: 5000, fields }),
    options: () => 'window=5 units=8',
  },
  {
    name: 'window',
    text: '5,000 rows, 10 fields, 16 units',
    values: [1, 10, 50, 200],
    shape: () => ({ rows: 5000, fields: 10 }),
    options: (window) => `window=${window} units=16`,
  },
  {
    name: 'units',
    text: '5,000 rows, 10 fields, window 20',
    values: [8, 32, 64, 256],
    shape: () => ({ rows: 5000, fields: 10 }),
    options: (units) => `window=20 units=${units}`,
  },
];

const COMMANDS = ['fit', 'score', 'score order=input'];

/** A shorter run is repeated. */
const SHORT_SECONDS = 1;

export async function measureGrowth(report: Report): Promise<void> {
  const commands = await OurCommands.start();
  try {
    for (const axis of AXES) {
      const rows: string[][] = [];
      for (const value of axis.values) rows.push(await measurePoint(commands, axis, value));
      const columns = COMMANDS.flatMap((command) => [`${command}, s`, 'MB']);
      report.table(`Growth with ${axis.name} (${axis.text}):`, [axis.name, ...columns], rows);
    }
  } finally {
    await commands.close();
  }
}

async function measurePoint(commands: OurCommands, axis: Axis, value: number): Promise<string[]> {
  const shape = axis.shape(value);
  const whole = madeChunks(shape);
  const fit = `lstmfit label from f* into m ${axis.options(value)} epochs=1`;
  const score = `lstmscore m max_rows=${shape.rows}`;
  const stream = 'lstmscore m order=input';
  return [
    value.toLocaleString('en'),
    ...(await measureRun(commands, fit, whole)),
    ...(await measureRun(commands, score, whole)),
    ...(await measureRun(commands, stream, madeChunks(shape, STREAM_ROWS))),
  ];
}

/** Returns seconds and megabytes as texts. */
async function measureRun(
  commands: OurCommands,
  search: string,
  chunks: Chunks,
): Promise<string[]> {
  const run: Side = async () => sampleOf(await commands.run(search, chunks));
  const [once] = await inTurn([run], 1);
  const isShort = once !== undefined && once.value < SHORT_SECONDS;
  const [figure] = isShort ? await inTurn([run]) : [once];
  const megabytes = (figure?.peakKilobytes ?? Number.NaN) / 1024;
  return [figure?.value.toFixed(2) ?? '', megabytes.toFixed(0)];
}
