/**
 * Reads what the log says of drift: the last comparison of each version of a model with later rows.
 *
 * @module
 */

import { visitLogLines } from './log-lines.ts';

/** A comparison of the rows of one search with those of the fit. */
export interface LoggedDrift {
  readonly user: unknown;
  readonly app: unknown;
  readonly model: unknown;
  readonly version: unknown;
  /** So many fields and predictions are no longer as they were. */
  readonly drifted: unknown;
}

/**
 * Returns the last comparison that `isWanted` takes, of a user in an app with a version of a model.
 *
 * @throws the error of the file system where the log is there and cannot be read
 */
export async function readLoggedDrift(
  home: string,
  isWanted: (drift: LoggedDrift) => boolean,
): Promise<LoggedDrift[]> {
  const last = new Map<string, LoggedDrift>();
  await visitLogLines(home, '"event":"drift"', (text) => {
    const drift = parsed(text);
    if (drift === undefined || drift.drifted === undefined || !isWanted(drift)) return;
    last.set(JSON.stringify([drift.app, drift.model, drift.version]), drift);
  });
  return [...last.values()];
}

function parsed(text: string): LoggedDrift | undefined {
  try {
    const line: unknown = JSON.parse(text);
    return typeof line === 'object' && line !== null ? (line as LoggedDrift) : undefined;
  } catch {
    return undefined;
  }
}
