/**
 * Commands that need all rows before they answer: `reporting` and `events`.
 *
 * @module
 */

import { thousands, UserError } from '../errors.ts';
import { SearchResults } from '../results/results.ts';
import type { Body, ExecuteRequest, Plan } from './dialogue.ts';
import type { Messages } from './messages.ts';

const NO_REPLY = new Uint8Array(0);

/** Bytes of rows held at most; a search that sends more is told what to do, not sampled. */
export const MAX_BUFFERED_BYTES = 2 ** 30;

/**
 * Collects rows until the last request, then runs `work` once.
 *
 * @param remedy - what to do when the rows are too many, completing a sentence
 * @throws UserError at the last request when more than `MAX_BUFFERED_BYTES` came
 */
export function collectRows(
  work: (results: SearchResults, messages: Messages) => Promise<Body>,
  remedy: string,
): Plan['execute'] {
  let results = new SearchResults();
  let bytes = 0;
  return async ({ block, isFinal, messages }: ExecuteRequest) => {
    if (block !== undefined) {
      bytes += block.bytes.byteLength + block.cells.byteLength;
      // Past the bound rows are only read, so that the error comes at the end of a whole dialogue.
      if (bytes > MAX_BUFFERED_BYTES) results = new SearchResults();
      else results.append(block);
    }
    if (!isFinal) return NO_REPLY;
    if (bytes > MAX_BUFFERED_BYTES) {
      const megabytes = thousands(Math.round(bytes / 2 ** 20));
      throw new UserError(`The results take ${megabytes} MB, more than 1,024 MB: ${remedy}.`);
    }
    return await work(results, messages);
  };
}
