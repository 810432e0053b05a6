/** Computes the activations over arrays, in place, for the tests of their errors. */

import { hyperbolicTangent, sigmoid } from './activation';
import { exponential } from './exponential';
import { read, write } from './vector';

export function sigmoids(count: i32, values: usize): void {
  const end = values + (<usize>count << 2);
  for (; values < end; values += 4) write(values, sigmoid(read(values, 1)), 1);
}

export function hyperbolicTangents(count: i32, values: usize): void {
  const end = values + (<usize>count << 2);
  for (; values < end; values += 4) write(values, hyperbolicTangent(read(values, 1)), 1);
}

/** The values are at most 0. */
export function exponentials(count: i32, values: usize): void {
  const end = values + (<usize>count << 2);
  for (; values < end; values += 4) write(values, exponential(read(values, 1)), 1);
}
