/**
 * Bounds the rows that a command may hold while it waits for the last of them.
 *
 * @module
 */

import { PROCESS_BYTES } from '../../estimate/memory.ts';
import type { RowBound } from '../../protocol/collect.ts';
import type { Run } from './run.ts';

/**
 * Rows that are dropped again, and chunks that were read, take up to this much before V8 collects them.
 */
const LEFT_BYTES = 64 * 2 ** 20;

/**
 * Returns the memory that the limits leave beside the process itself; the work on the rows is estimated
 * when all have come.
 */
export function rowBound(run: Run, remedy: string): RowBound {
  const maxBytes = async (): Promise<number> => {
    const { max_memory_mb: megabytes } = await run.limits();
    return megabytes * 2 ** 20 - PROCESS_BYTES - LEFT_BYTES;
  };
  return { maxBytes, remedy };
}
