/**
 * Checks nothing: a model of a number keeps only what all models do.
 *
 * @module
 */

import type { TaskRules } from './rule.ts';

export const regress: TaskRules<'regress'> = {
  denseWidths: (_, widths) => widths,
};
