/**
 * Reads results in the JSON of the search endpoints.
 *
 * @see the REST reference of Splunk 10.2.3, `search/v2/jobs/{search_id}/results` and `…/export`
 * @module
 */
import { UserError } from '../../src/errors.ts';
import { failureIn, isRecord, messagesIn, type SplunkMessage } from './refusal.ts';
import type { ResultRow, ResultRows } from './result-rows.ts';

/** @throws UserError when there are no rows but a reason why */
export function readResults(data: unknown): ResultRows {
  const { fields, results } = isRecord(data) ? data : {};
  const messages = messagesIn(data);
  if (!Array.isArray(results)) {
    throw new UserError(failureIn(messages) ?? 'Splunk gave something else than results.');
  }
  const rows = rowsIn(results, messages);
  return { fields: namesIn(fields), rows, messages };
}

/**
 * @param data - the object or objects of an export, empty for none; each has messages, a result, or neither
 * @throws UserError when there are no rows but a reason why
 */
export function readExport(data: unknown): ResultRows {
  const lines: unknown[] = data === '' ? [] : [data].flat();
  if (!lines.every(isRecord)) throw new UserError('Splunk gave something else than results.');
  const messages = lines.flatMap(messagesIn);
  const rows = rowsIn(
    lines.map(({ result }) => result),
    messages,
  );
  return { fields: [...new Set(rows.flatMap((row) => Object.keys(row)))], rows, messages };
}

function rowsIn(results: readonly unknown[], messages: readonly SplunkMessage[]): ResultRow[] {
  const rows = results.filter(isRecord).map(toRow);
  const failure = failureIn(messages);
  if (rows.length === 0 && failure !== undefined) throw new UserError(failure);
  return rows;
}

function namesIn(fields: unknown): string[] {
  if (!Array.isArray(fields)) return [];
  return fields.map((field: unknown) => String(isRecord(field) ? field['name'] : field));
}

function toRow(result: Readonly<Record<string, unknown>>): ResultRow {
  const values = Object.entries(result).map(([field, value]) => {
    return [field, Array.isArray(value) ? value.map(String) : String(value)] as const;
  });
  return Object.fromEntries(values);
}
