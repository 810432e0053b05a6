/**
 * Declares what reads rows faster than TypeScript does: the native kernel, where it can be used.
 *
 * It does what the TypeScript beside its calls does, and leaves to that what is not usual, so that results
 * never depend on whether there is one. An array that is too small for a call is an error.
 *
 * @module
 */

/** These are the answers of `indexRows`: it has read all bytes, `cells` is full, or TypeScript must read the next row. */
export const INDEXED = { all: 0, noRoom: 1, unusualRow: 2 } as const;

export interface RowKernel {
  /**
   * Indexes rows of CSV.
   *
   * @param bytes - the first bytes of a body, which end in a newline
   * @param cells - `[rows, indexed + 2]`, as in `ResultBlock`; is written for the rows that are read
   * @param columns - the number of columns
   * @param indexed - so many of them are indexed, and those behind them are empty twins
   * @param progress - where the next row starts, and its number: the call moves both
   * @returns one of `INDEXED`
   */
  indexRows(
    bytes: Uint8Array,
    cells: Uint32Array,
    columns: number,
    indexed: number,
    progress: Float64Array,
  ): number;
  /**
   * Reads the cells of the rows `first` to `last` that are plain decimals, each rounded once as `Number`
   * rounds its text. Empty cells are left out.
   *
   * @param bytes - the bytes that `cells` points into
   * @param cells - `[rows, stride]`
   * @param columns - at most 64
   * @param numbers - an array for each of the columns; the number of a row goes to `row + offset`
   * @param left - gets `(row − first)·columns.length + column` for each cell that TypeScript must read; it has
   *   room for all
   * @returns the number of cells in `left`
   */
  readDecimals(
    bytes: Uint8Array,
    cells: Uint32Array,
    stride: number,
    first: number,
    last: number,
    columns: Int32Array,
    numbers: readonly Float64Array[],
    offset: number,
    left: Int32Array,
  ): number;
  /**
   * Writes a column of a matrix `[steps, stride]`: the number of each step, less the center, over the scale,
   * clipped to ± `clip`; `filled` where it is NaN, and 1 in the next column where `marksNull` is 1.
   *
   * @param numbers - `[rows]`
   * @param rows - `[steps]`: the row of each step
   * @param scaling - center, scale, clip and filled
   * @returns the number of steps without a number
   */
  scaleColumn(
    numbers: Float64Array,
    rows: Int32Array,
    out: Float32Array,
    stride: number,
    column: number,
    scaling: Float64Array,
    marksNull: number,
  ): number;
}
