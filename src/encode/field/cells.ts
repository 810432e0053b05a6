/**
 * Describes what an encoder reads and where it writes.
 *
 * @module
 */

import type { Column } from '../../results/column.ts';
import type { RowKernel } from '../../results/row-kernel.ts';
import type { EncodingReport } from './encoding-report.ts';

/** The cells of one field that become steps. */
export interface Cells {
  /** One value for each row of the results. */
  readonly column: Column;
  /** The values of the column as numbers, NaN for null. */
  readonly numbers: () => Float64Array;
  /** `[steps]`: the row of each step. */
  readonly rows: Int32Array;
  /** The report that gets counts and marks. */
  readonly report: EncodingReport;
  /** Writes numbers faster than TypeScript does, where there is one. */
  readonly rowKernel?: RowKernel | undefined;
}

/** The columns from `column` on of a zero-filled, row-major matrix `[steps, stride]`. */
export interface Columns<Matrix> {
  readonly out: Matrix;
  readonly stride: number;
  readonly column: number;
}
