/**
 * Finds entities whose forecasts are far worse than those of all, which figures of all rows hide: the
 * largest entities make them.
 *
 * @module
 */

import { SEPARATOR } from '../../encode/rows/entity.ts';
import { short, thousands } from '../../errors.ts';
import { counted, type Notice } from '../../notice.ts';
import { isTooNarrow, shareText } from './intervals.ts';

/** What came of one forecast, and what stood on its row. */
export interface ServedRow {
  /** The name of the entity, as `entityKeys` makes it. */
  readonly entity: string;
  readonly actual: number;
  readonly predicted: number;
  /** The last value known before; the unit of these is that of the target. */
  readonly last: number;
  /** Tells whether the value lay within its interval; `undefined` without intervals. */
  readonly isWithin: boolean | undefined;
}

/** Levels of entities that differ by more than this factor are reported. */
const FAR_APART = 10;

interface Served {
  readonly entity: string;
  readonly rows: number;
  /** The mean absolute value. */
  readonly level: number;
  /** The error in that of repeating the last value. */
  readonly error: number;
  readonly within: number | undefined;
}

/**
 * Warns of entities whose intervals hold far too few values, or whose forecasts err more than repeating the
 * last value does.
 *
 * @param rows - those whose value is known
 * @param part - their name
 * @param share - of the values that bounds should hold
 */
export function servedNotices(rows: readonly ServedRow[], part: string, share: number): Notice[] {
  const byEntity = Map.groupBy(rows, ({ entity }) => entity);
  if (byEntity.size < 2) return [];
  const all = Array.from(byEntity, ([entity, own]) => servedOf(entity, own));
  const bad = all.filter((one) => isBadlyServed(one, share));
  const worst = bad.toSorted((a, b) => badness(b, share) - badness(a, share))[0];
  if (worst === undefined) return [];
  const of = `${thousands(bad.length)} of ${thousands(all.length)} entities`;
  const text = `Forecasts of ${of} are poor, and the worst are of ${shown(worst)}: ${faultText(worst, part, share)}.${levelText(all)} Name fields that tell such entities apart, or fit a model for them alone.`;
  return [{ level: 'WARN', text }];
}

/** Fewer rows of an entity say nothing. */
const FEWEST_ROWS = 20;

function servedOf(entity: string, rows: readonly ServedRow[]): Served {
  const sum = (error: (row: ServedRow) => number): number =>
    rows.reduce((total, row) => total + Math.abs(error(row)), 0);
  const isBounded = rows[0]?.isWithin !== undefined;
  return {
    entity,
    rows: rows.length,
    level: sum(({ actual }) => actual) / rows.length,
    error: sum((row) => row.actual - row.predicted) / sum((row) => row.actual - row.last),
    within: isBounded ? rows.filter(({ isWithin }) => isWithin).length : undefined,
  };
}

function isBadlyServed({ rows, error, within }: Served, share: number): boolean {
  if (rows < FEWEST_ROWS) return false;
  return error > 1 || (within !== undefined && isTooNarrow(within, rows, share));
}

/** Says what is wrong with the forecasts of an entity. */
function faultText({ rows, error, within }: Served, part: string, share: number): string {
  const of = counted(rows, `${part} row`);
  const faults = [
    ...(error > 1 ? [`they err ${short(error)} times as much as repeating the last value`] : []),
    ...(within !== undefined && isTooNarrow(within, rows, share)
      ? [
          `their bounds hold ${shareText(within / rows)} of the values instead of ${shareText(share)}`,
        ]
      : []),
  ];
  return `on ${of} ${faults.join(', and ')}`;
}

/** Orders entities by their error, and by the share of values outside bounds. */
function badness({ rows, error, within = rows }: Served, share: number): number {
  return Math.max(error, 0) + (1 - within / rows) / (1 - share);
}

function levelText(all: readonly Served[]): string {
  const sorted = all.filter(({ level }) => level > 0).sort((a, b) => a.level - b.level);
  const [low, high] = [sorted[0], sorted.at(-1)];
  if (low === undefined || high === undefined || high.level <= FAR_APART * low.level) return '';
  return ` Levels differ more than tenfold, from ${short(low.level)} of ${shown(low)} to ${short(high.level)} of ${shown(high)}, so that figures of all rows are those of the largest.`;
}

function shown({ entity }: Served): string {
  return `"${entity.split(SEPARATOR).join(', ')}"`;
}
