/**
 * Invents small results for end-to-end tests; the same call gives the same rows.
 *
 * @module
 */
import type { Cell, Table } from '../../../tools/local-splunk/table.ts';

/** The epoch seconds of the first flow; one follows every ten seconds. */
export const START = 1_700_000_000;
export const STEP = 10;

/** These options are enough to train in milliseconds. */
export const TINY = 'epochs=1 units=4';

const FIELDS = ['_time', 'src', 'bytes', 'proto', 'label', 'load', 'kind'];
const PROTOCOLS = ['tcp', 'udp', 'icmp'];
const KINDS = ['scan', 'web', 'dns'];

/**
 * Makes `count` flows of three sources, oldest first. Attacks are those with many bytes; `load` is about
 * twice the bytes, and `kind` has three classes.
 */
export function flows(count = 60): Table {
  const rows = Array.from({ length: count }, (_, row) => {
    const isAttack = (row * 7) % 5 < 2;
    const bytes = isAttack ? 900 + ((row * 13) % 37) : 100 + ((row * 11) % 29);
    return [
      String(START + STEP * row),
      `10.0.0.${1 + ((row * 5) % 3)}`,
      String(bytes),
      PROTOCOLS[(row * row) % 3] ?? '',
      isAttack ? 'attack' : 'benign',
      String(2 * bytes + (row % 5)),
      KINDS[(row * 2 + (isAttack ? 1 : 0)) % 3] ?? '',
    ];
  });
  return { fields: FIELDS, rows };
}

/** Returns the same rows in random order. */
export function shuffled({ fields, rows }: Table): Table {
  const keyed = rows.map((row, at) => ({ row, key: (at * 7919 + 13) % 104_729 }));
  return { fields, rows: keyed.toSorted((a, b) => a.key - b.key).map(({ row }) => row) };
}

/** Returns the rows newest first, as Splunk delivers events. */
export function newestFirst({ fields, rows }: Table): Table {
  return { fields, rows: rows.toReversed() };
}

/** Applies `change` to the column `field`, which is added when it is not there. */
export function withColumn(
  { fields, rows }: Table,
  field: string,
  change: (value: Cell, row: number) => Cell,
): Table {
  const at = fields.indexOf(field);
  if (at < 0) {
    const added = rows.map((cells, row) => [...cells, change('', row)]);
    return { fields: [...fields, field], rows: added };
  }
  const changed = rows.map((cells, row) => cells.with(at, change(cells[at] ?? '', row)));
  return { fields, rows: changed };
}

/** Returns the table with the column `from` under another name. */
export function renamed({ fields, rows }: Table, from: string, to: string): Table {
  return { fields: fields.map((field) => (field === from ? to : field)), rows };
}

/** Returns the table without the columns that are named. */
export function without({ fields, rows }: Table, ...names: readonly string[]): Table {
  const kept = fields
    .map((field, at) => ({ field, at }))
    .filter(({ field }) => !names.includes(field));
  return {
    fields: kept.map(({ field }) => field),
    rows: rows.map((row) => kept.map(({ at }) => row[at] ?? '')),
  };
}

/** Returns a column as texts; several values are joined by newlines. */
export function column({ fields, rows }: Table, field: string): string[] {
  const at = fields.indexOf(field);
  if (at < 0) throw new Error(`no column ${field} in ${fields.join(', ')}`);
  return rows.map((row) => [row[at] ?? ''].flat().join('\n'));
}
