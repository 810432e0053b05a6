/**
 * Measures how evenly rows follow one another: a forecast counts rows, and people think in time.
 *
 * @module
 */

import { quantile, sortedValues } from '../../encode/field/quantile.ts';
import type { PlacedRows } from '../../encode/rows/place-rows.ts';
import type { SequenceSpec } from '../../encode/rows/sequence-spec.ts';
import type { Notice } from '../../notice.ts';
import { pausesOf } from '../../readings/rows/pause.ts';

/** Steps that differ from their median by more than this share of it are odd. */
const TOLERANCE = 0.1;

/** Up to this share of odd steps nothing is said: days that summer time changes are fewer. */
const FEW = 0.01;

const UNITS = { d: 86_400, h: 3600, m: 60, s: 1 } as const;

/** A span is written in the largest unit that is off by no more than this share of the median. */
const ROUNDING = 0.02;

type TimedRows = Pick<PlacedRows, 'rows' | 'begins' | 'times'>;

/** Returns the seconds from the row before in the same sequence, NaN for the first: `[positions]`. */
export function stepsOf({ times, ...order }: TimedRows): Float64Array {
  return times === undefined
    ? new Float64Array(order.rows.length).fill(Number.NaN)
    : pausesOf(order, times);
}

/** Returns the median of the known steps; null where there are none. */
export function medianStep(steps: Float64Array): number | null {
  const sorted = sortedValues(steps);
  return sorted.length === 0 ? null : quantile(sorted, 0.5);
}

/** Warns of rows that are not evenly spaced, with the words that make them so. */
export function spacingNotices(
  placed: TimedRows,
  field: string,
  { by, time }: Pick<SequenceSpec, 'by' | 'time'>,
): Notice[] {
  const steps = sortedValues(stepsOf(placed));
  const median = medianStep(steps);
  if (median === null) return [];
  const odd = steps.filter((step) => Math.abs(step - median) > TOLERANCE * median).length;
  const share = odd / steps.length;
  if (share <= FEW) return [];
  const span = `span=${spanOf(median)} `;
  const average = `avg(${field}) AS ${field}`;
  const remedy =
    by.length === 0
      ? `| timechart ${span}${average}`
      : `| bin ${time} ${span}| stats ${average} BY ${time} ${by.join(' ')}, as | timechart ${span}does for one series`;
  const text = `${Math.round(100 * share)} % of the steps from row to row differ by more than a tenth from their median, ${Number(median.toPrecision(4))} s, and a forecast counts rows, not seconds: space them evenly first, with ${remedy}.`;
  return [{ level: 'WARN', text }];
}

/** Writes a span as Splunk does: `5m`, `1h`. */
function spanOf(seconds: number): string {
  for (const [unit, size] of Object.entries(UNITS)) {
    const count = Math.round(seconds / size);
    if (count >= 1 && Math.abs(count * size - seconds) <= ROUNDING * seconds) {
      return `${count}${unit}`;
    }
  }
  return `${Math.max(1, Math.round(seconds))}s`;
}
