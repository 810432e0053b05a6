/**
 * Runs a search as a job, which is dispatched, watched until it is done, read page by page, and removed.
 *
 * @module
 */
import type { Job } from 'splunk-sdk/lib/service.js';
import { UserError } from '../../src/errors.ts';
import type { Connection } from './connection.ts';
import { readResults } from './read-results.ts';
import { answered, failureIn, messagesIn } from './refusal.ts';
import { concatRows, type ResultRows } from './result-rows.ts';

/** This many rows are asked for at once; splunkd may give fewer. */
const PAGE = 50_000;

/** The pause between two requests for the state of a job. */
const PERIOD_MS = 250;

/** A job that nobody has asked for this long is cancelled, because this process has ended. */
const AUTO_CANCEL_S = 60;

/**
 * @param query - the search in the form that REST takes
 * @param range - has `earliest_time` and `latest_time`
 * @param onProgress - is told the share that is done, 0 to 1
 * @throws UserError when the search is refused or fails, or results are missing
 */
export async function runJob(
  { service }: Connection,
  query: string,
  range: Readonly<Record<string, string>>,
  onProgress: (done: number) => void,
): Promise<ResultRows> {
  const job = await answered(service.search(query, { ...range, auto_cancel: AUTO_CANCEL_S }));
  const properties = await watch(job, onProgress);
  const messages = messagesIn(properties);
  if (properties['isFailed'] === true) {
    throw new UserError(failureIn(messages) ?? 'The search failed without a reason.');
  }
  const found = await readPages(job, Number(properties['resultCount'] ?? 0));
  await answered(job.cancel());
  return { ...found, messages };
}

/** @returns the properties of the job when it is done or has failed */
async function watch(
  job: Job,
  onProgress: (done: number) => void,
): Promise<Readonly<Record<string, unknown>>> {
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
  return await answered(ended);
}

/** @throws UserError when splunkd gives fewer than `count` results */
async function readPages(job: Job, count: number): Promise<ResultRows> {
  const pages: ResultRows[] = [];
  for (let offset = 0; offset < count; ) {
    const [data] = await answered(job.results({ output_mode: 'json', count: PAGE, offset }));
    const page = readResults(data);
    if (page.rows.length === 0) {
      throw new UserError(`Splunk gave ${offset} of the ${count} results only.`);
    }
    pages.push(page);
    offset += page.rows.length;
  }
  return concatRows(pages);
}
