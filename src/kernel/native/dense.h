/** Computes dense layers (see ../assembly/dense.ts). */

/** Computes rows of out = a · b + bias, where b is packed and `bias` may be absent. */
static void denseRows(Share rows, Shape shape, const float *a, const float *packed, const float *bias, float *out) {
  Shape part = {rows.last - rows.first, shape.inner, shape.columns};
  Factor factor = {a + rows.first * shape.inner, shape.inner, 0};
  Sum sum = {out + rows.first * shape.columns, shape.columns, bias, 0};
  addProduct(part, factor, packed, sum);
}

/** Is the number of floats of working memory that `weightGradient` takes. */
static int64_t gradientFloats(int64_t rows, int64_t columns) {
  return packedFloats(smaller(rows, BLOCK_INNER), smaller(columns, TILE_COLUMNS));
}

/**
 * Adds to columns: gradient += aᵀ · b, and biasGradient, which may be absent, += the sums of the columns of
 * b. `scratch` takes a tile's columns of a block of b, packed, at a time.
 */
static void weightGradient(Share columns, float *scratch, Shape shape, const float *a, const float *b, float *gradient,
                           float *biasGradient) {
  long width = columns.last - columns.first, stride = shape.columns;
  for (long k = 0; k < shape.rows; k += BLOCK_INNER) {
    long depth = smaller(BLOCK_INNER, shape.rows - k);
    const float *rows = b + k * stride + columns.first;
    Factor factor = {a + k * shape.inner, shape.inner, 1};
    for (long column = 0; column < width; column += TILE_COLUMNS) {
      Shape part = {shape.inner, depth, smaller(TILE_COLUMNS, width - column)};
      packColumns(part, rows + column, stride, 1, scratch);
      addProduct(part, factor, scratch, addedTo(gradient + columns.first + column, stride));
    }
    if (!biasGradient) continue;
    for (long row = 0; row < depth; row++) addFloats(biasGradient + columns.first, rows + row * stride, width);
  }
}
