/**
 * Holds together the body that each instruction set compiles for itself. avx2.c and avx512.c define
 * `Vector`, its WIDTH in floats, the ROWS of a tile and the operations on vectors before they include this.
 */
#include "vector.h"
#include "activation.h"
#include "matrix.h"
#include "dense.h"
#include "lstm.h"
#include "lstm-gradient.h"

#define BODY_FUNCTIONS                                                                                            \
  {                                                                                                               \
    gateFloats, packedFloats, gradientFloats, projectionFloats, packGates, packColumns, denseRows, weightGradient, \
        lstm, lstmLast, lstmGradient, addProjectedGradient, recurrentGradient                                     \
  }
