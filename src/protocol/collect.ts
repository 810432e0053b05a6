/**
 * Collects rows for commands that need all of them before they answer: `reporting` and `events`.
 *
 * @module
 */

import { thousands, UserError } from '../errors.ts';
import { blockBytes } from '../results/result-block.ts';
import { SearchResults } from '../results/results.ts';
import { type Body, type ExecuteRequest, NO_REPLY, type Plan } from './dialogue.ts';
import type { Messages } from './messages.ts';

/** `RowBound` tells how many rows may be held; a search that sends more gets an error, not a sample. */
export interface RowBound {
  readonly maxBytes: () => Promise<number>;
  /** `remedy` says what to do when there are too many rows, as the end of a sentence. */
  readonly remedy: string;
}

/**
 * Collects rows until the last request, then runs `work` once.
 *
 * @throws UserError at the last request when more than the bound came
 */
export function collectRows(
  work: (results: SearchResults, messages: Messages) => Promise<Body>,
  { maxBytes, remedy }: RowBound,
): Plan['execute'] {
  let results = new SearchResults();
  let bytes = 0;
  let isTooMuch = false;
  return async ({ block, isFinal, messages }: ExecuteRequest) => {
    const most = await maxBytes();
    if (block !== undefined) {
      bytes += blockBytes(block);
      // The next chunk is being read already, so that its size is counted in advance.
      isTooMuch ||= bytes + (isFinal ? 0 : blockBytes(block)) > most;
      // Past the bound rows are read but not kept, so that the error comes at the end of a whole
      // dialogue.
      if (isTooMuch) results = new SearchResults();
      else results.append(block);
    }
    if (!isFinal) return NO_REPLY;
    if (isTooMuch) {
      const [took, limit] = [bytes, most].map((count) => thousands(Math.round(count / 2 ** 20)));
      throw new UserError(`The results take ${took} MB, and ${limit} MB may be held: ${remedy}.`);
    }
    return await work(results, messages);
  };
}
