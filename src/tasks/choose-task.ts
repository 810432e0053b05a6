/**
 * Chooses the task of a target from its values and the options.
 *
 * @module
 */

import type { FitSettings } from '../model/fit-options.ts';
import type { Mode } from '../model/header.ts';
import { looksLikeClasses } from './classify/classes.ts';

/** @param texts - the target's values, one a row; `''` for null */
export function chooseTask(
  texts: readonly string[],
  {
    target: { field: target, mode },
    sequence: { horizon },
  }: Pick<FitSettings, 'target' | 'sequence'>,
): Mode {
  if (target === '') return 'anomaly';
  if (horizon > 0) return 'forecast';
  if (mode === 'classify' || mode === 'regress') return mode;
  return looksLikeClasses(texts) ? 'classify' : 'regress';
}
