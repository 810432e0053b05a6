import type { Random } from '../../../src/random.ts';

/** Returns one of the values at random; there is at least one. */
export function pick<T>(values: readonly T[], random: Random): T {
  return values[random.integer(values.length)] as T;
}
