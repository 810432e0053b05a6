/**
 * Reads and writes vectors of four floats, and what is left over where a length is no multiple of four.
 *
 * `lanes` is 4 for a whole vector, else 1 to 3: the first so many lanes are read and written, the
 * others are 0. It is the constant 4 in loops over whole vectors, where the compiler leaves one branch.
 */

/**
 * Computes a·b + c, rounded once where the processor can (all with AVX2 or ARM's NEON), else twice:
 * results differ between the two kinds of processor by the rounding of float32.
 * test/kernel/assembly/vector.test.ts compares the scores of both.
 */
// @ts-expect-error: decorators
@inline
export function multiplyAdd(a: v128, b: v128, c: v128): v128 {
  return f32x4.relaxed_madd(a, b, c);
}

// @ts-expect-error: decorators
@inline
export function read(from: usize, lanes: i32): v128 {
  return lanes == 4 ? v128.load(from) : readSome(from, lanes);
}

// @ts-expect-error: decorators
@inline
export function write(to: usize, value: v128, lanes: i32): void {
  if (lanes == 4) v128.store(to, value);
  else writeSome(to, value, lanes);
}

function readSome(from: usize, lanes: i32): v128 {
  let value = v128.load32_zero(from);
  if (lanes > 1) value = v128.load_lane<f32>(from, value, 1, 4);
  if (lanes > 2) value = v128.load_lane<f32>(from, value, 2, 8);
  return value;
}

function writeSome(to: usize, value: v128, lanes: i32): void {
  v128.store_lane<f32>(to, value, 0);
  if (lanes > 1) v128.store_lane<f32>(to, value, 1, 4);
  if (lanes > 2) v128.store_lane<f32>(to, value, 2, 8);
}

/**
 * Sets to[0 … length) to 0. It does not use `memory.fill`: V8 checks its range against a size of the
 * memory that a thread learns a moment after another one has grown it, and the thread would fail on
 * memory that is there.
 */
export function clearFloats(to: usize, length: i32): void {
  const end = to + (<usize>length << 2);
  for (; to + 16 <= end; to += 16) v128.store(to, f32x4.splat(0));
  for (; to < end; to += 4) store<f32>(to, 0);
}

/** Copies to[0 … length) = from[0 … length). */
export function copyFloats(to: usize, from: usize, length: i32): void {
  const end = to + (<usize>length << 2);
  for (; to + 16 <= end; to += 16, from += 16) v128.store(to, v128.load(from));
  for (; to < end; to += 4, from += 4) store<f32>(to, load<f32>(from));
}

/** Adds to[0 … length) += from[0 … length). */
export function addFloats(to: usize, from: usize, length: i32): void {
  const end = to + (<usize>length << 2);
  for (; to + 16 <= end; to += 16, from += 16) {
    v128.store(to, f32x4.add(v128.load(to), v128.load(from)));
  }
  for (; to < end; to += 4, from += 4) store<f32>(to, load<f32>(to) + load<f32>(from));
}
