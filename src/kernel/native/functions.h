/**
 * Declares what an instruction set offers to addon.c. There is one body for all sets: the files that
 * body.h includes. Each function computes what its namesake in ../assembly/ computes, to the same bits,
 * and the comments there say what it means; shapes are those of ../kernel.ts.
 *
 * The bits are the same because each element of a result is summed in one lane, over the same numbers in
 * the same order, with the same fused multiply-adds: the width of a vector changes how many elements are
 * computed at a time, not how one of them is.
 *
 * No function here checks its arguments: addon.c has done so.
 */
#ifndef FUNCTIONS_H
#define FUNCTIONS_H

#include <stdint.h>

/** Is the part of the rows, columns or sequences that a call computes; `last` is excluded. */
typedef struct {
  long first;
  long last;
} Share;

/** Is a matrix product's shape: out[rows, columns] += a[rows, inner] · b[inner, columns]. */
typedef struct {
  long rows;
  long inner;
  long columns;
} Shape;

/** Describes the sequences of a batch, longest first and aligned at their end. */
typedef struct {
  long units;
  long size;
  long timesteps;
  const int32_t *alive;
} Batch;

/** Holds the states of an LSTM layer; without `gates`, neither they nor tanhCells are kept, and cells are `[B, U]`. */
typedef struct {
  float *gates;
  float *cells;
  float *tanhCells;
  float *hidden;
} States;

/**
 * Holds the inputs of an LSTM layer and its packed recurrent kernel. They are the rows of `projected` that
 * `index` names, or, without an index, the products of `below`, `[T, B, inner]`, by packed weights.
 */
typedef struct {
  const float *packed;
  const float *projected;
  const int32_t *index;
  long inner;
  const float *below;
  const float *weights;
  const float *bias;
} Inputs;

typedef struct {
  /** Is the number of floats that `packGates` writes. */
  int64_t (*gateFloats)(int64_t units);
  /** Is the number of floats that `packColumns` writes. */
  int64_t (*packedFloats)(int64_t inner, int64_t columns);
  /** Are the numbers of floats of working memory of `weightGradient`, and of `lstm` and `lstmLast`. */
  int64_t (*gradientFloats)(int64_t rows, int64_t columns);
  int64_t (*projectionFloats)(int64_t units);
  void (*packGates)(long units, const float *recurrent, float *packed);
  void (*packColumns)(Shape shape, const float *b, long rowStride, long columnStride, float *packed);
  void (*denseRows)(Share rows, Shape shape, const float *a, const float *packed, const float *bias, float *out);
  void (*weightGradient)(Share columns, float *scratch, Shape shape, const float *a, const float *b, float *gradient,
                         float *biasGradient);
  void (*lstm)(Share sequences, float *scratch, Batch batch, Inputs inputs, States states);
  void (*lstmLast)(Share sequences, float *scratch, Batch batch, Inputs inputs, float *cells, float *spare,
                   float *hidden);
  void (*lstmGradient)(Share sequences, Batch batch, const float *packed, States states, float *cellGradient);
  void (*addProjectedGradient)(Share columns, Batch batch, const int32_t *index, const float *gates, float *gradient);
  void (*recurrentGradient)(Share columns, float *scratch, Batch batch, const float *gates, const float *hidden,
                            float *gradient);
} Functions;

extern const Functions avx2Functions;
extern const Functions avx512Functions;

#endif
