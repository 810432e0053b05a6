/**
 * Replaces what differs from run to run, such as times and rates, by a placeholder, and leaves all else
 * as it is.
 *
 * @module
 */
import { type Table, textOf } from '../../tools/local-splunk/table.ts';

/**
 * The columns of results, and the keys of a model file and its header, whose values differ from run to
 * run.
 */
export const OF_MODELS: readonly string[] = [
  'seconds',
  'rows_per_second',
  'created',
  'age',
  'size',
  'sha256',
];

/** The fields of the log whose values differ from run to run. */
export const OF_LOG: readonly string[] = [...OF_MODELS, 'time', 'pid', 'memory_mb'];

const TEXTS: readonly (readonly [RegExp, string])[] = [
  [/https:\/\/127\.0\.0\.1:\d+/g, '<splunkd>'],
  [/\/[^"]*?splunk home \w+/g, '<home>'],
  [/\b(trained|created) \d{4}-\d\d-\d\d(T[\d:.]+Z)?/g, '$1 <date>'],
  [/\b[\d,]+ kB\b/g, '<size> kB'],
  [/\breference [0-9a-f]{8}\b/g, 'reference <reference>'],
  // The time of explanations is measured on the first rows.
  [/("explained_rows":\d+,"estimated_seconds":)[\d.e+-]+/g, '$1"<seconds>"'],
];

export function steadyText(text: string): string {
  return TEXTS.reduce((changed, [pattern, put]) => changed.replace(pattern, put), text);
}

/** Replaces such values in a table; where rows are pairs of a name and a value, the name decides. */
export function steadyTable({ fields, rows }: Table): Table {
  const isVolatile = fields.map((field) => OF_MODELS.includes(field));
  const steady = rows.map((row) =>
    fields.map((field, column) => {
      const text = textOf(row[column] ?? '');
      const isNamed = field === 'value' && OF_MODELS.includes(textOf(row[column - 1] ?? ''));
      return text !== '' && (isVolatile[column] || isNamed) ? `<${field}>` : steadyText(text);
    }),
  );
  return { fields, rows: steady };
}

/** Writes JSON in which the values of some keys are left out. */
export function steadyJson(value: unknown, volatile: readonly string[], indent?: number): string {
  const replace = (key: string, part: unknown) => (volatile.includes(key) ? `<${key}>` : part);
  return steadyText(JSON.stringify(value, replace, indent));
}
