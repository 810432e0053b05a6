/** Reads, writes and adds vectors, and what is left over at the end of a row (see ../assembly/vector.ts). */

/** Unrolls a loop whose number of turns is known to the compiler, so that arrays of vectors are registers. */
#define UNROLL _Pragma("clang loop unroll(full)")

/** Is the number of floats of a line of the cache. */
#define LINE 16

INLINE long smaller(long a, long b) { return a < b ? a : b; }

/** Reads the first `lanes` floats of a vector, which may be more than it has. */
INLINE Vector readLanes(const float *from, long lanes) { return lanes >= WIDTH ? load(from) : loadSome(from, lanes); }

INLINE void writeLanes(float *to, Vector value, long lanes) {
  if (lanes >= WIDTH) store(to, value);
  else storeSome(to, value, lanes);
}

/** Adds to[0 … length) += from[0 … length). */
INLINE void addFloats(float *to, const float *from, long length) {
  long at = 0;
  for (; at + WIDTH <= length; at += WIDTH) store(to + at, add(load(to + at), load(from + at)));
  if (at == length) return;
  storeSome(to + at, add(loadSome(to + at, length - at), loadSome(from + at, length - at)), length - at);
}

/** Transposes a square: the rows of its halves are interleaved so often as WIDTH can be halved. */
INLINE void transpose(Vector square[WIDTH]) {
  UNROLL for (int turn = 1; turn < WIDTH; turn *= 2) {
    Vector before[WIDTH];
    UNROLL for (int row = 0; row < WIDTH; row++) before[row] = square[row];
    UNROLL for (int row = 0; row < WIDTH / 2; row++) {
      Vector a = before[row], b = before[row + WIDTH / 2];
      square[2 * row] = interleaveFirst(a, b);
      square[2 * row + 1] = interleaveLast(a, b);
    }
  }
}
