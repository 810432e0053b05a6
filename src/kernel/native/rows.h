/**
 * Declares the functions on rows of search results: where the cells of CSV start, the numbers that they hold, and
 * these numbers scaled. They do what ../../protocol/csv-rows.ts, ../../encode/field/number.ts and numeric.ts beside
 * it do in TypeScript, and leave what is not usual to those.
 *
 * The functions check what they read from memory: a cell that is not within its bytes is an error, not a crash.
 */
#ifndef ROWS_H
#define ROWS_H

#include <stdbool.h>
#include <stdint.h>

/** Holds the first bytes of a body, which end in a newline, and the places of cells to fill. */
typedef struct {
  const uint8_t *bytes;
  int64_t length;
  /**
   * Is `[room, indexed + 2]`: where each indexed cell starts, then one past the last of them, then one past the
   * row, without its carriage return.
   */
  uint32_t *cells;
  int64_t room;
  int64_t columns;
  /** Is the number of columns that are indexed: those behind them are empty twins. */
  int64_t indexed;
} Table;

/** Says how many rows have been indexed, and where the next one starts. */
typedef struct {
  int64_t at;
  int64_t row;
} Progress;

typedef enum { ALL_INDEXED, NO_ROOM, UNUSUAL_ROW } Outcome;

/**
 * Indexes rows from `progress` on, and moves it.
 *
 * @returns NO_ROOM where `cells` is full, UNUSUAL_ROW where the next row is one for TypeScript: of another width,
 *   with twins that are not empty, or with a quote that does not end as it must
 */
Outcome indexRows(const Table *table, Progress *progress);

/** Holds cells of rows as `indexRows` writes them; `stride` is their number for a row. */
typedef struct {
  const uint8_t *bytes;
  int64_t length;
  const uint32_t *cells;
  int64_t stride;
} Cells;

/** Names columns, and for each the array whose element `row + offset` gets the number of a row. */
typedef struct {
  int64_t count;
  const int32_t *columns;
  double *const *numbers;
  int64_t offset;
} Fields;

/**
 * Reads the decimals of the rows `first` to `last`, row by row. Nothing is written for an empty cell.
 *
 * @param left gets the places, `(row − first)·count + field`, of the cells that TypeScript must read; it has room
 *   for all
 * @returns the number of places in `left`, or −1 where a cell is not within the bytes
 */
int64_t readDecimals(const Cells *cells, int64_t first, int64_t last, const Fields *fields, int32_t *left);

/** Describes a scaled number: (number − center) / scale, clipped to ± clip; `filled` stands for none. */
typedef struct {
  double center;
  double scale;
  double clip;
  double filled;
} Scaling;

/** Is a column of a matrix `[steps, stride]`; the next one is set to 1 where `marksNull` and a number is NaN. */
typedef struct {
  float *out;
  int64_t stride;
  bool marksNull;
} Column;

/**
 * Scales the number of each step's row.
 *
 * @param rows `[steps]`
 * @param numbers `[count]`
 * @returns the number of steps whose number is NaN, or −1 where a row is not within `numbers`
 */
int64_t scaleColumn(int64_t steps, const int32_t *rows, int64_t count, const double *numbers, const Scaling *scaling,
                    const Column *column);

#endif
