/**
 * Writes the app's log: one line of JSON for each event, in Splunk's log folder, which Splunk indexes as
 * `_internal`. The log holds no values of results and no keys, and a search does not fail when the log
 * cannot be written.
 *
 * `app/default/props.conf` says how Splunk reads the lines: each begins with its time.
 *
 * @module
 */

import { appendFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';

const MAX_LINE_BYTES = 4000;

/** A log that is larger is renamed before the next line is written. */
const MAX_FILE_BYTES = 10 * 2 ** 20;

/** The levels, from the least to the most severe. */
const LEVELS = ['INFO', 'WARN', 'ERROR'] as const;

export type LogLevel = (typeof LEVELS)[number];

export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** @param home - the folder `SPLUNK_HOME` */
export function logPath(home: string): string {
  return join(home, 'var', 'log', 'splunk', 'lstm_toolkit.log');
}

export class Log {
  readonly #path: string | undefined;
  readonly #common: LogFields;
  readonly #level: LogLevel;

  /**
   * @param home - the folder `SPLUNK_HOME`; nothing is logged where it is `''`
   * @param common - the fields that every line has
   * @param level - lines of a less severe level are left out
   */
  constructor(home: string, common: LogFields, level: LogLevel = 'INFO') {
    this.#path = home === '' ? undefined : logPath(home);
    this.#common = common;
    this.#level = level;
  }

  write(level: LogLevel, event: string, fields: LogFields = {}): void {
    if (this.#path === undefined || LEVELS.indexOf(level) < LEVELS.indexOf(this.#level)) return;
    const time = new Date().toISOString();
    const line = JSON.stringify({ time, level, event, ...this.#common, ...fields });
    try {
      rename(this.#path);
      appendFileSync(this.#path, `${shorten(line)}\n`, { mode: 0o600 });
    } catch {
      // The search goes on without its log.
    }
  }
}

function rename(path: string): void {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (size > MAX_FILE_BYTES) renameSync(path, `${path}.1`);
}

/** Shortens a line, which would not be written in one append over the limit; it stays JSON. */
function shorten(line: string): string {
  if (Buffer.byteLength(line) <= MAX_LINE_BYTES) return line;
  const { time, level, event } = JSON.parse(line);
  const text = line.slice(0, MAX_LINE_BYTES / 4);
  return JSON.stringify({ time, level, event, shortened: text });
}
