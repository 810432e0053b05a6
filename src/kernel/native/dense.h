/** Computes dense layers (see ../assembly/dense.ts). */

/** Computes rows of out = a · b + bias, where b is packed and `bias` may be absent. */
static void denseRows(Share rows, Shape shape, const float *a, const float *packed, const float *bias, float *out) {
  for (long row = rows.first; row < rows.last; row++) {
    float *to = out + row * shape.columns;
    for (long column = 0; column < shape.columns; column += WIDTH) {
      long lanes = shape.columns - column;
      writeLanes(to + column, bias ? readLanes(bias + column, lanes) : splat(0), lanes);
    }
  }
  Shape part = {rows.last - rows.first, shape.inner, shape.columns};
  Factor factor = {a + rows.first * shape.inner, shape.inner, 0};
  addProduct(part, factor, packed, out + rows.first * shape.columns, shape.columns);
}

/**
 * Adds to columns: gradient += aᵀ · b, and biasGradient, which may be absent, += the sums of the columns of
 * b. `scratch` takes these columns of b, packed.
 */
static void weightGradient(Share columns, float *scratch, Shape shape, const float *a, const float *b, float *gradient,
                           float *biasGradient) {
  long width = columns.last - columns.first;
  Shape packing = {0, shape.rows, width};
  packColumns(packing, b + columns.first, shape.columns, 1, scratch);
  Shape part = {shape.inner, shape.rows, width};
  Factor factor = {a, shape.inner, 1};
  addProduct(part, factor, scratch, gradient + columns.first, shape.columns);
  if (!biasGradient) return;
  for (long row = 0; row < shape.rows; row++) {
    addFloats(biasGradient + columns.first, b + row * shape.columns + columns.first, width);
  }
}
