/**
 * `npm start` runs the built app without Splunk, on made-up flows or on your own CSV.
 *
 * @module
 */
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { UserError } from '../../src/errors.ts';
import { readCsvFile } from './csv-file.ts';
import { makeFlows } from './flows/flows.ts';
import { runSearch, SearchError, type SearchResult } from './run-search.ts';
import type { SearchOptions } from './search-options.ts';
import { Splunkd } from './splunkd/splunkd.ts';
import type { Table } from './table.ts';
import { renderTable } from './text-table.ts';

const PROJECT = join(import.meta.dirname, '..', '..');
const MAX_ROWS = 20;
const USAGE = "npm start -- [--csv FILE] [--chunk-rows N] ['SPL' …]";
const TOUR = [
  '| inputlookup netflows.csv | lstmfit label from * into ddos window=fields split=random optimizer=rmsprop batch_size=16 epochs=2',
  '| inputlookup netflows.csv | lstmscore ddos | stats count by label "predicted(label)"',
];

/** A `Plan` holds what the command line asks for. */
interface Plan {
  readonly introduction: readonly string[];
  readonly file: string;
  readonly rows: Table;
  readonly searches: readonly string[];
  readonly chunkRows: number;
  readonly closing: readonly string[];
}

/**
 * @param print - takes one line
 * @throws UserError on wrong arguments, SearchError when a search fails
 */
export async function demo(
  args: readonly string[],
  appFolder: string,
  print: (line: string) => void,
): Promise<void> {
  const plan = readPlan(args);
  const splunkd = await Splunkd.start([basename(appFolder)]);
  try {
    for (const line of plan.introduction) print(line);
    const lookups = { tables: { [plan.file]: plan.rows } };
    const { rows: input, chunkRows } = plan;
    for (const search of plan.searches) {
      await show(search, { splunkd, appFolder, lookups, input, chunkRows }, print);
    }
    for (const line of plan.closing) print(line);
  } finally {
    await splunkd.close();
  }
}

async function show(
  search: string,
  options: SearchOptions,
  print: (line: string) => void,
): Promise<void> {
  print(`\n${search}\n`);
  const result = await runOrPrintMessages(search, options, print);
  for (const line of renderTable(result.table, MAX_ROWS)) print(line);
  printMessages(result, print);
}

async function runOrPrintMessages(
  search: string,
  options: SearchOptions,
  print: (line: string) => void,
): Promise<SearchResult> {
  try {
    return await runSearch(search, options);
  } catch (error) {
    if (error instanceof SearchError) printMessages(error, print);
    throw error;
  }
}

function printMessages(
  result: Pick<SearchResult, 'messages'>,
  print: (line: string) => void,
): void {
  for (const [level, text] of result.messages) print(`${level.padEnd(5)} ${text}`);
}

function readPlan(args: readonly string[]): Plan {
  const { values, positionals: searches } = readArguments(args);
  const chunkRows = Number(values['chunk-rows'] ?? 50_000);
  if (!Number.isInteger(chunkRows) || chunkRows < 1) {
    throw new UserError(`--chunk-rows must be a positive integer, got "${values['chunk-rows']}"`);
  }
  if (values.csv !== undefined) {
    if (searches.length === 0) throw new UserError(`--csv must be followed by a search: ${USAGE}`);
    const file = basename(values.csv).replace(/\.gz$/, '');
    const rows = readCsvFile(values.csv);
    return { introduction: [], file, rows, searches, chunkRows, closing: [] };
  }
  const isTour = searches.length === 0;
  return {
    introduction: ['1,000 netflows made (500 benign, 500 ddos), newest first'],
    file: 'netflows.csv',
    rows: makeFlows(),
    searches: isTour ? TOUR : searches,
    chunkRows,
    closing: isTour ? ['', invitation()] : [],
  };
}

function readArguments(args: readonly string[]) {
  try {
    const options = { csv: { type: 'string' }, 'chunk-rows': { type: 'string' } } as const;
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (cause) {
    throw new UserError(`${(cause as Error).message} Usage: ${USAGE}`, { cause });
  }
}

function invitation(): string {
  const project: unknown = JSON.parse(readFileSync(join(PROJECT, 'package.json'), 'utf8'));
  const { version } = project as { version: string };
  const archive = `dist/lstm_toolkit-${version}.tgz`;
  return `Open it in Splunk: ${archive} (npm run package). Your own data: npm start -- --csv FILE '<SPL>'`;
}

if (import.meta.main) {
  try {
    await demo(process.argv.slice(2), join(PROJECT, 'dist', 'lstm_toolkit'), console.log);
  } catch (error) {
    if (!(error instanceof UserError || error instanceof SearchError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
