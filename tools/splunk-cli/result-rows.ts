/**
 * Holds results of a search as they come from Splunk, and formats them for printing.
 *
 * @module
 */
import Papa from 'papaparse';
import type { SplunkMessage } from './refusal.ts';

/** A result without its null fields; a multivalue field is an array. */
export type ResultRow = Readonly<Record<string, string | readonly string[]>>;

export interface ResultRows {
  /** The field names, in the order of the columns. */
  readonly fields: readonly string[];
  readonly rows: readonly ResultRow[];
  /** The messages that are shown under the job. */
  readonly messages: readonly SplunkMessage[];
}

export const FORMATS = ['csv', 'json'] as const;

export type Format = (typeof FORMATS)[number];

/**
 * Writes lines that end in a newline. CSV joins the values of a multivalue field by newlines, as Splunk
 * does.
 */
export function formatRows({ fields, rows }: ResultRows, format: Format): string {
  if (format === 'json') {
    return `[\n${rows.map((row) => JSON.stringify(row)).join(',\n')}\n]\n`;
  }
  const data = rows.map((row) => fields.map((field) => [row[field] ?? ''].flat().join('\n')));
  return `${Papa.unparse({ fields: [...fields], data }, { newline: '\n' })}\n`;
}

/** Puts results below one another; the fields are the union in the order first seen. */
export function concatRows(parts: readonly ResultRows[]): ResultRows {
  return {
    fields: [...new Set(parts.flatMap(({ fields }) => fields))],
    rows: parts.flatMap(({ rows }) => rows),
    messages: parts.flatMap(({ messages }) => messages),
  };
}
