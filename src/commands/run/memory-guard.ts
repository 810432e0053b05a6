/**
 * The last word on memory: what the estimates did not foresee ends the search, not the machine.
 *
 * @module
 */

import { thousands, UserError } from '../../errors.ts';
import type { Environment } from './environment.ts';

/** Milliseconds between two looks at the memory. */
const LOOK_MS = 50;

/** The environment, whose breaths end the search when the process has more than `maxMegabytes()`. */
export function guardMemory<
  Guarded extends Pick<Environment, 'breathe' | 'breatheInFit' | 'elapsed' | 'residentBytes'>,
>(environment: Guarded, maxMegabytes: () => number): Guarded {
  const { breathe, breatheInFit, elapsed, residentBytes } = environment;
  let nextLook = 0;
  const guarded = (breath: () => Promise<void>) => async (): Promise<void> => {
    await breath();
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
