/**
 * Reports what encoding met in the rows, as messages with counts.
 *
 * @module
 */

import { counted, listed, type Notice } from '../../notice.ts';
import type { Policies } from './column.ts';
import type { EncodingReport, FieldCounts } from './encoding-report.ts';

type Count = keyof FieldCounts;

/** Makes one message each for values that count as null, for multivalue fields, and for texts that are cut. */
export function oddValueNotices(report: EncodingReport, nulls: Policies['nulls']): Notice[] {
  const found = [
    ...describe(report, 'text', 'text where a number or address is expected'),
    ...describe(report, 'nonFinite', 'Infinity, NaN or a number too large'),
  ];
  const several = countOf(report, 'multivalue');
  const notices: Notice[] = [];
  if (found.length > 0) {
    const then = nulls === 'drop' ? 'their rows are left out' : 'they count as null';
    notices.push({ level: 'INFO', text: `${found.join('; ')}: ${then}.` });
  }
  if (several.total > 0) {
    const text = `${counted(several.total, 'cell')} with several values (${several.names}): they count as one value, joined by newlines.`;
    notices.push({ level: 'INFO', text });
  }
  const { total, names } = countOf(report, 'cut');
  if (total > 0) {
    const text = `${counted(total, 'text')} with more characters than length allows (${names}): only the last ones are read.`;
    notices.push({ level: 'INFO', text });
  }
  return notices;
}

function describe(report: EncodingReport, count: Count, what: string): string[] {
  const { total, names } = countOf(report, count);
  return total === 0 ? [] : [`${counted(total, 'value')} with ${what} (${names})`];
}

/** Counts how often any of these things happened in all fields, and names the fields. */
export function countOf(
  report: EncodingReport,
  ...kinds: readonly Count[]
): { readonly total: number; readonly names: string } {
  const fields = [...report.fields]
    .map(([field, counts]) => ({
      field,
      count: kinds.reduce((sum, kind) => sum + counts[kind], 0),
    }))
    .filter(({ count }) => count > 0);
  const total = fields.reduce((sum, { count }) => sum + count, 0);
  return { total, names: listed(fields.map(({ field, count }) => `${field} ${count}`)) };
}
