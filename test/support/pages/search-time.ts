/**
 * Reads the times that dashboards send: those of splunkd's REST and, beyond the local Splunk's own reader,
 * snapping as in `-24h@h`.
 *
 * @module
 */
import { readTime } from '../../../tools/local-splunk/splunkd/time-modifier.ts';

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/**
 * @param now - the present time in epoch seconds
 * @returns epoch seconds; undefined for no bound, NaN for what cannot be read
 */
export function searchTime(text: string, now: number): number | undefined {
  const [, offset = '', unit] = /^([+-]\d*[smhdw])?@([smhd])$/.exec(text) ?? [];
  if (unit === undefined) return readTime(text, now);
  const time = offset === '' ? now : (readTime(offset, now) ?? now);
  const length = SECONDS[unit] ?? NaN;
  return Math.floor(time / length) * length;
}
