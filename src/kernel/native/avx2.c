/** Compiles the body for processors with AVX2 and FMA: 16 registers of eight floats. */
#include "functions.h"

#include <immintrin.h>

#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)

#define INLINE static inline __attribute__((always_inline))

/** A tile has 3 rows × 4 vectors: 12 registers of sums, 3 of factors and 1 of weights. */
#define ROWS 3
#define WIDTH 8

typedef __m256 Vector;

INLINE Vector load(const float *from) { return _mm256_loadu_ps(from); }
INLINE void store(float *to, Vector value) { _mm256_storeu_ps(to, value); }
INLINE Vector splat(float value) { return _mm256_set1_ps(value); }
INLINE Vector add(Vector a, Vector b) { return _mm256_add_ps(a, b); }
INLINE Vector sub(Vector a, Vector b) { return _mm256_sub_ps(a, b); }
INLINE Vector mul(Vector a, Vector b) { return _mm256_mul_ps(a, b); }
INLINE Vector quotient(Vector a, Vector b) { return _mm256_div_ps(a, b); }
INLINE Vector multiplyAdd(Vector a, Vector b, Vector c) { return _mm256_fmadd_ps(a, b, c); }

/** Both return the second value where one is not a number. */
INLINE Vector least(Vector a, Vector b) { return _mm256_min_ps(a, b); }
INLINE Vector largest(Vector a, Vector b) { return _mm256_max_ps(a, b); }

/** Eight lanes from place 8 − n on have their first n set. */
static const int32_t MASKS[2 * WIDTH] = {-1, -1, -1, -1, -1, -1, -1, -1};

INLINE __m256i maskOf(long lanes) { return _mm256_loadu_si256((const __m256i *)(MASKS + WIDTH - lanes)); }

/** Touches no memory beyond the lanes; the others are 0. */
INLINE Vector loadSome(const float *from, long lanes) { return _mm256_maskload_ps(from, maskOf(lanes)); }
INLINE void storeSome(float *to, Vector value, long lanes) { _mm256_maskstore_ps(to, maskOf(lanes), value); }

/** Both take elements of a and b in turn, of their first halves and of their last ones. */
INLINE Vector interleaveFirst(Vector a, Vector b) { return __builtin_shufflevector(a, b, 0, 8, 1, 9, 2, 10, 3, 11); }
INLINE Vector interleaveLast(Vector a, Vector b) { return __builtin_shufflevector(a, b, 4, 12, 5, 13, 6, 14, 7, 15); }

#include "body.h"

#pragma clang attribute pop

const Functions avx2Functions = BODY_FUNCTIONS;
