/**
 * Says which parts of the examples are empty, or lack a class.
 *
 * @module
 */

import type { Split } from '../encode/rows/split.ts';
import type { Labelled, OrderedRows } from '../model/examples.ts';
import type { FitSettings } from '../model/fit-options.ts';
import type { Target } from '../model/target.ts';
import { counted, type Notice } from '../notice.ts';
import { classNotices } from '../tasks/classify/class-notices.ts';

type SplitTargets = Split & Labelled & { readonly target: Target };

/** @throws UserError when the training examples are all of one class */
export function splitNotices(data: SplitTargets, settings: FitSettings): Notice[] {
  return [...emptyNotices(data, settings), ...classNotices(data, settings.split)];
}

/** Says how many training windows share rows with held-out windows, and what became of them. */
export function borderNotices({ border }: Pick<OrderedRows, 'border'>): Notice[] {
  const { windows, isLeftOut } = border;
  if (windows === 0) return [];
  const text = isLeftOut
    ? `${counted(windows, 'training window')} at the borders of held-out blocks left out: they share rows with held-out windows.`
    : `${counted(windows, 'training window')} share rows with held-out windows, too many to leave out, so figures flatter: use split=time, or search for more rows.`;
  return [{ level: isLeftOut ? 'INFO' : 'WARN', text }];
}

/** Says which shares come to no example. */
function emptyNotices(
  { validation, test }: Split,
  { split: shares, sequence: { label, horizon } }: FitSettings,
): Notice[] {
  const { split, validation: validationShare, test: testShare } = shares;
  if (split === 'none') return [];
  const remedyFor = (option: string): string => {
    if (split === 'entity') return 'search for more entities, or choose another split';
    if (label === 'any') return 'use a shorter window, or search for more rows';
    if (horizon > 1) return 'use a shorter horizon, or search for more rows';
    return `search for more rows, or raise ${option}`;
  };
  const notices: Notice[] = [];
  if (validation.length === 0) {
    const text = `validation=${validationShare} comes to no row here, so training rows, which are learnt, give the figures and tell when to stop: ${remedyFor('validation')}.`;
    notices.push({ level: 'WARN', text });
  }
  if (test.length === 0 && testShare !== 'auto' && testShare > 0) {
    const text = `test=${testShare} comes to no row here: ${remedyFor('test')}.`;
    notices.push({ level: 'WARN', text });
  }
  return notices;
}
