/**
 * Offers the most that one core can multiply and add in vectors of an instruction set: the loop of
 * ../assembly/peak.ts, whose comment says why it is so, with the fused multiply-adds that the native kernel uses.
 */
#include <immintrin.h>
#include <string.h>

#define NAPI_VERSION 8
#include <node_api.h>

/** A loop keeps this many sums. */
#define SUMS 12

#define UNROLL _Pragma("clang loop unroll(full)")

#define LOOP(name, set, Vector, splat, fused) \
  __attribute__((target(set))) static float name(long iterations, float share) { \
    Vector factor = splat(share), term = splat(1 - share), sums[SUMS]; \
    UNROLL for (int at = 0; at < SUMS; at++) sums[at] = splat(at + 1); \
    for (long turn = 0; turn < iterations; turn++) { \
      UNROLL for (int at = 0; at < SUMS; at++) sums[at] = fused(sums[at], factor, term); \
    } \
    UNROLL for (int at = 1; at < SUMS; at++) sums[0] += sums[at]; \
    return sums[0][0]; \
  }

LOOP(loopAvx2, "avx2,fma", __m256, _mm256_set1_ps, _mm256_fmadd_ps)
LOOP(loopAvx512, "avx512f", __m512, _mm512_set1_ps, _mm512_fmadd_ps)

/** multiplyAdd(set, iterations, share): the caller knows that the processor has the instruction set. */
static napi_value multiplyAdd(napi_env env, napi_callback_info info) {
  napi_value values[3], result;
  size_t given = 3;
  char set[16];
  int64_t iterations;
  double share;
  if (napi_get_cb_info(env, info, &given, values, NULL, NULL) != napi_ok) return NULL;
  if (napi_get_value_string_utf8(env, values[0], set, sizeof set, NULL) != napi_ok) return NULL;
  if (napi_get_value_int64(env, values[1], &iterations) != napi_ok) return NULL;
  if (napi_get_value_double(env, values[2], &share) != napi_ok) return NULL;
  float sum = strcmp(set, "avx512") == 0 ? loopAvx512(iterations, share) : loopAvx2(iterations, share);
  return napi_create_double(env, sum, &result) == napi_ok ? result : NULL;
}

NAPI_MODULE_INIT() {
  napi_value function;
  if (napi_create_function(env, "multiplyAdd", NAPI_AUTO_LENGTH, multiplyAdd, NULL, &function) != napi_ok) return NULL;
  napi_set_named_property(env, exports, "multiplyAdd", function);
  return exports;
}
