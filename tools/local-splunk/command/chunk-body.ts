/**
 * Writes and reads the CSV body of a chunk, as splunkd does.
 *
 * All plain columns come first, then their `__mv_` twins. A twin is empty for a single value; for several
 * it holds each value wrapped in `$`, joined by `;`, inner `$` doubled, and the plain column holds them
 * joined by newlines.
 *
 * @module
 */
import Papa from 'papaparse';
import { type Cell, NO_RESULTS, type Row, type Table, textOf } from '../table.ts';
import { ProtocolError } from './protocol-error.ts';

const NEWLINE = '\n';
const TWIN = '__mv_';
const TWIN_ITEM = /\$((?:\$\$|[^$])*)\$(?:;|$)/gy;

/** Encodes a table; without fields the body is empty, without rows it is a header alone. */
export function encodeBody({ fields, rows }: Table): string {
  if (fields.length === 0) return '';
  const header = [[...fields, ...fields.map((field) => TWIN + field)]];
  const data = rows.map((row) => {
    const cells = fields.map((_, column) => row[column] ?? '');
    return [...cells.map(textOf), ...cells.map(encodeTwin)];
  });
  const quotes = (name: unknown): boolean => !/^[A-Za-z]\w*$/.test(String(name));
  const lines = Papa.unparse(header, { quotes, newline: NEWLINE }) + NEWLINE;
  return data.length === 0 ? lines : lines + Papa.unparse(data, { newline: NEWLINE }) + NEWLINE;
}

/** Encodes a cell of a twin; papaparse writes null faster than ''. */
function encodeTwin(cell: Cell): string | null {
  if (typeof cell === 'string') return null;
  return cell.map((value) => `$${value.replaceAll('$', '$$$$')}$`).join(';');
}

/** @throws ProtocolError unless it is UTF-8 CSV, rectangular, with distinct names and known twins */
export function decodeBody(body: Uint8Array): Table {
  if (body.length === 0) return NO_RESULTS;
  const text = decodeUtf8(body);
  if (!text.endsWith(NEWLINE)) throw new ProtocolError('the last CSV line has no newline');
  const lines = Papa.parse<string[]>(text.slice(0, -1), { delimiter: ',', newline: NEWLINE });
  const [mistake] = lines.errors;
  if (mistake !== undefined) throw new ProtocolError(`the body is not CSV: ${mistake.message}`);
  const [names = [], ...rows] = lines.data;
  checkRectangle(names, rows);
  const fields = names.filter((name) => !name.startsWith(TWIN));
  const plain = fields.map((field) => names.indexOf(field));
  const twins = fields.map((field) => names.indexOf(TWIN + field));
  const decodeRow = (row: readonly string[]): Row =>
    plain.map((column, at) => decodeTwin(row[twins[at] ?? -1] ?? '') ?? row[column] ?? '');
  return { fields, rows: rows.map(decodeRow) };
}

function decodeUtf8(body: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body);
  } catch (cause) {
    throw new ProtocolError('the body is not UTF-8', { cause });
  }
}

function checkRectangle(names: readonly string[], rows: readonly (readonly string[])[]): void {
  const known = new Set(names);
  if (known.size < names.length) throw new ProtocolError(`a field name is repeated: ${names}`);
  const orphan = names.find((n) => n.startsWith(TWIN) && !known.has(n.slice(TWIN.length)));
  if (orphan !== undefined) throw new ProtocolError(`${orphan} has no plain column`);
  const ragged = rows.find((row) => row.length !== names.length);
  if (ragged === undefined) return;
  const row = JSON.stringify(ragged).slice(0, 200);
  throw new ProtocolError(`a row of ${ragged.length} values under ${names.length} names: ${row}`);
}

function decodeTwin(twin: string): Cell | undefined {
  if (twin === '') return undefined;
  const items = Array.from(twin.matchAll(TWIN_ITEM));
  const length = items.reduce((sum, [item]) => sum + item.length, 0);
  if (length !== twin.length) throw new ProtocolError(`not a multivalue: ${JSON.stringify(twin)}`);
  const values = items.map(([, value = '']) => value.replaceAll('$$', '$'));
  return values.length === 1 ? values[0] : values;
}
