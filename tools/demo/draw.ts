/**
 * Draws values from a seeded generator, and writes them as cells of a lookup.
 *
 * @module
 */
import type { Random } from '../../src/random.ts';

/** The median and the spread (standard deviation of the logarithm) of a log-normal quantity. */
export type Spread = readonly [median: number, spread: number];

export const HOUR = 3600;
export const DAY = 24 * HOUR;

/** Draws one of the choices, each as likely as the others. */
export function pick<T>(random: Random, choices: readonly T[]): T {
  return choices[random.integer(choices.length)] as T;
}

/** Draws one of the choices by its weight; weights need not add up to 1. */
export function pickWeighted<T>(random: Random, choices: readonly (readonly [T, number])[]): T {
  const total = choices.reduce((sum, [, weight]) => sum + weight, 0);
  let left = random.uniform() * total;
  for (const [choice, weight] of choices) {
    left -= weight;
    if (left < 0) return choice;
  }
  return (choices.at(-1) as readonly [T, number])[0];
}

/** Draws a log-normal quantity. */
export function logNormal(random: Random, [median, spread]: Spread): number {
  return median * Math.exp(spread * random.normal());
}

/** Draws a log-normal whole number that is at least 1. */
export function wholeNumber(random: Random, spread: Spread): number {
  return Math.max(1, Math.round(logNormal(random, spread)));
}

/** Draws a time of a day, in seconds since midnight, that is likelier in working hours (UTC). */
export function timeOfDay(random: Random): number {
  const isAtWork = random.uniform() < 0.8;
  if (!isAtWork) return random.uniform() * DAY;
  return Math.min(DAY - 1, Math.max(0, (12.7 + 2.6 * random.normal()) * HOUR));
}
