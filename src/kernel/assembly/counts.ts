/** Counts rows whose values reach edges, four columns at a time. */

/**
 * @param values - `[rows, columns]`
 * @param edges - `[edgeCount, columns]`
 * @param counts - `[edgeCount, columns]`: is added to
 */
export function countAtLeast(
  rows: i32,
  columns: i32,
  edgeCount: i32,
  values: usize,
  edges: usize,
  counts: usize,
): void {
  const bytes = <usize>columns << 2;
  const whole = bytes & ~15;
  for (let row = 0; row < rows; row++, values += bytes) {
    let edge = edges;
    let count = counts;
    for (let e = 0; e < edgeCount; e++, edge += bytes, count += bytes) {
      for (let at: usize = 0; at < whole; at += 16) {
        const isReached = f32x4.ge(v128.load(values + at), v128.load(edge + at));
        v128.store(count + at, i32x4.sub(v128.load(count + at), isReached));
      }
      for (let at = whole; at < bytes; at += 4) {
        const isReached = load<f32>(values + at) >= load<f32>(edge + at);
        store<i32>(count + at, load<i32>(count + at) + i32(isReached));
      }
    }
  }
}
