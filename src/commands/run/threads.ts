/**
 * How many threads a search computes with: Splunk counts a search as one processor, so `auto` is
 * modest, and nobody gets more than the machine has or than the work is worth.
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
 * Multiply-adds that take one thread about 200 ms. With less for each, starting threads and sharing out
 * small batches costs what it saves: the notebook's 1,000 rows train no faster on two.
 */
const WORTH_A_THREAD = 4e9;

/** Of a fit that a person waits for, and of one on a schedule. */
const TYPED = 4;
const SCHEDULED = 2;

/** From this many rows on, scoring takes a second thread. */
export const MANY_ROWS = 100_000;

/** @param processors - that may be used, by the machine and by the administrators' limit */
export function fitThreads(
  asked: ThreadsOption,
  info: Pick<SearchInfo, 'sid'>,
  processors: number,
  work: number,
): number {
  const most = asked === 'auto' ? (isScheduled(info) ? SCHEDULED : TYPED) : asked;
  return worth(most, processors, work);
}

/** @param processors - that may be used, by the machine and by the administrators' limit */
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
 * The processors that a search may use.
 *
 * @throws UserError when more threads are asked for than the setting allows
 */
export function allowedProcessors(
  asked: ThreadsOption,
  processors: number,
  limits: Limits,
): number {
  if (asked !== 'auto') withinLimit('threads', asked, 'threads', limits);
  return Math.min(processors, limits.threads);
}

function worth(most: number, processors: number, work: number): number {
  return Math.max(1, Math.min(most, processors, Math.floor(work / WORTH_A_THREAD)));
}
