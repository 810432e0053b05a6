/**
 * Writes durations and sizes in words, which people read in a list.
 *
 * @module
 */

import { counted } from '../../notice.ts';

const UNITS = [
  ['year', 365 * 86_400],
  ['month', 30 * 86_400],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const;

/** Writes a duration in the largest unit of which there are two or more: `3 days`, `90 minutes`. */
export function ageText(seconds: number): string {
  const [unit, size] = UNITS.find(([, length]) => seconds >= 2 * length) ?? UNITS[5];
  return counted(Math.max(0, Math.floor(seconds / size)), unit);
}

const SIZES = [
  ['MB', 1_000_000],
  ['kB', 1000],
] as const;

/** Writes a size in bytes with two or three digits: `1.2 MB`, `84 kB`, `120 bytes`. */
export function sizeText(bytes: number): string {
  // A size that would be rounded to 1000 of a unit is written in the next one.
  const [unit, size] = SIZES.find(([, length]) => bytes >= 0.9995 * length) ?? ['', 0];
  if (size === 0) return counted(bytes, 'byte');
  const amount = bytes / size;
  return `${amount < 9.95 ? amount.toFixed(1) : Math.round(amount)} ${unit}`;
}
