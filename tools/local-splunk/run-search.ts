/**
 * Runs a search on the built app as splunkd does: its macros are replaced; each of the app's commands is first launched for
 * parsing (getinfo, then the end of stdin), so that bad arguments show before any data is read;
 * then the pipeline runs, and each command is launched anew for its rows.
 *
 * @module
 */
import { UserError } from '../../src/errors.ts';
import type { Message } from './command/dialogue.ts';
import type { Launch, SearchOptions } from './search-options.ts';
import { SearchRun, ShownError } from './search-run.ts';
import { expandMacros, readMacros } from './spl/macros.ts';
import { parseSearch } from './spl/spl.ts';
import type { Table } from './table.ts';

export interface SearchResult {
  readonly table: Table;
  /** The messages that are shown under the job, in order. */
  readonly messages: readonly Message[];
  readonly launches: readonly Launch[];
}

/** The error of a search that failed; the message is what Splunk shows. */
export class SearchError extends Error {
  override readonly name = 'SearchError';
  readonly messages: readonly Message[];
  readonly launches: readonly Launch[];

  constructor(text: string, cause: Error, { messages, launches }: Omit<SearchResult, 'table'>) {
    super(text, { cause });
    this.messages = messages;
    this.launches = launches;
  }
}

/**
 * @param search - SPL; a leading pipe is optional
 * @throws SearchError whenever Splunk would show an error instead of results
 */
export async function runSearch(search: string, options: SearchOptions): Promise<SearchResult> {
  const run = await prepareSearch(search, options);
  return await run();
}

/**
 * Parses a search as far as splunkd does before it accepts it.
 *
 * @returns a function that runs it; both throw SearchError whenever Splunk would show an error
 */
export async function prepareSearch(
  search: string,
  options: SearchOptions,
): Promise<() => Promise<SearchResult>> {
  const run = new SearchRun(search, options);
  return await shown(run, async () => {
    const expanded = expandMacros(search, readMacros(options.appFolder));
    const compiled = run.compile(parseSearch(withSearch(expanded)));
    const infos = await run.parse(compiled.steps);
    return () =>
      shown(run, async () => {
        const table = await run.execute(compiled, infos);
        return { table, messages: run.messages, launches: run.launches };
      });
  });
}

/** Puts `search` before a search that starts with a condition, as the search bar does. */
function withSearch(search: string): string {
  return /^\s*[\w.:]+\s*(?:!=|[=<>])/.test(search) ? `search ${search}` : search;
}

/** Turns what Splunk shows into a SearchError; defects of our own pass through. */
async function shown<T>(run: SearchRun, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const isShown = error instanceof UserError || error instanceof ShownError;
    throw isShown ? new SearchError(error.message, error, run) : error;
  }
}
