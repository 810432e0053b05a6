/**
 * Writes tables for a terminal.
 *
 * @module
 */

import { type Table, textOf } from './table.ts';

/**
 * Writes results as lines of right-aligned columns, with numbers rounded to three decimals.
 *
 * @param maxRows - the most rows to show; a last line says how many more there are
 */
export function renderTable({ fields, rows }: Table, maxRows: number): string[] {
  const shown = rows.slice(0, maxRows).map((row) => fields.map((_, at) => show(row[at] ?? '')));
  const lines = [fields, ...shown];
  const widths = fields.map((_, at) => Math.max(...lines.map((line) => line[at]?.length ?? 0)));
  const more = rows.length - shown.length;
  return [
    ...lines.map((line) => line.map((text, at) => text.padStart(widths[at] ?? 0)).join('  ')),
    ...(more > 0 ? [`… and ${more} more rows`] : []),
  ];
}

/**
 * Shows a cell. A number below 0.001 keeps three significant digits, because a learning rate must not be
 * shown as 0.
 */
function show(cell: Table['rows'][number][number]): string {
  const text = textOf(cell).replaceAll('\n', ' ');
  if (!/^-?\d+\.\d{4,}$/.test(text)) return text;
  const value = Number(text);
  return String(Number(Math.abs(value) < 0.001 ? value.toPrecision(3) : value.toFixed(3)));
}
