/**
 * Computes on doubles what linear models take. Each function makes the operations of its plain reference
 * in the same order, so that the bits are the same; a small fit is over before V8 has compiled those.
 *
 * Pointers to doubles are multiples of 8.
 *
 * @see src/baseline/plain-arithmetic.ts
 */

const NO_MORE_ONES: i32 = -1;

/** Returns Σ a·b. */
export function dot(count: i32, a: usize, b: usize): f64 {
  let sum: f64 = 0;
  const end = a + (<usize>count << 3);
  for (; a < end; a += 8, b += 8) sum += load<f64>(a) * load<f64>(b);
  return sum;
}

/** to += factor · from */
export function addMultiple(count: i32, factor: f64, from: usize, to: usize): void {
  const end = from + (<usize>count << 3);
  for (; from < end; from += 8, to += 8) store<f64>(to, load<f64>(to) + factor * load<f64>(from));
}

/** out = a − b */
export function difference(count: i32, a: usize, b: usize, out: usize): void {
  const end = a + (<usize>count << 3);
  for (; a < end; a += 8, b += 8, out += 8) store<f64>(out, load<f64>(a) - load<f64>(b));
}

/** out = factor · values; `out` may be `values`. */
export function multiples(count: i32, factor: f64, values: usize, out: usize): void {
  const end = values + (<usize>count << 3);
  for (; values < end; values += 8, out += 8) store<f64>(out, load<f64>(values) * factor);
}

/** Returns the largest absolute value; NaN where one is NaN. */
export function largest(count: i32, values: usize): f64 {
  let most: f64 = 0;
  const end = values + (<usize>count << 3);
  for (; values < end; values += 8) most = max<f64>(most, abs<f64>(load<f64>(values)));
  return most;
}

/** Returns Σ weight², and adds λ·weight to the gradient. */
export function addPenalty(count: i32, lambda: f64, weights: usize, gradient: usize): f64 {
  let sum: f64 = 0;
  const end = weights + (<usize>count << 3);
  for (; weights < end; weights += 8, gradient += 8) {
    const weight = load<f64>(weights);
    sum += weight * weight;
    store<f64>(gradient, load<f64>(gradient) + lambda * weight);
  }
  return sum;
}

/**
 * Computes the logits of a linear layer.
 *
 * @param weights - `[outputs, dense + columns]`, then the bias `[outputs]`
 * @param logits - floats
 */
export function linearLogits(
  count: i32,
  dense: i32,
  columns: i32,
  ones: i32,
  outputs: i32,
  values: usize,
  indexes: usize,
  weights: usize,
  logits: usize,
): void {
  const width = <usize>(dense + columns) << 3;
  const bias = weights + width * <usize>outputs;
  for (let row = 0; row < count; row++) {
    let own = weights;
    for (let output = 0; output < outputs; output++) {
      const start = load<f64>(bias + (<usize>output << 3));
      const sum = start + mixedProduct(dense, values, own) + sumOfOnes(ones, indexes, own + (<usize>dense << 3));
      store<f32>(logits, <f32>sum);
      own += width;
      logits += 4;
    }
    values += <usize>dense << 2;
    indexes += <usize>ones << 2;
  }
}

/** Returns the product of floats and doubles, in four sums as the reference. */
// @ts-expect-error: decorators
@inline
function mixedProduct(count: i32, floats: usize, doubles: usize): f64 {
  let low = f64x2.splat(0);
  let high = f64x2.splat(0);
  const end = floats + (<usize>count << 2);
  const whole = floats + (<usize>(count & ~3) << 2);
  for (; floats < whole; floats += 16, doubles += 32) {
    const values = v128.load(floats);
    const swapped = v128.shuffle<f32>(values, values, 2, 3, 0, 1);
    low = f64x2.add(low, f64x2.mul(f64x2.promote_low_f32x4(values), v128.load(doubles)));
    high = f64x2.add(high, f64x2.mul(f64x2.promote_low_f32x4(swapped), v128.load(doubles, 16)));
  }
  let sum0 = f64x2.extract_lane(low, 0);
  for (; floats < end; floats += 4, doubles += 8) sum0 += <f64>load<f32>(floats) * load<f64>(doubles);
  return (
    sum0 +
    f64x2.extract_lane(low, 1) +
    (f64x2.extract_lane(high, 0) + f64x2.extract_lane(high, 1))
  );
}

// @ts-expect-error: decorators
@inline
function sumOfOnes(ones: i32, indexes: usize, weights: usize): f64 {
  let sum: f64 = 0;
  const end = indexes + (<usize>ones << 2);
  for (; indexes < end; indexes += 4) {
    const index = load<i32>(indexes);
    if (index == NO_MORE_ONES) break;
    sum += load<f64>(weights + (<usize>index << 3));
  }
  return sum;
}

/**
 * Adds the gradient by the weights of a linear layer.
 *
 * @param byLogits - floats
 * @param gradient - lies as the weights do
 */
export function addLinearGradient(
  count: i32,
  dense: i32,
  columns: i32,
  ones: i32,
  outputs: i32,
  values: usize,
  indexes: usize,
  byLogits: usize,
  gradient: usize,
): void {
  const width = <usize>(dense + columns) << 3;
  const bias = gradient + width * <usize>outputs;
  for (let row = 0; row < count; row++) {
    let own = gradient;
    for (let output = 0; output < outputs; output++) {
      const factor = <f64>load<f32>(byLogits);
      const at = bias + (<usize>output << 3);
      store<f64>(at, load<f64>(at) + factor);
      for (let column = 0; column < dense; column++) {
        const place = own + (<usize>column << 3);
        store<f64>(place, load<f64>(place) + factor * <f64>load<f32>(values + (<usize>column << 2)));
      }
      addToOnes(ones, factor, indexes, own + (<usize>dense << 3));
      own += width;
      byLogits += 4;
    }
    values += <usize>dense << 2;
    indexes += <usize>ones << 2;
  }
}

// @ts-expect-error: decorators
@inline
function addToOnes(ones: i32, value: f64, indexes: usize, to: usize): void {
  const end = indexes + (<usize>ones << 2);
  for (; indexes < end; indexes += 4) {
    const index = load<i32>(indexes);
    if (index == NO_MORE_ONES) break;
    const place = to + (<usize>index << 3);
    store<f64>(place, load<f64>(place) + value);
  }
}

/** Adds the means of columns, and of their squares; those of one-hot columns are set to the means. */
export function addMoments(
  count: i32,
  dense: i32,
  ones: i32,
  values: usize,
  indexes: usize,
  means: usize,
  squares: usize,
): void {
  const rows = <f64>count;
  for (let row = 0; row < count; row++) {
    for (let column: usize = 0; column < <usize>dense << 3; column += 8, values += 4) {
      const value = <f64>load<f32>(values);
      store<f64>(means + column, load<f64>(means + column) + value / rows);
      store<f64>(squares + column, load<f64>(squares + column) + (value * value) / rows);
    }
  }
  const share: f64 = 1 / rows;
  const end = indexes + (<usize>(count * ones) << 2);
  for (; indexes < end; indexes += 4) {
    const index = load<i32>(indexes);
    if (index == NO_MORE_ONES) continue;
    const column = <usize>(dense + index) << 3;
    const mean = load<f64>(means + column) + share;
    store<f64>(means + column, mean);
    store<f64>(squares + column, mean);
  }
}

/** Turns weights of standardised columns into weights of the columns, in place. */
export function unscale(
  width: i32,
  outputs: i32,
  weights: usize,
  means: usize,
  scales: usize,
): void {
  let at = weights;
  const end = <usize>width << 3;
  const biases = weights + end * <usize>outputs;
  for (let output = 0; output < outputs; output++) {
    let shift: f64 = 0;
    for (let column: usize = 0; column < end; column += 8, at += 8) {
      const weight = load<f64>(at) / load<f64>(scales + column);
      store<f64>(at, weight);
      shift += weight * load<f64>(means + column);
    }
    const bias = biases + (<usize>output << 3);
    store<f64>(bias, load<f64>(bias) - shift);
  }
}

/** Turns a gradient by weights of columns into one by weights of standardised columns, in place. */
export function standardise(
  width: i32,
  outputs: i32,
  gradient: usize,
  means: usize,
  scales: usize,
): void {
  let at = gradient;
  const end = <usize>width << 3;
  const biases = gradient + end * <usize>outputs;
  for (let output = 0; output < outputs; output++) {
    const bias = load<f64>(biases + (<usize>output << 3));
    for (let column: usize = 0; column < end; column += 8, at += 8) {
      const centred = load<f64>(at) - load<f64>(means + column) * bias;
      store<f64>(at, centred / load<f64>(scales + column));
    }
  }
}
