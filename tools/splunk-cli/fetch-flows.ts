/**
 * Fetches the flows of the notebook that this app began as: benign and malicious ones of five seconds of
 * CICIDS2017's DDoS, kept in a file so that Splunk is asked once.
 *
 * @module
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { UserError } from '../../src/errors.ts';
import { isRecord } from './refusal.ts';
import { concatRows, type ResultRows } from './result-rows.ts';
import type { SearchRequest } from './search.ts';

/** `FlowQuery` tells what is fetched; the same values find the same file again. */
export interface FlowQuery {
  readonly index: string;
  /** The number of rows of each of the two searches. */
  readonly count: number;
  readonly earliest: string;
  readonly latest: string;
}

/**
 * The query of the notebook. Times without zone are those of the user, as the times of the flows were
 * when they were indexed.
 */
export const NOTEBOOK: FlowQuery = {
  index: 'cicids17',
  count: 500,
  earliest: '2017-07-07T16:11:00',
  latest: '2017-07-07T16:11:05',
};

/** Returns the searches, benign flows first. */
export function flowSearches({ index, count, earliest, latest }: FlowQuery): SearchRequest[] {
  return ['label="BENIGN"', 'label!="BENIGN"'].map((condition) => ({
    search: `index="${index}" ${condition} | table * | sort 0 timestamp | head ${count}`,
    mode: 'job',
    earliest,
    latest,
  }));
}

/**
 * @param cache - a file that is read when it is there, and written when it is not; none unless given
 * @param run - asks Splunk
 * @throws UserError when a search finds nothing, or the file holds another query's flows
 */
export async function fetchFlows(
  query: FlowQuery,
  cache: string | undefined,
  run: (request: SearchRequest) => Promise<ResultRows>,
): Promise<ResultRows> {
  if (cache !== undefined && existsSync(cache)) return readCache(cache, query);
  const parts: ResultRows[] = [];
  for (const request of flowSearches(query)) {
    const part = await run(request);
    if (part.rows.length === 0) {
      const range = `from ${query.earliest} to ${query.latest}`;
      throw new UserError(`No flows ${range} for: ${request.search}`);
    }
    parts.push(part);
  }
  const flows = concatRows(parts);
  const { fields, rows } = flows;
  if (cache !== undefined) writeFileSync(cache, `${JSON.stringify({ query, fields, rows })}\n`);
  return flows;
}

function readCache(path: string, query: FlowQuery): ResultRows {
  const wrong = (what: string, cause?: unknown): UserError =>
    new UserError(`${path} ${what}: remove it, or name another file with --cache.`, { cause });
  let held: unknown;
  try {
    held = JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw wrong('cannot be read as JSON', cause);
  }
  const { query: made, fields, rows } = isRecord(held) ? held : {};
  if (!Array.isArray(fields) || !Array.isArray(rows)) throw wrong('holds no flows');
  if (JSON.stringify(made) !== JSON.stringify(query))
    throw wrong('holds the flows of another query');
  return { fields, rows, messages: [] };
}
