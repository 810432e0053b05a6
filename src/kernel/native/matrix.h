/**
 * Computes matrix products (see ../assembly/matrix.ts).
 *
 * Only b is packed: for each 4 vectors of columns, for each k, the row k of b in these columns, padded with
 * zeros to whole vectors. Rows of a are read where they lie, one float into all lanes at a time. As in the
 * reference, an element is summed over k in ascending order, from 0 in every block of `BLOCK_INNER`, and
 * each block's sum is added to the element.
 */

#define BLOCK_INNER 256

/** A tile is this many vectors wide. */
#define VECTORS 4
#define TILE_COLUMNS (VECTORS * WIDTH)

static int64_t packedFloats(int64_t inner, int64_t columns) { return (columns + WIDTH - 1) / WIDTH * WIDTH * inner; }

/** Packs columns that lie in one piece each: WIDTH floats of as many columns are read, and transposed, at a time. */
static void packTransposed(long depth, long width, const float *b, long columnStride, float *packed) {
  long padded = (width + WIDTH - 1) / WIDTH * WIDTH;
  for (long column = 0; column < padded; column += WIDTH) {
    const float *from = b + column * columnStride;
    for (long k = 0; k < depth; k += WIDTH) {
      Vector square[WIDTH];
      UNROLL for (int c = 0; c < WIDTH; c++) {
        square[c] = column + c < width ? readLanes(from + c * columnStride + k, depth - k) : splat(0);
      }
      transpose(square);
      UNROLL for (int at = 0; at < WIDTH; at++) {
        if (k + at < depth) store(packed + (k + at) * padded + column, square[at]);
      }
    }
  }
}

/** Rows are fetched this many rows before they are packed: they may lie on another page each. */
#define ROWS_AHEAD 8

/** Packs columns that lie beside one another. */
static void packRows(long depth, long width, const float *b, long rowStride, float *packed) {
  long padded = (width + WIDTH - 1) / WIDTH * WIDTH;
  for (long k = 0; k < depth; k++, b += rowStride) {
    const float *ahead = b + smaller(ROWS_AHEAD, depth - 1 - k) * rowStride;
    for (long j = 0; j < width; j += LINE) __builtin_prefetch(ahead + j);
    for (long j = 0; j < padded; j += WIDTH) store(packed + k * padded + j, readLanes(b + j, width - j));
  }
}

/** Packs b, whose element (k, column) is `b[k·rowStride + column·columnStride]`; one of the strides is 1. */
static void packColumns(Shape shape, const float *b, long rowStride, long columnStride, float *packed) {
  for (long column = 0; column < shape.columns; column += TILE_COLUMNS) {
    long width = smaller(TILE_COLUMNS, shape.columns - column);
    const float *from = b + column * columnStride;
    if (columnStride == 1) packRows(shape.inner, width, from, rowStride, packed);
    else packTransposed(shape.inner, width, from, columnStride, packed);
    packed += packedFloats(shape.inner, width);
  }
}

/** Is one side of a product: element (row, k) is `from[row·stride + k]`, or `from[k·stride + row]` if transposed. */
typedef struct {
  const float *from;
  long stride;
  int isTransposed;
} Factor;

/** Is what becomes of a product: rows of `to` become rows of `before`, which are 0 if it is absent, plus the product. */
typedef struct {
  float *to;
  long stride;
  const float *before;
  long beforeStride;
} Sum;

/** Returns the sum that a product is added to. */
INLINE Sum addedTo(float *to, long stride) { return (Sum){to, stride, to, stride}; }

/**
 * Adds a tile's sums over `depth` of k; `rows`, `vectors` and `isTransposed` are constants. What they are added to is
 * fetched first, because the processor does not look over a whole loop ahead.
 */
INLINE void addTile(const int rows, const int vectors, const int isTransposed, long depth, Factor a,
                    const float *packed, Sum out, long width) {
  Vector sums[ROWS][VECTORS];
  UNROLL for (int r = 0; r < rows; r++) UNROLL for (int v = 0; v < vectors; v++) {
    __builtin_prefetch(out.to + r * out.stride + v * WIDTH);
    sums[r][v] = splat(0);
  }
  for (long k = 0; k < depth; k++, packed += vectors * WIDTH) {
    Vector factors[ROWS];
    UNROLL for (int r = 0; r < rows; r++) {
      factors[r] = splat(isTransposed ? a.from[k * a.stride + r] : a.from[r * a.stride + k]);
    }
    UNROLL for (int v = 0; v < vectors; v++) {
      Vector weights = load(packed + v * WIDTH);
      UNROLL for (int r = 0; r < rows; r++) sums[r][v] = multiplyAdd(factors[r], weights, sums[r][v]);
    }
  }
  UNROLL for (int r = 0; r < rows; r++) UNROLL for (int v = 0; v < vectors; v++) {
    long lanes = width - v * WIDTH;
    Vector before = out.before ? readLanes(out.before + r * out.beforeStride + v * WIDTH, lanes) : splat(0);
    writeLanes(out.to + r * out.stride + v * WIDTH, add(before, sums[r][v]), lanes);
  }
}

/** Compiles the tile of each size, so that its sums are registers. */
#define TILE(rows, vectors) \
  case rows * VECTORS + vectors - 1: \
    if (a.isTransposed) addTile(rows, vectors, 1, depth, a, packed, out, width); \
    else addTile(rows, vectors, 0, depth, a, packed, out, width); \
    break;
#define TILES(rows) TILE(rows, 1) TILE(rows, 2) TILE(rows, 3) TILE(rows, 4)

static void addTileOf(long rows, long vectors, long depth, Factor a, const float *packed, Sum out, long width) {
  switch (rows * VECTORS + vectors - 1) {
    TILES(1) TILES(2) TILES(3)
#if ROWS > 3
    TILES(4) TILES(5) TILES(6)
#endif
  }
}

/** Divides rows evenly among the fewest tiles that hold them, and returns the rows of the next tile. */
INLINE long tileRows(long left) {
  long tiles = (left + ROWS - 1) / ROWS;
  return (left + tiles - 1) / tiles;
}

/** Computes a product; where `inner` is 0 it is 0. */
static void addProduct(Shape shape, Factor a, const float *packed, Sum out) {
  for (long k = 0; k == 0 || k < shape.inner; k += BLOCK_INNER) {
    long depth = smaller(BLOCK_INNER, shape.inner - k);
    for (long column = 0; column < shape.columns; column += TILE_COLUMNS) {
      long width = smaller(TILE_COLUMNS, shape.columns - column);
      long vectors = (width + WIDTH - 1) / WIDTH;
      const float *weights = packed + column * shape.inner + k * vectors * WIDTH;
      for (long row = 0, rows; row < shape.rows; row += rows) {
        rows = tileRows(shape.rows - row);
        Factor corner = a;
        corner.from += a.isTransposed ? k * a.stride + row : row * a.stride + k;
        const float *before = out.before ? out.before + row * out.beforeStride + column : 0;
        Sum tile = {out.to + row * out.stride + column, out.stride, before, out.beforeStride};
        addTileOf(rows, vectors, depth, corner, weights, tile, width);
      }
    }
    // The next block's sums are added to this one's.
    out = addedTo(out.to, out.stride);
  }
}
