/**
 * Decides how many threads a search computes with. Splunk counts a search as one processor, so `auto` is
 * modest, and no search gets more threads than the machine has processors or than the work is worth.
 *
 * @module
 */

import { isScheduled, type SearchInfo } from '../../protocol/search-info.ts';
import type { Limits } from '../../store/limits.ts';
import { integer, type Option, orWords } from '../arguments/option.ts';
import { withinLimit } from './within-limit.ts';

export type ThreadsOption = number | 'auto';

const MAX_THREADS = 64;

export function threadsOption(
  group: string,
  auto: string,
): Option<ThreadsOption> & { readonly default: string } {
  return orWords(
    ['auto'],
    integer(1, MAX_THREADS, {
      group,
      default: 'auto',
      help: `Most threads to compute with; at most threads of lstm_toolkit.conf, and never more than there are processors or than the work is worth. auto: ${auto}.`,
    }),
  );
}

/**
 * One thread takes about 200 ms for this many multiply-adds. With less work for each, starting threads
 * and sharing out small batches costs what it saves: the notebook's 1,000 rows train no faster on two
 * threads.
 */
const WORTH_A_THREAD = 4e9;

/** A fit that a person waits for takes the first number of threads; a scheduled one takes the second. */
const TYPED = 4;
const SCHEDULED = 2;

/** From this many rows on, scoring takes a second thread. */
export const MANY_ROWS = 100_000;

/** @param processors - the processors that the machine and the administrators' limit allow */
export function fitThreads(
  asked: ThreadsOption,
  info: Pick<SearchInfo, 'sid'>,
  processors: number,
  work: number,
): number {
  const most = asked === 'auto' ? (isScheduled(info) ? SCHEDULED : TYPED) : asked;
  return worth(most, processors, work);
}

/** @param processors - the processors that the machine and the administrators' limit allow */
export function scoreThreads(
  asked: ThreadsOption,
  rows: number,
  processors: number,
  work: number,
): number {
  const most = asked === 'auto' ? (rows > MANY_ROWS ? 2 : 1) : asked;
  return worth(most, processors, work);
}

/**
 * Returns the number of processors that a search may use.
 *
 * @throws UserError when more threads are asked for than the setting allows
 */
export function allowedProcessors(
  asked: ThreadsOption,
  processors: number,
  limits: Limits,
): number {
  if (asked !== 'auto') withinLimit(limits, { setting: 'threads', asked });
  return Math.min(processors, limits.threads);
}

function worth(most: number, processors: number, work: number): number {
  return Math.max(1, Math.min(most, processors, Math.floor(work / WORTH_A_THREAD)));
}
