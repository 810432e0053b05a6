/**
 * Searches on a Splunk: as a job whose progress shows, in one request, or as an export.
 *
 * @see the REST reference of Splunk 10.2.3, "Search endpoints"
 * @module
 */
import { UserError } from '../errors.ts';
import type { Connection } from './connection.ts';
import { answered, failureIn, isRecord, messagesIn } from './refusal.ts';
import type { ResultRow, ResultRows } from './result-rows.ts';

/**
 * `job` shows progress and has no limit; `oneshot` is one request, for at most `maxresultrows` rows
 * (50,000 unless `limits.conf` says otherwise); `export` sends rows while the search runs.
 */
export const MODES = ['job', 'oneshot', 'export'] as const;

export type Mode = (typeof MODES)[number];

export interface SearchRequest {
  /** SPL; without a leading pipe `search` is put in front, as in Splunk Web. */
  readonly search: string;
  readonly mode: Mode;
  readonly earliest?: string | undefined;
  readonly latest?: string | undefined;
}

type Parameters = Readonly<Record<string, string | number>>;

/** Rows that are asked for at once; splunkd may give fewer. */
const PAGE = 50_000;

/** Pause between looks at a job. */
const PERIOD_MS = 250;

/** A job that nobody has asked for this long is cancelled: we are gone. */
const AUTO_CANCEL_S = 60;

/**
 * @param onProgress - told of the share of a job that is done, 0 to 1
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
      return await runJob(connection, query, range, onProgress);
    case 'oneshot':
      return await runOneshot(connection, query, range);
    case 'export':
      return await runExport(connection, query, range);
  }
}

/** What REST takes: a search that begins with a command. */
export function queryOf(search: string): string {
  const text = search.trim();
  if (text === '') throw new UserError("A search must be given, such as 'index=main | head 10'.");
  return text.startsWith('|') || /^search\s/i.test(text) ? text : `search ${text}`;
}

async function runJob(
  { service }: Connection,
  query: string,
  range: Parameters,
  onProgress: (done: number) => void,
): Promise<ResultRows> {
  const job = await answered(service.search(query, { ...range, auto_cancel: AUTO_CANCEL_S }));
  const ended = job.track(
    { period: PERIOD_MS },
    {
      progress: (now) => onProgress(Number(now.properties()['doneProgress'] ?? 0)),
      done: (now) => now.properties(),
      failed: (now) => now.properties(),
      error: (error) => {
        throw error;
      },
    },
  );
  const properties = await answered(ended);
  const failed = properties['isFailed'] === true;
  const messages = messagesIn(properties);
  if (failed) throw new UserError(failureIn(messages) ?? 'The search failed without a reason.');
  const parts: ResultRows[] = [];
  for (let offset = 0, count = Number(properties['resultCount']); offset < count; ) {
    const [data] = await answered(job.results({ output_mode: 'json', count: PAGE, offset }));
    const part = readResults(data);
    if (part.rows.length === 0) {
      throw new UserError(`Splunk gave ${offset} of the ${count} results only.`);
    }
    parts.push(part);
    offset += part.rows.length;
  }
  await answered(job.cancel());
  const rows = parts.flatMap((part) => part.rows);
  return { fields: parts[0]?.fields ?? [], rows, messages };
}

async function runOneshot(
  { service }: Connection,
  query: string,
  range: Parameters,
): Promise<ResultRows> {
  const parameters = { ...range, output_mode: 'json', count: 0 };
  const result = readResults(await answered(service.oneshotSearch(query, parameters)));
  if (result.rows.length < PAGE) return result;
  const text = `oneshot gives at most ${PAGE} rows: use --mode export for all`;
  return { ...result, messages: [...result.messages, { type: 'WARN', text }] };
}

/** The SDK has no export of its own. */
async function runExport(
  { service }: Connection,
  query: string,
  range: Parameters,
): Promise<ResultRows> {
  const jobs = service.disableV2SearchApi() ? 'search/jobs' : 'search/v2/jobs';
  const parameters = { ...range, search: query, output_mode: 'json', preview: 'false' };
  const { data } = await answered(service.post(`${jobs}/export`, parameters));
  const lines: unknown[] = Array.isArray(data) ? data : [data];
  const messages = lines.flatMap(messagesIn);
  const results = lines.flatMap((line) => (isRecord(line) ? [line['result']] : []));
  const rows = results.filter(isRecord).map(toRow);
  const failure = failureIn(messages);
  if (rows.length === 0 && failure !== undefined) throw new UserError(failure);
  return { fields: [...new Set(rows.flatMap((row) => Object.keys(row)))], rows, messages };
}

/** @throws UserError when there are no rows but a reason why */
function readResults(data: unknown): ResultRows {
  const { fields, results } = isRecord(data) ? data : {};
  const messages = messagesIn(data);
  if (!Array.isArray(results)) {
    throw new UserError(failureIn(messages) ?? 'Splunk gave something else than results.');
  }
  const rows = results.filter(isRecord).map(toRow);
  const failure = failureIn(messages);
  if (rows.length === 0 && failure !== undefined) throw new UserError(failure);
  return { fields: namesIn(fields), rows, messages };
}

function namesIn(fields: unknown): string[] {
  if (!Array.isArray(fields)) return [];
  return fields.map((field: unknown) => String(isRecord(field) ? field['name'] : field));
}

function toRow(result: Readonly<Record<string, unknown>>): ResultRow {
  const values = Object.entries(result).map(([field, value]) => {
    return [field, Array.isArray(value) ? value.map(String) : String(value)] as const;
  });
  return Object.fromEntries(values);
}
