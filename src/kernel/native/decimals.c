/** Reads decimals, to the bits of JavaScript's numbers. */
#include "rows.h"

#include <immintrin.h>
#include <string.h>

#pragma clang attribute push(__attribute__((target("avx2,popcnt"))), apply_to = function)

/** A 64-bit integer holds any integer of so many digits. */
#define MOST_DIGITS 19

/** Integers below this one are exact in a double. */
#define EXACT ((uint64_t)1 << 53)

/** Are the powers of ten that a double holds exactly. */
#define MOST_POWER 22
static const double POWERS[MOST_POWER + 1] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                              1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

/**
 * Returns digits / 10^decimals, rounded once. The integers are shifted to the left, so that the quotient has 63
 * bits or more; its last bit stands for all of the remainder, which decides a tie.
 *
 * @param digits at least 1
 * @param decimals at most 19
 */
static double quotientOf(uint64_t digits, long decimals) {
  uint64_t divisor = 1;
  for (long at = 0; at < decimals; at++) divisor *= 10;
  int shift = __builtin_clzll(digits), divisorShift = __builtin_clzll(divisor);
  digits <<= shift;
  divisor <<= divisorShift;
  uint64_t quotient, remainder;
  // The processor divides 128 bits; the compiler would call a function that is as large as all of these. The
  // upper half of digits·2^63 is smaller than the divisor, as the quotient needs it.
  __asm__("divq %4" : "=a"(quotient), "=d"(remainder) : "a"(digits << 63), "d"(digits >> 1), "r"(divisor) : "cc");
  if (remainder != 0) quotient |= 1;
  // 2^exponent is a double whose fraction is 0.
  uint64_t power = (uint64_t)(1023 - 63 + divisorShift - shift) << 52;
  double scale;
  memcpy(&scale, &power, sizeof scale);
  return (double)quotient * scale;
}

/** Appends the digits at `at` to `digits`, modulo 2^64. @returns their end */
static inline const uint8_t *digitsEnd(const uint8_t *at, const uint8_t *end, uint64_t *digits) {
  for (; at < end && (uint8_t)(*at - '0') <= 9; at++) *digits = 10 * *digits + (*at - '0');
  return at;
}

/** Reads `e[+-]digits`; the power is too large to be of use where it has more than three digits. */
static bool readExponent(const uint8_t *at, const uint8_t *end, long *power) {
  bool isNegative = at < end && *at == '-';
  if (at < end && (*at == '-' || *at == '+')) at++;
  uint64_t digits = 0;
  if (at == end || end - at > 3 || digitsEnd(at, end, &digits) != end) return false;
  *power += isNegative ? -(long)digits : (long)digits;
  return true;
}

/**
 * Reads `[+-]digits[.digits][e[+-]digits]`, which may be quoted.
 *
 * @returns false where the cell is not that, or its number is not one exact operation on two exact numbers
 * @see Clinger, How to Read Floating Point Numbers Accurately, 1990
 */
static __attribute__((noinline)) bool readDecimal(const uint8_t *at, const uint8_t *end, double *number) {
  if (*at == '"' && end - at >= 3 && end[-1] == '"') at++, end--;
  bool isNegative = *at == '-';
  if (*at == '-' || *at == '+') at++;
  uint64_t digits = 0;
  const uint8_t *point = digitsEnd(at, end, &digits);
  long count = point - at, power = 0;
  if (count == 0) return false;
  const uint8_t *last = point;
  if (point < end && *point == '.') {
    last = digitsEnd(point + 1, end, &digits);
    power = point + 1 - last;
    count -= power;
    if (power == 0) return false;
  }
  if (count > MOST_DIGITS) return false;
  if (last < end && ((*last | 0x20) != 'e' || !readExponent(last + 1, end, &power))) return false;
  double value;
  if (digits <= EXACT && power >= -MOST_POWER && power <= MOST_POWER) {
    value = power < 0 ? digits / POWERS[-power] : digits * POWERS[power];
  } else if (power <= 0 && power >= -MOST_DIGITS) {
    value = digits == 0 ? 0 : quotientOf(digits, -power);
  } else return false;
  *number = isNegative ? -value : value;
  return true;
}

/** 16 bytes from place n on have their last n set. */
static const uint8_t LAST[32] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
                                 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255};

/** Returns the number that 16 digits make, each a byte of its value. */
static inline uint64_t integerOf(__m128i digits) {
  __m128i pairs = _mm_maddubs_epi16(digits, _mm_set1_epi16(10 + (1 << 8)));
  __m128i fours = _mm_madd_epi16(pairs, _mm_set1_epi32(100 + (1 << 16)));
  __m128i eights = _mm_madd_epi16(_mm_packus_epi32(fours, fours), _mm_set1_epi32(10000 + (1 << 16)));
  uint64_t both = _mm_cvtsi128_si64(eights);
  return (uint32_t)both * (uint64_t)100000000 + (both >> 32);
}

/**
 * Does what `readDecimal` does for a cell of at most 16 bytes besides its sign, all at once: guesses of the
 * processor at where the point is and where the digits end would be wrong too often.
 *
 * @param at has 16 readable bytes or more before `end`, which may be those of other cells
 * @returns false where `readDecimal` must read the cell
 */
static inline bool readShort(const uint8_t *at, const uint8_t *end, double *number) {
  bool isNegative = *at == '-';
  at += *at == '-' || *at == '+';
  int64_t length = end - at;
  if (length < 1 || length > 16) return false;
  __m128i bytes = _mm_loadu_si128((const __m128i *)(end - 16));
  __m128i within = _mm_loadu_si128((const __m128i *)(LAST + length));
  __m128i values = _mm_sub_epi8(bytes, _mm_set1_epi8('0'));
  __m128i isDigit = _mm_and_si128(_mm_cmpeq_epi8(_mm_min_epu8(values, _mm_set1_epi8(9)), values), within);
  __m128i isPoint = _mm_and_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('.')), within);
  uint32_t digits = _mm_movemask_epi8(isDigit), points = _mm_movemask_epi8(isPoint);
  uint32_t first = 0x10000u >> length;
  // One point at most, neither the first byte nor the last one.
  bool isPlain = (digits | points) + first == 0x10000 && __builtin_popcount(points) <= 1 && !(points & (first | 0x8000));
  if (!isPlain) return false;
  long place = points ? __builtin_ctz(points) : -1;
  // The digits before the point move over it, by one byte.
  __m128i lanes = _mm_setr_epi8(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
  __m128i isBehind = _mm_cmpgt_epi8(lanes, _mm_set1_epi8(place));
  __m128i from = _mm_sub_epi8(_mm_sub_epi8(lanes, _mm_set1_epi8(1)), isBehind);
  uint64_t integer = integerOf(_mm_shuffle_epi8(_mm_and_si128(values, isDigit), from));
  if (integer > EXACT) return false;
  double value = (double)(int64_t)integer / POWERS[points ? 15 - place : 0];
  // Signs may be as good as random, so that the processor must not guess them either.
  uint64_t bits;
  memcpy(&bits, &value, sizeof bits);
  bits |= (uint64_t)isNegative << 63;
  memcpy(number, &bits, sizeof bits);
  return true;
}

/** Cells are fetched so many rows before they are read: those of a row lie together, rows lie far apart. */
#define AHEAD 8
#define LINE 64

/** More bytes of a row than these are not fetched: long texts may lie between two numbers. */
#define MOST_FETCHED 1024

/** Asks the processor for the bytes of some rows further on, and for where the cells of others are. */
static inline void fetchAhead(const Cells *cells, int64_t row, int64_t last, const Fields *fields) {
  int64_t from = fields->columns[0], to = fields->columns[fields->count - 1] + 1;
  if (row + 2 * AHEAD >= last) return;
  const uint32_t *places = cells->cells + (row + 2 * AHEAD) * cells->stride;
  for (int64_t at = from; at <= to; at += LINE / sizeof *places) __builtin_prefetch(places + at);
  places = cells->cells + (row + AHEAD) * cells->stride;
  int64_t start = places[from], end = places[to] < start + MOST_FETCHED ? places[to] : start + MOST_FETCHED;
  for (int64_t at = start; at < end; at += LINE) __builtin_prefetch(cells->bytes + at);
}

int64_t readDecimals(const Cells *cells, int64_t first, int64_t last, const Fields *fields, int32_t *left) {
  int64_t found = 0;
  if (fields->count == 0) return 0;
  for (int64_t row = first; row < last; row++) {
    const uint32_t *starts = cells->cells + row * cells->stride;
    fetchAhead(cells, row, last, fields);
    for (int64_t field = 0; field < fields->count; field++) {
      const uint32_t *cell = starts + fields->columns[field];
      int64_t start = cell[0], end = (int64_t)cell[1] - 1;
      if (end <= start) continue;
      if (end > cells->length) return -1;
      double *number = fields->numbers[field] + row + fields->offset;
      const uint8_t *from = cells->bytes + start, *to = cells->bytes + end;
      if (end >= 16 && readShort(from, to, number)) continue;
      if (!readDecimal(from, to, number)) left[found++] = (row - first) * fields->count + field;
    }
  }
  return found;
}

#pragma clang attribute pop
