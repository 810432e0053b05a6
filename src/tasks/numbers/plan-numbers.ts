/**
 * Decides what a fit that predicts numbers can decide from the target's texts and the options.
 *
 * @module
 */

import { parseNumber } from '../../encode/field/number.ts';
import { UserError } from '../../errors.ts';
import type { FitSettings } from '../../model/fit-options.ts';
import { DEFAULT_WINDOW, type TaskPlan } from '../learnt.ts';
import { refuseText } from './number-target.ts';

/** The plans of all tasks of numbers have these members in common. */
type NumberPlan = Pick<TaskPlan<'regress'>, 'texts' | 'window' | 'hasTarget'>;

/** Options that are for classes. */
const CLASS_OPTIONS = ['positive', 'class_weight', 'label'] as const;

/**
 * @param mode - the task, and what to do about a target that holds text
 * @throws UserError for text in the target, and for options of classes
 */
export function planNumbers(
  texts: readonly string[],
  { target: { field: target }, given }: Pick<FitSettings, 'target' | 'given'>,
  mode: { readonly name: string; readonly instead: string; readonly hasThreshold?: boolean },
): NumberPlan {
  refuseText(target, texts, mode);
  const idle = mode.hasThreshold === true ? CLASS_OPTIONS : [...CLASS_OPTIONS, 'threshold'];
  const option = idle.find((name) => given.has(name));
  if (option !== undefined) {
    throw new UserError(
      `${option} is for classes, and ${target} is a number: use mode=classify or leave ${option} out.`,
    );
  }
  return {
    texts,
    window: DEFAULT_WINDOW,
    hasTarget: (row) => !Number.isNaN(parseNumber(texts[row])),
  };
}
