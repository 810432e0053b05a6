/**
 * Makes weights before training, with the bits of the plain reference.
 *
 * @see ../weight-arithmetic.ts
 */

import { addMultiple, dot } from './linear';

/** The generator gives integers below this. */
const RANGE: f64 = 4294967296;

/** @param state - four integers: is written, too */
export function fillUniform(count: i32, state: usize, limit: f64, out: usize): void {
  let a = load<u32>(state);
  let b = load<u32>(state, 4);
  let c = load<u32>(state, 8);
  let counter = load<u32>(state, 12);
  const end = out + (<usize>count << 2);
  for (; out < end; out += 4) {
    const sum = a + b + counter;
    counter++;
    a = b ^ (b >>> 9);
    b = c + (c << 3);
    c = rotl<u32>(c, 21) + sum;
    store<f32>(out, <f32>((2 * (<f64>sum / RANGE) - 1) * limit));
  }
  store<u32>(state, a);
  store<u32>(state, b, 4);
  store<u32>(state, c, 8);
  store<u32>(state, counter, 12);
}

/** @param matrix - doubles, `[rows, columns]` */
export function orthonormalise(rows: i32, columns: i32, matrix: usize): void {
  const stride = <usize>columns << 3;
  const end = matrix + stride * <usize>rows;
  for (let row = matrix; row < end; row += stride) {
    for (let other = matrix; other < row; other += stride) {
      addMultiple(columns, -dot(columns, row, other), other, row);
    }
    const length = sqrt<f64>(dot(columns, row, row));
    for (let at = row; at < row + stride; at += 8) store<f64>(at, load<f64>(at) / length);
  }
}
