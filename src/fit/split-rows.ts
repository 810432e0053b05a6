/**
 * Decides which sequences of a fit train, validate and test.
 *
 * @module
 */

import { dropBorder } from '../encode/rows/border-windows.ts';
import type { PlacedRows } from '../encode/rows/place-rows.ts';
import { rowsRead } from '../encode/rows/rows-read.ts';
import { reachOf } from '../encode/rows/sequence-spec.ts';
import { type Split, splitExamples } from '../encode/rows/split.ts';
import { dropCrossing } from '../encode/rows/window-labels.ts';
import { depths, windowSpans } from '../encode/rows/windows.ts';
import type { OrderedRows } from '../model/examples.ts';
import type { FitSettings } from '../model/fit-options.ts';
import type { FitPlan } from './plan.ts';

/** From this many sequences on `test=auto` keeps a tenth of the examples aside. */
const MANY_SEQUENCES = 500;
const AUTO_TEST = 0.1;

export function splitRows(
  placed: PlacedRows,
  plan: FitPlan,
  { split: { split, validation, test }, run: { seed }, sequence: { horizon } }: FitSettings,
): OrderedRows {
  const { rows, ranks, entities } = placed;
  const depth = depths(placed);
  const { sequence, task } = plan;
  const { window, minRows } = sequence;
  const windows = windowSpans(placed, reachOf(sequence));
  const positions = Int32Array.from(rows, (_, at) => at);
  const examples = positions.filter((at) => task.hasTarget(rows[at]) && depth[at] >= minRows);
  const isMany = examples.length >= MANY_SEQUENCES && validation + AUTO_TEST < 1;
  const dealt = splitExamples(
    examples,
    { ranks, entityOf: (at) => entities?.[rows[at]] ?? 0 },
    {
      split,
      validation,
      test: test === 'auto' ? (isMany ? AUTO_TEST : 0) : test,
      seed,
      window: reachOf({ window }).rows + horizon,
    },
  );
  const told = task.targetStarts(windows.starts);
  const whole = told === undefined ? dealt : dropCrossing(dealt, told, rows.length);
  const { parts, border } =
    split === 'random'
      ? keptApart(whole, windows.starts)
      : { parts: whole, border: { windows: 0, isLeftOut: true } };
  return { placed, windows, read: rowsRead(parts, windows), border, ...parts };
}

/**
 * Leaves out the training windows that share rows with held-out ones, unless few others remain: of few rows in long
 * windows hardly any would be left to train on.
 *
 * @param starts - `[positions]`: where the window that ends at a position begins
 */
export function keptApart(
  whole: Split,
  starts: Int32Array,
): { readonly parts: Split; readonly border: OrderedRows['border'] } {
  const apart = dropBorder(whole, starts);
  const windows = whole.training.length - apart.training.length;
  const isLeftOut = 2 * windows <= whole.training.length;
  return { parts: isLeftOut ? apart : whole, border: { windows, isLeftOut } };
}

/** Returns every n-th of the training windows of each sequence, for `stride=n`. */
export function strided({ training, placed }: OrderedRows, stride: number): Int32Array {
  if (stride === 1) return training;
  const depth = depths(placed);
  return training.filter((at) => depth[at] % stride === 0);
}
