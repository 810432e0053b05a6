/**
 * Writes tables and messages for a terminal.
 *
 * @module
 */
import { formatTime } from './spl/time-format.ts';
import { type Cell, type Table, textOf } from './table.ts';

export interface TableLayout {
  /** The most rows to show. */
  readonly maxRows: number;
  /** The width of the terminal in characters. */
  readonly width: number;
  /** The fields that come first where not all have room. */
  readonly first: readonly string[];
}

/** A longer cell is cut off. */
const WIDEST = 48;
const GAP = '  ';

/**
 * Writes results as lines of columns, with numbers rounded to three decimals and times in UTC. Fields that have no
 * room, and rows beyond the most to show, are counted below. Internal fields but `_time` and `_raw` are left out, as
 * Splunk leaves them out.
 */
export function renderTable(table: Table, { maxRows, width, first }: TableLayout): string[] {
  const fields = table.fields.filter((field) => !/^_(?!time$|raw$)/.test(field));
  const rows = table.rows.slice(0, maxRows);
  const columns = fields.map((field) => toColumn(field, table, rows));
  const shown = fitting(columns, first, width);
  const hidden = columns.filter((column) => !shown.includes(column)).map(({ field }) => field);
  const more = table.rows.length - rows.length;
  const lines = ['', ...rows].map((_, at) =>
    shown
      .map(({ cells }) => cells[at] ?? '')
      .join(GAP)
      .trimEnd(),
  );
  return [
    ...lines,
    ...(more > 0 ? [`… and ${more} more rows`] : []),
    ...(hidden.length > 0 ? [hiddenFields(hidden, width)] : []),
  ];
}

/** Breaks a message into lines, which go on below its text. */
export function renderMessage(level: string, text: string, width: number): string[] {
  const head = level.padEnd(5);
  const room = Math.max(20, width - head.length - 1);
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1) ?? '';
    if (line !== '' && line.length + 1 + word.length > room) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines.map((line, at) => `${at === 0 ? head : ' '.repeat(head.length)} ${line}`);
}

interface Column {
  readonly field: string;
  /** The header and the rows, all of one length. */
  readonly cells: readonly string[];
}

function toColumn(field: string, table: Table, rows: Table['rows']): Column {
  const at = table.fields.indexOf(field);
  const values = rows.map((row) => show(field, row[at] ?? ''));
  const isNumeric =
    values.some(Boolean) && values.every((text) => /^(?:-?\d*\.?\d+(?:e-?\d+)?)?$/.test(text));
  const texts = [field, ...values].map(cut);
  const width = Math.max(...texts.map((text) => text.length));
  const cells = texts.map((text) => (isNumeric ? text.padStart(width) : text.padEnd(width)));
  return { field, cells };
}

/** Returns all columns in their order where they have room; else those of `first`, then as many as fit. */
function fitting(columns: readonly Column[], first: readonly string[], width: number): Column[] {
  const isFirst = ({ field }: Column): boolean => first.includes(field) || field === '_time';
  const ordered = [...columns.filter(isFirst), ...columns.filter((column) => !isFirst(column))];
  if (lengthOf(columns) <= width) return [...columns];
  const shown: Column[] = [];
  for (const column of ordered) {
    if (shown.length > 0 && lengthOf([...shown, column]) > width) break;
    shown.push(column);
  }
  return shown;
}

function lengthOf(columns: readonly Column[]): number {
  const cells = columns.reduce((sum, { cells: [header = ''] }) => sum + header.length, 0);
  return cells + GAP.length * (columns.length - 1);
}

function hiddenFields(hidden: readonly string[], width: number): string {
  const noun = hidden.length === 1 ? 'field' : 'fields';
  const line = `… and ${hidden.length} more ${noun}: ${hidden.join(', ')}`;
  return line.length <= width ? line : `${line.slice(0, width - 1)}…`;
}

function cut(text: string): string {
  return text.length > WIDEST ? `${text.slice(0, WIDEST - 1)}…` : text;
}

/**
 * Shows a cell. A number below 0.001 keeps three significant digits, because a learning rate must not be
 * shown as 0.
 */
function show(field: string, cell: Cell): string {
  const text = textOf(cell).replaceAll('\n', ' ');
  if (field === '_time' && /^\d{9,}(?:\.\d+)?$/.test(text)) {
    return formatTime(Number(text), '%Y-%m-%d %H:%M:%S');
  }
  if (!/^-?\d+\.\d{4,}$/.test(text)) return text;
  const value = Number(text);
  return String(Number(Math.abs(value) < 0.001 ? value.toPrecision(3) : value.toFixed(3)));
}
