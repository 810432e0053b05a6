import { thousands } from './errors.ts';

/** Something the person should know about a run, one sentence a fact. */
export interface Notice {
  readonly level: 'INFO' | 'WARN';
  readonly text: string;
  /** Whether it tells what came of the run: shown however many others there are. */
  readonly isResult?: boolean;
  /** Whether it must be read before all others. */
  readonly isVerdict?: boolean;
}

/** `1,234 rows`; `1 row`. */
export function counted(count: number, noun: string): string {
  return `${thousands(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** The first names, and how many more there are. */
export function listed(names: readonly string[], most = 8): string {
  const shown = names.slice(0, most).join(', ');
  return names.length > most ? `${shown} and ${names.length - most} more` : shown;
}
