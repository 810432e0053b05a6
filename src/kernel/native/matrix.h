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

/** A transposed b is packed so many k at a time, which stay in the cache until all columns have written theirs. */
#define TRANSPOSED 32

/** Packs columns that lie across the rows of memory: their elements are read in the order in which they lie. */
static void packTransposed(long depth, long width, const float *b, long columnStride, float *packed) {
  long padded = (width + WIDTH - 1) / WIDTH * WIDTH;
  for (long k = 0; k < depth; k += TRANSPOSED) {
    long end = smaller(depth, k + TRANSPOSED);
    for (long column = 0; column < padded; column++) {
      const float *from = b + column * columnStride;
      for (long at = k; at < end; at++) packed[at * padded + column] = column < width ? from[at] : 0;
    }
  }
}

/** Packs b, whose element (k, column) is `b[k·rowStride + column·columnStride]`; one of the strides is 1. */
static void packColumns(Shape shape, const float *b, long rowStride, long columnStride, float *packed) {
  for (long column = 0; column < shape.columns; column += TILE_COLUMNS) {
    long width = smaller(TILE_COLUMNS, shape.columns - column);
    long padded = (width + WIDTH - 1) / WIDTH * WIDTH;
    const float *from = b + column * columnStride;
    if (columnStride == 1) {
      for (long k = 0; k < shape.inner; k++, from += rowStride) {
        for (long j = 0; j < padded; j += WIDTH) store(packed + k * padded + j, readLanes(from + j, width - j));
      }
    } else {
      packTransposed(shape.inner, width, from, columnStride, packed);
    }
    packed += shape.inner * padded;
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

/** Adds a tile's sums over `depth` of k; `rows`, `vectors` and `isTransposed` are constants. */
INLINE void addTile(const int rows, const int vectors, const int isTransposed, long depth, Factor a,
                    const float *packed, Sum out, long width) {
  Vector sums[ROWS][VECTORS];
  UNROLL for (int r = 0; r < rows; r++) UNROLL for (int v = 0; v < vectors; v++) sums[r][v] = splat(0);
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
