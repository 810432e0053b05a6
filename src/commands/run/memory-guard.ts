/**
 * Ends a search that takes more memory than allowed, where the estimates did not foresee it.
 *
 * @module
 */

import { thousands, UserError } from '../../errors.ts';
import type { Environment } from './environment.ts';

/** Two checks of the memory are at least this many milliseconds apart. */
const LOOK_MS = 50;

/**
 * Returns an environment whose `breathe` functions end the search when the process has more than
 * `maxMegabytes()`.
 */
export function guardMemory<
  Guarded extends Pick<Environment, 'breathe' | 'breatheInFit' | 'elapsed' | 'residentBytes'>,
>(environment: Guarded, maxMegabytes: () => number): Guarded {
  const { breathe, breatheInFit, elapsed, residentBytes } = environment;
  let nextLook = 0;
  const guarded = (pause: () => Promise<void>) => async (): Promise<void> => {
    await pause();
    const now = elapsed();
    if (now < nextLook) return;
    nextLook = now + LOOK_MS;
    const megabytes = Math.ceil(residentBytes() / 2 ** 20);
    if (megabytes <= maxMegabytes()) return;
    throw new UserError(
      `This search has taken ${thousands(megabytes)} MB, more than max_memory_mb=${maxMegabytes()} of lstm_toolkit.conf: use fewer rows, fields or units, or ask an administrator to raise it.`,
    );
  };
  return { ...environment, breathe: guarded(breathe), breatheInFit: guarded(breatheInFit) };
}
