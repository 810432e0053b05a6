/**
 * Holds the events that a local Splunk has indexed itself: what `collect` wrote, and in `_internal` the logs of
 * the apps, one JSON object a line, whose fields Splunk extracts at search time.
 *
 * @module
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { concatTables, NO_RESULTS, type Table } from '../table.ts';

export class Indexes {
  readonly #logs: string;
  readonly #collected = new Map<string, Table>();

  /** @param logs - the folder of splunkd's logs */
  constructor(logs: string) {
    this.#logs = logs;
  }

  add(index: string, events: Table): void {
    this.#collected.set(index, concatTables([this.#collected.get(index) ?? NO_RESULTS, events]));
  }

  /** Returns the events of an index, newest first as `search` does; undefined where there is none. */
  read(index: string): Table | undefined {
    const events = index === '_internal' ? this.#readLogs() : this.#collected.get(index);
    if (events === undefined) return undefined;
    const column = events.fields.indexOf('_time');
    const rows = events.rows.toSorted((a, b) => Number(b[column]) - Number(a[column]));
    return { fields: events.fields, rows };
  }

  #readLogs(): Table {
    if (!existsSync(this.#logs)) return NO_RESULTS;
    const files = readdirSync(this.#logs).filter((name) => /\.log(?:\.\d+)?$/.test(name));
    return concatTables(files.map((file) => readLog(join(this.#logs, file))));
  }
}

/** Reads one log; its source type is the name of its file, as in the `props.conf` of the app. */
function readLog(path: string): Table {
  const sourcetype = basename(path).replace(/\.log(?:\.\d+)?$/, '');
  const lines = readFileSync(path, 'utf8').split('\n');
  const events = lines.flatMap((line) => {
    const fields = readLine(line);
    return fields === undefined ? [] : [{ fields, line }];
  });
  const names = [...new Set(events.flatMap(({ fields }) => Object.keys(fields)))];
  // Of two lines of one time the later one is the newer event.
  const rows = events
    .toReversed()
    .map(({ fields, line }) => [
      String(Date.parse(fields['time'] ?? '') / 1000),
      line,
      ...['_internal', path, sourcetype],
      ...names.map((name) => fields[name] ?? ''),
    ]);
  return { fields: ['_time', '_raw', 'index', 'source', 'sourcetype', ...names], rows };
}

function readLine(line: string): Record<string, string> | undefined {
  if (!line.startsWith('{')) return undefined;
  const fields = Object.entries(JSON.parse(line) as object).map(([name, value]) => [
    name,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
  return Object.fromEntries(fields) as Record<string, string>;
}
