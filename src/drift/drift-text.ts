/**
 * Describes drift in words.
 *
 * @module
 */

import { networkText } from '../encode/field/ip-features.ts';
import { short } from '../errors.ts';
import type { Target } from '../model/target.ts';
import { counted, type Notice } from '../notice.ts';
import type { WatchedColumn } from '../readings/watched-columns.ts';
import { taskOf } from '../tasks/table.ts';
import { type Bins, rowsIn } from './block-statistics.ts';
import type { Compared } from './find-drift.ts';

const SHOWN_DIGITS = 3;

/** At most this many of the columns that have drifted are shown, the worst ones. */
const SHOWN = 3;

/** Returns the message, if anything has drifted. */
export function driftNotices(drifted: readonly Compared[], rows: number, target: Target): Notice[] {
  if (drifted.length === 0) return [];
  const shown = drifted.slice(0, SHOWN).map((one) => describe(one, target));
  const more = drifted.length > SHOWN ? `, and ${drifted.length - SHOWN} more` : '';
  const text = `Drift: these ${counted(rows, 'result')} differ from those of the fit by more than as many of the fit did from one another: ${shown.join('; ')}${more}. Check the search, or fit again; drift=false looks for none.`;
  return [{ level: 'INFO', text }];
}

/** Returns a name for the log, which holds no values. */
export function driftName({ what, column }: Compared): string {
  if (column === undefined) return 'predictions';
  const name = column.part === undefined ? column.field : `${column.field} part ${column.part}`;
  return what === 'unknown' ? `${name} unknown` : name;
}

function describe(one: Compared, target: Target): string {
  const { what, column, before, now } = one;
  if (column === undefined) {
    const names = taskOf(target).verdicts.names(target);
    const bin = names.length === 2 ? 1 : furthestBin(before, now);
    return `${names[bin]} ${change(before, now, bin)}`;
  }
  const name = column.part === undefined ? column.field : `${column.field}, part ${column.part},`;
  if (what === 'unknown') {
    const { unknown = `${name} values unknown` } = column;
    return `${unknown} to the model ${change(before, now, 1)}`;
  }
  const bin = furthestBin(before, now);
  const medians = column.kind === 'number' && bin < before.length - 1 ? medianChange(one) : '';
  return `${name} ${medians || `share of ${binText(column, bin)} ${change(before, now, bin)}`}`;
}

/** Writes a change such as `2 % → 40 %`. */
function change(before: Bins, now: Bins, bin: number): string {
  return `${percent(shareOf(before, bin))} → ${percent(shareOf(now, bin))}`;
}

function shareOf(bins: Bins, bin: number): number {
  return bins[bin] / Math.max(rowsIn(bins), Number.MIN_VALUE);
}

/** Writes a share in percent, with two decimals where it is below 10 % or above 90 %, else without any. */
function percent(share: number): string {
  const digits = share < 0.1 || share > 0.9 ? 2 : 0;
  return `${Number((100 * share).toFixed(digits))} %`;
}

/** Returns the bin that adds most to the distance. */
function furthestBin(before: Bins, now: Bins): number {
  const far = Array.from(before, (_, bin) =>
    Math.abs(Math.sqrt(shareOf(before, bin)) - Math.sqrt(shareOf(now, bin))),
  );
  return far.indexOf(Math.max(...far));
}

function binText({ kind, edges, values }: WatchedColumn, bin: number): string {
  if (kind === 'category') {
    if (bin === 0) return 'rare and unknown values';
    return values[bin - 1] ?? 'nulls';
  }
  if (bin > edges.length) return 'nulls';
  const text = kind === 'network' ? networkText : numberText;
  const [from, to] = [edges[bin - 1], edges[bin]];
  if (from === undefined) return `values below ${text(to ?? 0)}`;
  return to === undefined ? `values from ${text(from)} on` : `values ${text(from)} to ${text(to)}`;
}

/** A median that moved past this share of the rows of the fit is shown instead of the share of a bin. */
const FAR = 0.125;

/** Returns `median 120 → 900`; `''` where the median stays about where it was. */
function medianChange({ column, before, now }: Compared): string {
  const { edges = [] } = column ?? {};
  const values = Array.from(before).slice(0, -1);
  const [old, found] = [medianOf(values), medianOf(Array.from(now).slice(0, -1))];
  const below = values.slice(0, found.bin).reduce((sum, count) => sum + count, 0);
  const rank = (below + found.part * values[found.bin]) / rowsIn(values);
  if (!(Math.abs(rank - 0.5) >= FAR)) return '';
  return `median ${placeText(edges, old)} → ${placeText(edges, found)}`;
}

/** A bin, and a place within it. */
interface Place {
  readonly bin: number;
  /** How far the place is from the bin's lower edge, 0…1. */
  readonly part: number;
}

function medianOf(bins: readonly number[]): Place {
  let left = rowsIn(bins) / 2;
  for (const [bin, count] of bins.entries()) {
    if (left <= count) return { bin, part: count === 0 ? 0 : left / count };
    left -= count;
  }
  return { bin: bins.length - 1, part: 1 };
}

function placeText(edges: readonly number[], { bin, part }: Place): string {
  const [from, to] = [edges[bin - 1], edges[bin]];
  if (from === undefined) return `below ${numberText(to ?? 0)}`;
  if (to === undefined) return `above ${numberText(from)}`;
  return numberText(from + part * (to - from));
}

function numberText(value: number): string {
  return short(value, SHOWN_DIGITS);
}
