/**
 * Finds the cells of CSV, 64 bytes at a time. All processors that the kernel runs on have AVX2, and wider vectors
 * would gain little here.
 */
#include "rows.h"

#include <immintrin.h>
#include <string.h>

#pragma clang attribute push(__attribute__((target("avx2"))), apply_to = function)

#define INLINE static inline __attribute__((always_inline))

#define QUOTE '"'
#define COMMA ','
#define NEWLINE '\n'
#define RETURN '\r'

/** Bytes are looked at so many at a time. */
#define BLOCK 64

/** Stands for the end of what TypeScript must look at. */
#define NONE (-1)

/** Returns a bit for each of 32 bytes that is a comma or a newline. */
INLINE uint32_t separatorsOf(const uint8_t *from) {
  __m256i bytes = _mm256_loadu_si256((const __m256i *)from);
  __m256i commas = _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8(COMMA));
  __m256i newlines = _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8(NEWLINE));
  return _mm256_movemask_epi8(_mm256_or_si256(commas, newlines));
}

/** Returns a bit for each comma or newline among the 64 bytes from `at` on; bytes behind the last one have none. */
INLINE uint64_t separatorsAt(const Table *table, int64_t at) {
  uint8_t last[BLOCK] = {0};
  const uint8_t *from = table->bytes + at;
  if (at + BLOCK > table->length) {
    memcpy(last, from, table->length - at);
    from = last;
  }
  return separatorsOf(from) | (uint64_t)separatorsOf(from + 32) << 32;
}

/** Returns the place of the comma or newline behind the quoted cell at `start`, or NONE. */
static int64_t quotedEnd(const Table *table, int64_t start) {
  const uint8_t *bytes = table->bytes, *limit = bytes + table->length, *at = bytes + start + 1;
  for (;;) {
    at = at < limit ? memchr(at, QUOTE, limit - at) : NULL;
    // A newline follows in any case, because the bytes end in one.
    if (!at) return NONE;
    if (*++at != QUOTE) break;
    at++;
  }
  const uint8_t *end = *at == RETURN ? at + 1 : at;
  if (*end == NEWLINE || (end == at && *at == COMMA)) return end - bytes;
  return NONE;
}

static bool areCommas(const uint8_t *from, int64_t count) {
  int64_t at = 0;
  for (; at + 32 <= count; at += 32) {
    __m256i bytes = _mm256_loadu_si256((const __m256i *)(from + at));
    if (_mm256_movemask_epi8(_mm256_cmpeq_epi8(bytes, _mm256_set1_epi8(COMMA))) != -1) return false;
  }
  for (; at < count; at++) {
    if (from[at] != COMMA) return false;
  }
  return true;
}

/** Returns one past a row that ends before `next`, its carriage return not counted. */
INLINE int64_t rowEnd(const Table *table, int64_t start, int64_t next) {
  return next - 2 >= start && table->bytes[next - 2] == RETURN ? next - 1 : next;
}

/** Reads the twins behind the indexed cells, which must be empty. @returns where the next row starts, or NONE */
static int64_t twinsEnd(const Table *table, int64_t at) {
  int64_t commas = table->columns - table->indexed - 1, last = at + commas;
  if (last >= table->length || !areCommas(table->bytes + at, commas)) return NONE;
  if (table->bytes[last] == NEWLINE) return last + 1;
  bool hasReturn = table->bytes[last] == RETURN && last + 1 < table->length;
  return hasReturn && table->bytes[last + 1] == NEWLINE ? last + 2 : NONE;
}

/** Writes where the cells of the row at `start` are. @returns where the next row starts, or NONE */
static int64_t indexRow(const Table *table, int64_t start, uint32_t *cells) {
  const uint8_t *bytes = table->bytes;
  int64_t indexed = table->indexed, mostCommas = table->columns - 1, at = start, block = start;
  uint64_t separators = separatorsAt(table, block);
  for (int64_t column = 0; column < indexed; column++) {
    int64_t end;
    cells[column] = at;
    if (bytes[at] == QUOTE) {
      end = quotedEnd(table, at);
      if (end == NONE) return NONE;
      block = end + 1;
      separators = separatorsAt(table, block);
    } else {
      // The bytes end in a newline, so that a separator is found before they do.
      while (!separators) separators = separatorsAt(table, block += BLOCK);
      end = block + __builtin_ctzll(separators);
      separators &= separators - 1;
    }
    if ((bytes[end] == COMMA) != (column < mostCommas)) return NONE;
    at = end + 1;
  }
  int64_t next = indexed < table->columns ? twinsEnd(table, at) : at;
  if (next == NONE) return NONE;
  cells[indexed + 1] = rowEnd(table, start, next);
  cells[indexed] = indexed < table->columns ? at : cells[indexed + 1];
  return next;
}

/** Returns the end of a blank line, which holds no value unless the table has one column; NONE for another line. */
INLINE int64_t blankEnd(const Table *table, int64_t at) {
  if (table->columns == 1) return NONE;
  if (table->bytes[at] == RETURN && at + 1 < table->length) at++;
  return table->bytes[at] == NEWLINE ? at + 1 : NONE;
}

Outcome indexRows(const Table *table, Progress *progress) {
  while (progress->at < table->length) {
    int64_t next = blankEnd(table, progress->at);
    if (next == NONE) {
      if (progress->row == table->room) return NO_ROOM;
      next = indexRow(table, progress->at, table->cells + progress->row * (table->indexed + 2));
      if (next == NONE) return UNUSUAL_ROW;
      progress->row++;
    }
    progress->at = next;
  }
  return ALL_INDEXED;
}

#pragma clang attribute pop
