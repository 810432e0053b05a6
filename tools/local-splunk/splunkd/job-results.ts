/**
 * Writes the results of a job in the JSON forms of the search endpoints.
 *
 * @see the REST reference of Splunk 10.2.3, `search/v2/jobs/{search_id}/results` and `…/export`
 * @module
 */
import type { Message } from '../command/dialogue.ts';
import { type Cell, type Table, toRecords } from '../table.ts';
import { RestError } from './rest-error.ts';

/** An answer has this many rows unless `count` says otherwise; 0 is all that splunkd gives at once. */
const PAGE = 100;

/** A message as REST shows it. */
export interface RestMessage {
  readonly type: string;
  readonly text: string;
}

export function toRestMessages(messages: readonly Message[]): RestMessage[] {
  return messages.map(([type, text]) => ({ type, text }));
}

/**
 * Returns one page of `table`.
 *
 * @param asked - has `count`, `offset`, `output_mode`
 * @param most - the largest page
 * @throws RestError for another form than `json` or `json_rows`
 */
export function resultsBody(
  table: Table,
  messages: readonly RestMessage[],
  asked: URLSearchParams,
  most: number,
): object {
  const count = Number(asked.get('count') ?? PAGE) || most;
  const offset = Number(asked.get('offset') ?? 0);
  const rows = table.rows.slice(offset, offset + Math.min(count, most));
  const page = { fields: table.fields, rows };
  const head = { preview: false, init_offset: offset, messages };
  switch (asked.get('output_mode')) {
    case 'json':
      return { ...head, fields: table.fields.map((name) => ({ name })), results: toRecords(page) };
    case 'json_rows':
      return { ...head, fields: table.fields, rows: rows.map((row) => alignedRow(table, row)) };
    default:
      throw new RestError(400, 'A local search has output_mode json and json_rows.');
  }
}

function alignedRow({ fields }: Table, row: readonly Cell[]): (Cell | null)[] {
  return fields.map((_, column) => {
    const cell = row[column] ?? '';
    return cell === '' ? null : cell;
  });
}

/** Writes one JSON object in each line: messages, then rows; the last one says that it is the last. */
export function exportBody(table: Table, messages: readonly RestMessage[]): string {
  const records = toRecords(table);
  const last = records.length - 1;
  const lines: object[] = records.map((result, offset) => ({
    preview: false,
    offset,
    ...(offset === last && { lastrow: true }),
    result,
  }));
  if (records.length === 0) lines.push({ preview: false, lastrow: true });
  if (messages.length > 0) lines.unshift({ messages });
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}
