/**
 * Vectors of four floats, and what is left over where a length is no multiple of four.
 *
 * The last one to three floats go through the same vector operations in lane 0, so that one formula
 * serves both. `whole` is a constant wherever it is passed: the compiler leaves one branch.
 */

// @ts-expect-error: decorators
@inline
export function read(from: usize, whole: bool): v128 {
  return whole ? v128.load(from) : v128.load32_splat(from);
}

// @ts-expect-error: decorators
@inline
export function write(to: usize, value: v128, whole: bool): void {
  if (whole) v128.store(to, value);
  else store<f32>(to, f32x4.extract_lane(value, 0));
}

/** to[0 … length) = from[0 … length) */
export function copyFloats(to: usize, from: usize, length: i32): void {
  const end = to + (<usize>length << 2);
  for (; to + 16 <= end; to += 16, from += 16) v128.store(to, v128.load(from));
  for (; to < end; to += 4, from += 4) store<f32>(to, load<f32>(from));
}

/** to[0 … length) += from[0 … length) */
export function addFloats(to: usize, from: usize, length: i32): void {
  const end = to + (<usize>length << 2);
  for (; to + 16 <= end; to += 16, from += 16) {
    v128.store(to, f32x4.add(v128.load(to), v128.load(from)));
  }
  for (; to < end; to += 4, from += 4) store<f32>(to, load<f32>(to) + load<f32>(from));
}
