/**
 * How many rows a fit used, and why not the others.
 *
 * @module
 */

import { thousands } from '../../errors.ts';
import { counted, type Notice } from '../notice.ts';
import type { PlacedRows } from '../sequence-rows.ts';
import { type FitPlan, hasTarget } from './fit-plan.ts';
import type { FitSettings } from './fit-settings.ts';
import type { Examples } from './training.ts';

/** @param isDropped - whether `nulls=drop` left a row out */
export function usageNotice(
  settings: FitSettings,
  plan: FitPlan,
  { training, validation, placed }: Examples & { readonly placed: PlacedRows },
  isDropped: (row: number) => boolean,
): Notice {
  const used = [...training, ...validation].map((at) => placed.rows[at] as number);
  const isUsed = new Uint8Array(plan.texts.length);
  for (const row of used) isUsed[row] = 1;
  const counts = new Map<string, number>();
  for (const row of isUsed.keys()) {
    if (isUsed[row] === 1) continue;
    const reason = isDropped(row)
      ? 'with a null feature (nulls=drop)'
      : reasonOf(row, settings, plan, placed);
    counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  const reasons = [...counts].map(([reason, count]) => `${thousands(count)} ${reason}`);
  const notUsed = reasons.length > 0 ? ` Not used: ${reasons.join(', ')}.` : '';
  const held = thousands(validation.length);
  const parted = validation.length > 0 ? `, ${held} of them to validate` : '';
  const read = counted(plan.texts.length, 'result');
  return {
    level: 'INFO',
    text: `${read} read, ${thousands(used.length)} used${parted}.${notUsed}`,
  };
}

/** The first reason of a row that is not used. */
function reasonOf(
  row: number,
  { target, time, stride, minRows }: FitSettings,
  plan: FitPlan,
  { times, entities }: PlacedRows,
): string {
  if (!hasTarget(plan, row)) return `without ${target}`;
  const isTimeless = plan.needsTime && times !== undefined && Number.isNaN(times[row]);
  if (isTimeless) return `without a readable ${time}`;
  if (entities !== undefined && (entities[row] as number) < 0) return 'without a by field';
  const options = [stride > 1 ? `stride=${stride}` : '', minRows > 1 ? `min_rows=${minRows}` : ''];
  return `by ${options.filter((option) => option !== '').join(' and ')}`;
}
