/**
 * Reads the arguments of a call from JavaScript, and checks every one of them: a wrong pointer or size is an
 * error, and never touches memory.
 *
 * A function reads what it needs, in any order; the first fault is kept, and `isFaulty` throws it.
 */
#ifndef ARGUMENTS_H
#define ARGUMENTS_H

#include <stdbool.h>
#include <stddef.h>

#include "functions.h"

#define NAPI_VERSION 8
#include <node_api.h>

/** Arrays begin at this byte of the memory, and `END_AT` has the byte behind the last one (simd-memory.ts). */
#define FIRST_BYTE 4096
#define END_AT 512

/** No function takes more arguments. */
#define MOST_NUMBERS 18

/** Is what the functions of one kernel share: its memory, which its owner keeps alive, and its instruction set. */
typedef struct Binding {
  char *memory;
  const Functions *functions;
  struct Binding *next;
} Binding;

typedef struct {
  const Binding *binding;
  /** Is the end of the arrays in the memory, in bytes. */
  uint64_t end;
  int64_t numbers[MOST_NUMBERS];
  const char *fault;
} Call;

/** Reads `count` integers. @returns false where one is missing or no number; JavaScript has an exception then */
bool readCall(napi_env env, napi_callback_info info, size_t count, Call *call);

/** Throws the fault of a call, if it has one. */
bool isFaulty(napi_env env, const Call *call);

/** Returns a·b, or the largest number where that is too large: no array has so many elements. */
uint64_t product(uint64_t a, uint64_t b);

/** Returns the argument `at` as a number of things, which is not negative. */
long countAt(Call *call, int at);

/** Returns the array of `length` elements that the argument `at` points to. */
float *floatsAt(Call *call, int at, uint64_t length);
int32_t *integersAt(Call *call, int at, uint64_t length);

/** Returns NULL where the pointer is 0. */
float *optionalFloatsAt(Call *call, int at, uint64_t length);

/** Returns the arguments 0 and 1 as a part of `count` things. */
Share shareAt(Call *call, long count);

/** Returns `units` (at `at`), `size`, `timesteps` and `alive` (at `aliveAt`), whose every number is checked. */
Batch batchAt(Call *call, int at, int aliveAt);

/**
 * Returns the index of a batch, `[T, B]`, after a look at those of the sequences of `share` that are alive:
 * they must name rows of `width` floats that lie in the memory from the array of the argument `rows` on.
 */
int32_t *indexAt(Call *call, int at, Batch batch, Share share, int rows, uint64_t width);

#endif
