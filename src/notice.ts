/**
 * Declares the notices of a run for the person who searches, and writes the counts and lists in them.
 *
 * @module
 */

import { thousands } from './errors.ts';

/** A fact that the person should know about a run, in one sentence. */
export interface Notice {
  readonly level: 'INFO' | 'WARN';
  readonly text: string;
  /** Whether it is the result of the run: such a message is shown however many others there are. */
  readonly isResult?: boolean;
  /** Whether it must be read before all others. */
  readonly isVerdict?: boolean;
}

/** Returns `1,234 rows`, or `1 row`. */
export function counted(count: number, noun: string): string {
  return `${thousands(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** Lists the first names, and says how many more there are. */
export function listed(names: readonly string[], most = 8): string {
  const shown = names.slice(0, most).join(', ');
  return names.length > most ? `${shown} and ${names.length - most} more` : shown;
}
