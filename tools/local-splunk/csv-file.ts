/**
 * Reads and writes CSV files with a header row, plain or gzipped: the lookups of a local search.
 *
 * @module
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import Papa from 'papaparse';
import { UserError } from '../../src/errors.ts';
import { type Table, textOf } from './table.ts';

/**
 * @param path - a `.gz` name is unpacked; a byte order mark is ignored
 * @throws UserError when it cannot be read, repeats a header name, or has a row of another length
 */
export function readCsvFile(path: string): Table {
  const text = new TextDecoder().decode(readBytes(path));
  const { data } = Papa.parse<string[]>(text, { delimiter: ',', skipEmptyLines: true });
  const [header, ...rows] = data;
  if (header === undefined) throw new UserError(`${path} is empty: it must have a header row`);
  const fields = header.map((name) => name.trim());
  const twice = fields.find((name, column) => fields.indexOf(name) < column);
  if (twice !== undefined)
    throw new UserError(`${path} has the field "${twice}" twice: rename one`);
  const ragged = rows.findIndex((row) => row.length !== fields.length);
  if (ragged >= 0) {
    const found = `row ${ragged + 1} of ${path} has ${rows[ragged]?.length} values`;
    throw new UserError(`${found}, its header has ${fields.length} fields`);
  }
  return { fields, rows };
}

export function writeCsvFile(path: string, { fields, rows }: Table): void {
  const data = rows.map((row) => fields.map((_, column) => textOf(row[column] ?? '')));
  writeFileSync(path, `${Papa.unparse({ fields: [...fields], data }, { newline: '\n' })}\n`);
}

function readBytes(path: string): Uint8Array {
  try {
    const bytes = readFileSync(path);
    return path.endsWith('.gz') ? gunzipSync(bytes) : bytes;
  } catch (cause) {
    throw new UserError(`Cannot read ${path}: ${(cause as Error).message}`, { cause });
  }
}
