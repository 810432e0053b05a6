/**
 * Reads what a fit leaves behind, without what may differ from run to run: how long it took and when.
 *
 * @module
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { SearchResult } from '../../tools/local-splunk/run-search.ts';
import { textOf } from '../../tools/local-splunk/table.ts';

/** The outcome of a fit: one text for each thing that must be the same in every run. */
export interface Outcome {
  readonly rows: string;
  readonly messages: string;
  readonly header: string;
  readonly weights: string;
}

const CLOCKED_FIELDS = new Set(['seconds', 'rows_per_second']);
const CLOCKED_KEYS = new Set(['created', 'seconds', 'rows_per_second']);

/**
 * Reads the model that the fit saved, and removes it for the next run.
 *
 * @param etc - the folder `etc` of the Splunk home that the fit ran in
 */
export function takeOutcome({ table, messages }: SearchResult, etc: string): Outcome {
  const columns = table.fields.flatMap((field, at) => (CLOCKED_FIELDS.has(field) ? [] : [at]));
  const rows = [table.fields, ...table.rows].map((row) =>
    columns.map((at) => textOf(row[at] ?? '')).join(),
  );
  const [header = '', weights = ''] = takeModel(etc);
  return {
    rows: rows.join('\n'),
    messages: messages.map(([level, text]) => `${level} ${text}`).join('\n'),
    header: withoutClocks(header),
    weights,
  };
}

function takeModel(etc: string): string[] {
  const names = readdirSync(etc, { recursive: true, encoding: 'utf8' });
  const name = names.find((path) => path.endsWith('.mlmodel'));
  if (name === undefined) throw new Error('the fit saved no model');
  const path = join(etc, name);
  const [, line = ''] = readFileSync(path, 'utf8').split('\n');
  rmSync(path);
  // The columns are format, version, created, header, weights, sha256; the header is the quoted cell.
  const header = /,"((?:[^"]|"")*)"/.exec(line)?.[1]?.replaceAll('""', '"') ?? '';
  const weights = line.slice(line.lastIndexOf('"') + 1).split(',')[1] ?? '';
  return [header, createHash('sha256').update(weights).digest('hex')];
}

function withoutClocks(header: string): string {
  return JSON.stringify(
    JSON.parse(header, (key, value) => (CLOCKED_KEYS.has(key) ? undefined : value)),
  );
}
