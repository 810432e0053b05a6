/**
 * Makes the columns that scoring adds to results.
 *
 * @module
 */

import type { Contribution } from '../../explain/explanation.ts';
import type { ModelHeader } from '../../model/header.ts';
import type { OutputColumn } from '../../protocol/csv-writer.ts';
import { multivalueColumns } from '../../protocol/multivalue.ts';
import type { Scores } from '../../score/scores.ts';
import type { ColumnOptions } from './task-columns.ts';
import { wordsOf } from './words.ts';

export function scoreColumns(
  header: ModelHeader,
  scores: Scores,
  options: ColumnOptions,
): OutputColumn[] {
  const words = wordsOf(header);
  const { reason } = words.names(header.target, options.as);
  return [...words.columns(header, scores, options), ...reasonColumns(reason, scores)];
}

/** Returns no column where no reasons were asked for. */
function reasonColumns(name: string, { reasons, samples }: Scores): OutputColumn[] {
  if (reasons === undefined) return [];
  return multivalueColumns(
    name,
    Array.from(samples, (sample) => (reasons.get(sample) ?? []).map(reasonText)),
  );
}

/**
 * Writes `bytes:+0.31`, `bytes (3 back):+0.31` where a row before did most of it, or
 * `bytes (above all training values):+9.31`.
 */
function reasonText({ field, amount, back, outside }: Contribution): string {
  const before = back === 0 ? '' : ` (${back} back)`;
  const where = outside === undefined ? before : ` (${outside} all training values)`;
  const digits = Number(Math.abs(amount).toPrecision(REASON_DIGITS));
  return `${field}${where}:${amount < 0 ? '-' : '+'}${digits}`;
}

const REASON_DIGITS = 3;
