/** Compiles the body for processors with AVX-512: 32 registers of sixteen floats. */
#include "functions.h"

#include <immintrin.h>

#pragma clang attribute push(__attribute__((target("avx512f,avx2,fma"))), apply_to = function)

#define INLINE static inline __attribute__((always_inline))

/** A tile has 6 rows × 4 vectors: 24 registers of sums, 6 of factors and 1 of weights. */
#define ROWS 6
#define WIDTH 16

typedef __m512 Vector;

INLINE Vector load(const float *from) { return _mm512_loadu_ps(from); }
INLINE void store(float *to, Vector value) { _mm512_storeu_ps(to, value); }
INLINE Vector splat(float value) { return _mm512_set1_ps(value); }
INLINE Vector add(Vector a, Vector b) { return _mm512_add_ps(a, b); }
INLINE Vector sub(Vector a, Vector b) { return _mm512_sub_ps(a, b); }
INLINE Vector mul(Vector a, Vector b) { return _mm512_mul_ps(a, b); }
INLINE Vector quotient(Vector a, Vector b) { return _mm512_div_ps(a, b); }
INLINE Vector multiplyAdd(Vector a, Vector b, Vector c) { return _mm512_fmadd_ps(a, b, c); }

/** Both return the second value where one is not a number. */
INLINE Vector least(Vector a, Vector b) { return _mm512_min_ps(a, b); }
INLINE Vector largest(Vector a, Vector b) { return _mm512_max_ps(a, b); }

INLINE __mmask16 maskOf(long lanes) { return (__mmask16)((1u << lanes) - 1); }

/** Touches no memory beyond the lanes; the others are 0. */
INLINE Vector loadSome(const float *from, long lanes) { return _mm512_maskz_loadu_ps(maskOf(lanes), from); }
INLINE void storeSome(float *to, Vector value, long lanes) { _mm512_mask_storeu_ps(to, maskOf(lanes), value); }

/** Both take elements of a and b in turn, of their first halves and of their last ones. */
INLINE Vector interleaveFirst(Vector a, Vector b) {
  return __builtin_shufflevector(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
}
INLINE Vector interleaveLast(Vector a, Vector b) {
  return __builtin_shufflevector(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
}

#include "body.h"

#pragma clang attribute pop

const Functions avx512Functions = BODY_FUNCTIONS;
