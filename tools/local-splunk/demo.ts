/**
 * `npm start` runs the built app without Splunk, on made-up flows or on your own CSV.
 *
 * @module
 */
import { basename, join } from 'node:path';
import { UserError } from '../../src/errors.ts';
import { readPlan, USAGE } from './demo-plan.ts';
import { EpochWatch } from './epoch-watch.ts';
import { runSearch, SearchError, type SearchResult } from './run-search.ts';
import type { SearchOptions } from './search-options.ts';
import { Splunkd } from './splunkd/splunkd.ts';
import { renderMessage, renderTable } from './text-table.ts';

const PROJECT = join(import.meta.dirname, '..', '..');
const MAX_ROWS = 20;

/** The width where none is known, as in a pipe. */
const WIDTH = 120;

/** Where the demo prints. */
export interface Screen {
  /** Takes one line, or a few with newlines between them. */
  readonly print: (line: string) => void;
  /** The width in characters. */
  readonly width: number;
}

/** @throws UserError on wrong arguments, SearchError when a search fails */
export async function demo(
  args: readonly string[],
  appFolder: string,
  screen: Screen,
): Promise<void> {
  const plan = readPlan(args);
  if (plan === undefined) {
    screen.print(USAGE);
    return;
  }
  const { keep, now } = plan;
  const splunkd = await Splunkd.start([basename(appFolder)], [], keep);
  try {
    for (const line of plan.introduction) screen.print(line);
    const lookups = { tables: { [plan.file]: plan.rows } };
    const { rows: input, chunkRows } = plan;
    const time = now === undefined ? {} : { now, searchinfo: { latest_time: String(now) } };
    for (const search of plan.searches) {
      await show(search, { splunkd, appFolder, lookups, input, chunkRows, ...time }, screen);
    }
    for (const line of plan.closing) screen.print(line);
  } finally {
    await splunkd.close();
  }
}

async function show(search: string, options: SearchOptions, screen: Screen): Promise<void> {
  const { print, width } = screen;
  print(`\n${search}\n`);
  let epochs = 0;
  const watch = new EpochWatch(options.splunkd.home.logs, (line) => {
    epochs++;
    print(line);
  });
  const result = await runSearch(search, options)
    .catch((error: unknown) => {
      if (error instanceof SearchError) printMessages(othersOf(error), screen);
      throw error;
    })
    .finally(() => watch.stop());
  if (epochs > 0) print('');
  const first = result.launches.flatMap(({ added = [] }) => added);
  for (const line of renderTable(result.table, { maxRows: MAX_ROWS, width, first })) print(line);
  printMessages(result.messages, screen);
}

/** Returns the messages that the sentence of the error, which is printed in the end, does not say itself. */
function othersOf({ messages, message }: SearchError): SearchResult['messages'] {
  return messages.filter(([, text]) => !message.includes(text));
}

function printMessages(messages: SearchResult['messages'], { print, width }: Screen): void {
  for (const [level, text] of messages) {
    for (const line of renderMessage(level, text, width)) print(line);
  }
}

if (import.meta.main) {
  try {
    const width = process.stdout.columns ?? (Number(process.env['COLUMNS']) || WIDTH);
    const screen = { print: console.log, width };
    await demo(process.argv.slice(2), join(PROJECT, 'dist', 'lstm_toolkit'), screen);
  } catch (error) {
    if (!(error instanceof UserError || error instanceof SearchError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
