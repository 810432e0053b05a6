/**
 * Options that would change nothing for these results are refused rather than ignored.
 *
 * @module
 */

import { UserError } from '../errors.ts';
import type { FitSettings } from '../model/fit-options.ts';

/**
 * Asks for the reading because the refusals of both name the same options: what one of them needs, the
 * other cannot use.
 *
 * @throws UserError for options of windows where each row is a sequence, and the like
 */
export function refuseWindowOptions(window: 'fields' | number, settings: FitSettings): void {
  const { given, features } = settings;
  if (window === 'fields') {
    const options = ['gap', 'min_rows', 'label', 'time_features'];
    const idle = options.find((option) => given.has(option));
    if (idle !== undefined) throw needsWindow(idle);
    if (features.numeric !== 'auto') throw needsWindow(`numeric=${features.numeric}`);
    if (features.categorical === 'onehot') throw needsWindow('categorical=onehot');
    if (features.ip === 'onehot') throw needsWindow('ip=onehot');
  } else if (given.has('embedding')) {
    throw new UserError(
      `embedding is the width of tokens: add window=fields, or leave it out (a category's width follows its number of values).`,
    );
  }
}

function needsWindow(option: string): UserError {
  return new UserError(
    `${option} is for windows of rows, and here each row is a sequence of its own: add window=20 or leave ${option} out.`,
  );
}
