/** Multiplies float32 rows by float64 weights, for the linear model beside a network. */

/**
 * @param values - `[rows, inner]`, float32
 * @param weights - `[columns, inner]`, float64
 * @param out - `[rows, columns]`, float64
 */
export function longProducts(
  rows: i32,
  inner: i32,
  columns: i32,
  values: usize,
  weights: usize,
  out: usize,
): void {
  for (let row = 0; row < rows; row++) {
    let from = weights;
    for (let column = 0; column < columns; column++, out += 8) {
      store<f64>(out, product(values, from, inner));
      from += <usize>inner << 3;
    }
    values += <usize>inner << 2;
  }
}

/** Keeps four sums, as the reference does. */
// @ts-expect-error: decorators
@inline
function product(a: usize, b: usize, length: i32): f64 {
  let low = f64x2.splat(0);
  let high = f64x2.splat(0);
  const end = a + (<usize>length << 2);
  const whole = a + (<usize>(length & ~3) << 2);
  for (; a < whole; a += 16, b += 32) {
    const values = v128.load(a);
    const swapped = v128.shuffle<f32>(values, values, 2, 3, 0, 1);
    low = f64x2.add(low, f64x2.mul(f64x2.promote_low_f32x4(values), v128.load(b)));
    high = f64x2.add(high, f64x2.mul(f64x2.promote_low_f32x4(swapped), v128.load(b, 16)));
  }
  let sum = f64x2.extract_lane(low, 0);
  for (; a < end; a += 4, b += 8) sum += <f64>load<f32>(a) * load<f64>(b);
  return (
    sum +
    f64x2.extract_lane(low, 1) +
    (f64x2.extract_lane(high, 0) + f64x2.extract_lane(high, 1))
  );
}
