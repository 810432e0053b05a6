/**
 * Hands the cells of search results to the encoders of fields.
 *
 * @module
 */

import type { Cells } from '../encode/field/cells.ts';
import { EncodingReport } from '../encode/field/encoding-report.ts';
import { NumberColumns } from '../encode/field/number-columns.ts';
import type { SearchResults } from '../results/results.ts';

interface FieldCells {
  /** Returns the cells of a field, of which the report counts the odd ones as they are read. */
  readonly cellsOf: (field: string) => Cells;
  readonly numbers: NumberColumns;
  readonly report: EncodingReport;
}

/** @param rows - the row of each step */
export function fieldCells(
  { fields }: { readonly fields: readonly { readonly kind: string; readonly field: string }[] },
  results: SearchResults,
  rows: Int32Array,
): FieldCells {
  const report = new EncodingReport(results.rowCount);
  const numeric = fields.filter(({ kind }) => kind === 'numeric').map(({ field }) => field);
  const numbers = new NumberColumns(results, numeric);
  const cellsOf = (field: string): Cells => {
    report.of(field).multivalue = results.multivalueCount(field);
    return {
      column: results.column(field),
      numbers: () => numbers.of(field),
      rows,
      report,
      rowKernel: results.rowKernel,
    };
  };
  return { cellsOf, numbers, report };
}
