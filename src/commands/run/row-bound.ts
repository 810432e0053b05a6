/**
 * How many rows a command may hold while it waits for the last of them.
 *
 * @module
 */

import { PROCESS_BYTES } from '../../estimate/memory.ts';
import type { RowBound } from '../../protocol/collect.ts';
import type { Run } from './run.ts';

/** Of rows that are dropped again, and of chunks read and thrown away, before V8 collects them. */
const LEFT_BYTES = 64 * 2 ** 20;

/** What the limits leave beside the process itself; the work on the rows is estimated when all are there. */
export function rowBound(run: Run, remedy: string): RowBound {
  const maxBytes = async (): Promise<number> => {
    const { max_memory_mb: megabytes } = await run.limits();
    return megabytes * 2 ** 20 - PROCESS_BYTES - LEFT_BYTES;
  };
  return { maxBytes, remedy };
}
