/**
 * Decides how a fit predicts a number of the row itself, and encodes it for each row.
 *
 * @module
 */

import { knownNumbers } from '../../leaks/known-targets.ts';
import type { OrderedRows } from '../../model/examples.ts';
import type { FitSettings } from '../../model/fit-options.ts';
import { initialTarget } from '../../model/initial-model.ts';
import type { Notice } from '../../notice.ts';
import type { Learnt, TaskPlan } from '../learnt.ts';
import { keptScaleNotices } from '../numbers/kept-scale.ts';
import { fitNumberTarget, standardised } from '../numbers/number-target.ts';
import { planNumbers } from '../numbers/plan-numbers.ts';
import type { EncodedTarget } from '../task.ts';

/** Integers with at most this many values might be classes. */
const FEW_VALUES = 20;

const REGRESS = { name: 'regress', instead: 'use mode=classify or another target' } as const;

/** @throws UserError for text in the target, and for options of classes */
export function planNumber(texts: readonly string[], settings: FitSettings): TaskPlan<'regress'> {
  return {
    mode: 'regress',
    ...planNumbers(texts, settings, REGRESS),
    reach: () => undefined,
    targetStarts: () => undefined,
    refuseRows: () => undefined,
    notices: settings.target.mode === 'auto' ? integerNotices(texts, settings.target.field) : [],
  };
}

/** Says that few integers, which might be classes, are predicted as a number. */
function integerNotices(texts: readonly string[], target: string): Notice[] {
  const values = new Set<string>();
  for (const text of texts) {
    const trimmed = text.trim();
    if (trimmed === '') continue;
    values.add(trimmed);
    if (values.size > FEW_VALUES || !Number.isInteger(Number(trimmed))) return [];
  }
  return [
    {
      level: 'INFO',
      text: `${target} has ${values.size} integer values and is predicted as a number: if they are classes, add mode=classify.`,
    },
  ];
}

/** @throws UserError when training rows hold fewer than two distinct numbers, or numbers too large */
export function learnNumber(
  { texts }: TaskPlan<'regress'>,
  { placed, training }: OrderedRows,
  settings: Pick<FitSettings, 'target' | 'initial'>,
): Learnt<'regress'> {
  const rows = training.map((at) => placed.rows[at]);
  const found = fitNumberTarget(settings.target.field, texts, rows);
  const target = initialTarget(settings, 'regress') ?? found;
  const values = standardised(target, texts);
  const notices = keptScaleNotices(found, settings);
  return { target, values, known: knownNumbers(values, rows), notices };
}

export function encodeNumber(
  { target, values }: Learnt<'regress'>,
  { placed }: OrderedRows,
): EncodedTarget<'regress'> {
  return { target, targets: Float32Array.from(placed.rows, (row) => values[row]), notices: [] };
}
