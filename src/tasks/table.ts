/**
 * Lists the tasks by their modes: the compiler holds this table complete.
 *
 * @module
 */

import type { Mode } from '../model/header.ts';
import { anomaly } from './anomaly/task.ts';
import { classify } from './classify/task.ts';
import { forecast } from './forecast/task.ts';
import { regress } from './regress/task.ts';
import type { Task } from './task.ts';

export const tasks: { readonly [M in Mode]: Task<M> } = { classify, regress, forecast, anomaly };

/** @param one - a header, a target, or whatever else has a mode */
export function taskOf<M extends Mode>({ mode }: { readonly mode: M }): Task<M> {
  return tasks[mode];
}
