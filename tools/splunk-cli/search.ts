/**
 * Runs searches on a Splunk: as a job whose progress shows, in one request, or as an export.
 *
 * @see the REST reference of Splunk 10.2.3, "Search endpoints"
 * @module
 */
import { thousands, UserError } from '../../src/errors.ts';
import type { Connection } from './connection.ts';
import { runJob } from './job.ts';
import { readExport, readResults } from './read-results.ts';
import { answered } from './refusal.ts';
import type { ResultRows } from './result-rows.ts';

/**
 * The mode `job` shows progress; `oneshot` is one request; `export` sends rows while the search runs, any
 * number of them.
 */
export const MODES = ['job', 'oneshot', 'export'] as const;

export type Mode = (typeof MODES)[number];

export interface SearchRequest {
  /** The search in SPL; without a leading pipe `search` is put in front, as in Splunk Web. */
  readonly search: string;
  readonly mode: Mode;
  readonly earliest?: string | undefined;
  readonly latest?: string | undefined;
}

type Parameters = Readonly<Record<string, string>>;

/** A search gives at most this many rows: `maxresultrows`, and `max_count` of a job. */
const MOST = { oneshot: 50_000, job: 500_000 };

/**
 * @param onProgress - is told the share of a job that is done, 0 to 1
 * @throws UserError when Splunk refuses the search or the search fails
 */
export async function runSearch(
  connection: Connection,
  { search, mode, earliest, latest }: SearchRequest,
  onProgress: (done: number) => void = () => undefined,
): Promise<ResultRows> {
  const query = queryOf(search);
  const range = {
    ...(earliest !== undefined && { earliest_time: earliest }),
    ...(latest !== undefined && { latest_time: latest }),
  };
  switch (mode) {
    case 'job':
      return withLimit(await runJob(connection, query, range, onProgress), 'job');
    case 'oneshot':
      return await runOneshot(connection, query, range);
    case 'export':
      return await runExport(connection, query, range);
  }
}

/** Returns what REST takes: a search that begins with a command. */
export function queryOf(search: string): string {
  const text = search.trim();
  if (text === '') throw new UserError("A search must be given, such as 'index=main | head 10'.");
  return text.startsWith('|') || /^search\s/i.test(text) ? text : `search ${text}`;
}

async function runOneshot(
  { service }: Connection,
  query: string,
  range: Parameters,
): Promise<ResultRows> {
  const parameters = { ...range, output_mode: 'json', count: 0 };
  const result = readResults(await answered(service.oneshotSearch(query, parameters)));
  return withLimit(result, 'oneshot');
}

/** Adds a warning where rows may have been left out. */
function withLimit(result: ResultRows, mode: keyof typeof MOST): ResultRows {
  const most = MOST[mode];
  if (result.rows.length < most) return result;
  const text = `Splunk gives at most ${thousands(most)} rows so: --mode export has no limit.`;
  return { ...result, messages: [...result.messages, { type: 'WARN', text }] };
}

/** Runs an export; the SDK has none of its own. */
async function runExport(
  { service }: Connection,
  query: string,
  range: Parameters,
): Promise<ResultRows> {
  const jobs = service.disableV2SearchApi() ? 'search/jobs' : 'search/v2/jobs';
  const parameters = { ...range, search: query, output_mode: 'json', preview: 'false' };
  const { data } = await answered(service.post(`${jobs}/export`, parameters));
  return readExport(data);
}
