#include "arguments.h"

/** A memory of 4 GB has no more elements; products of two counts and 4 are below 2^63. */
#define MOST_COUNT (1 << 30)

static const char OUTSIDE[] = "an array is not within the kernel's memory";
static const char WRONG_COUNT[] = "a number of rows, columns, units or timesteps is out of range";
static const char WRONG_BATCH[] = "the numbers of sequences alive are out of range";
static const char WRONG_INDEX[] = "an index names a row that is not within the kernel's memory";

bool readCall(napi_env env, napi_callback_info info, size_t count, Call *call) {
  napi_value values[MOST_NUMBERS];
  size_t given = count;
  void *data = NULL;
  if (napi_get_cb_info(env, info, &given, values, NULL, &data) != napi_ok) return false;
  for (size_t at = 0; at < count; at++) {
    // A missing argument is undefined, which is no number.
    if (napi_get_value_int64(env, values[at], &call->numbers[at]) == napi_ok) continue;
    napi_throw_type_error(env, NULL, "The native kernel takes integers.");
    return false;
  }
  call->binding = data;
  call->end = __atomic_load_n((const uint32_t *)(call->binding->memory + END_AT), __ATOMIC_ACQUIRE);
  call->fault = NULL;
  return true;
}

bool isFaulty(napi_env env, const Call *call) {
  if (!call->fault) return false;
  napi_throw_range_error(env, NULL, call->fault);
  return true;
}

/** Keeps the first fault. */
static void *refuse(Call *call, const char *fault) {
  if (!call->fault) call->fault = fault;
  return NULL;
}

uint64_t product(uint64_t a, uint64_t b) {
  uint64_t result;
  return __builtin_mul_overflow(a, b, &result) ? UINT64_MAX : result;
}

long countAt(Call *call, int at) {
  int64_t count = call->numbers[at];
  if (count >= 0 && count <= MOST_COUNT) return count;
  refuse(call, WRONG_COUNT);
  return 0;
}

/** Elements have 4 bytes, as floats and integers do. */
static void *arrayAt(Call *call, int at, uint64_t length) {
  int64_t number = call->numbers[at];
  // A pointer of 2 GB or more is negative where it went through an array of 32-bit integers.
  if (number < INT32_MIN || number > UINT32_MAX) return refuse(call, OUTSIDE);
  uint64_t pointer = (uint32_t)number;
  if (pointer % 4 != 0 || pointer < FIRST_BYTE || pointer > call->end) return refuse(call, OUTSIDE);
  if (length > (call->end - pointer) / 4) return refuse(call, OUTSIDE);
  return call->binding->memory + pointer;
}

float *floatsAt(Call *call, int at, uint64_t length) { return arrayAt(call, at, length); }

int32_t *integersAt(Call *call, int at, uint64_t length) { return arrayAt(call, at, length); }

float *optionalFloatsAt(Call *call, int at, uint64_t length) {
  return call->numbers[at] == 0 ? NULL : floatsAt(call, at, length);
}

Share shareAt(Call *call, long count) {
  Share share = {countAt(call, 0), countAt(call, 1)};
  if (share.first <= share.last && share.last <= count) return share;
  refuse(call, WRONG_COUNT);
  return (Share){0, 0};
}

Batch batchAt(Call *call, int at, int aliveAt) {
  Batch batch = {countAt(call, at), countAt(call, at + 1), countAt(call, at + 2), NULL};
  batch.alive = integersAt(call, aliveAt, batch.timesteps);
  if (call->fault) return batch;
  long before = 0;
  for (long t = 0; t < batch.timesteps; t++) {
    long now = batch.alive[t];
    if (now < before || now > batch.size) {
      refuse(call, WRONG_BATCH);
      return batch;
    }
    before = now;
  }
  return batch;
}

int32_t *indexAt(Call *call, int at, Batch batch, Share share, int rows, uint64_t width) {
  int32_t *index = integersAt(call, at, product(batch.timesteps, batch.size));
  floatsAt(call, rows, 0);
  if (call->fault || width == 0) return index;
  uint64_t most = (call->end - (uint32_t)call->numbers[rows]) / (4 * width);
  for (long t = 0; t < batch.timesteps; t++) {
    long now = batch.alive[t] < share.last ? batch.alive[t] : share.last;
    for (long b = share.first; b < now; b++) {
      int32_t row = index[t * batch.size + b];
      if (row < 0 || (uint64_t)row >= most) return refuse(call, WRONG_INDEX);
    }
  }
  return index;
}
