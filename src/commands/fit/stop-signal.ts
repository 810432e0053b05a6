/**
 * Ends a training before its time: by the time limit, or by the user who presses Finalize. Splunk then
 * puts a file named `finalize` into the job's dispatch folder.
 *
 * @module
 */

import { join } from 'node:path';
import type { StopReason } from '../../model/record.ts';
import type { SearchInfo } from '../../protocol/search-info.ts';
import type { Environment } from '../run/environment.ts';

/** Milliseconds between two looks at the folder. */
const LOOK_MS = 250;

/** @param maxSeconds - from now on */
export function stopSignal(
  { elapsed, exists }: Pick<Environment, 'elapsed' | 'exists'>,
  { dispatchDir }: Pick<SearchInfo, 'dispatchDir'>,
  maxSeconds: number,
): () => StopReason | undefined {
  const deadline = elapsed() + 1000 * maxSeconds;
  let nextLook = Number.NEGATIVE_INFINITY;
  let isFinalized = false;
  return () => {
    const now = elapsed();
    if (now >= nextLook && dispatchDir !== '') {
      nextLook = now + LOOK_MS;
      isFinalized = exists(join(dispatchDir, 'finalize'));
    }
    if (isFinalized) return 'finalized';
    return now >= deadline ? 'time' : undefined;
  };
}
