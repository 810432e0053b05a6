/**
 * Lists the words of the tasks by their modes: the compiler holds this table complete.
 *
 * @module
 */

import type { Mode } from '../../model/header.ts';
import { anomalyWords as anomaly } from './anomaly-words.ts';
import { classifyWords as classify } from './classify-words.ts';
import { forecastWords as forecast } from './forecast-words.ts';
import { regressWords as regress } from './regress-words.ts';
import type { TaskWords } from './task-words.ts';

const words: { readonly [M in Mode]: TaskWords<M> } = { classify, regress, forecast, anomaly };

/** @param one - a header, a target, or whatever else has a mode */
export function wordsOf<M extends Mode>({ mode }: { readonly mode: M }): TaskWords<M> {
  return words[mode];
}
