/**
 * The target of a fit and the encoders of its features, learnt from training rows.
 *
 * @module
 */

import { pickRows } from '../encode/rows/row-lists.ts';
import type { FitData, OrderedRows } from '../model/examples.ts';
import type { FitSettings } from '../model/fit-options.ts';
import type { LeftOutField } from '../model/record.ts';
import type { Notice } from '../notice.ts';
import { pausesAt } from '../readings/sequence-rows.ts';
import type { SearchResults } from '../results/results.ts';
import { taskOf } from '../tasks/table.ts';
import type { EncodedTarget, FittedFields } from '../tasks/task.ts';
import { fitEncoders } from './encoders/fit-encoders.ts';
import { leakNotices } from './leak-notices.ts';
import type { FitPlan } from './plan.ts';

export interface FittedTarget extends EncodedTarget, Pick<FittedFields, 'encoder'> {
  readonly notices: readonly Notice[];
  readonly leftOut: readonly LeftOutField[];
  /** Says what makes the figures look better than the model is. */
  readonly leaks: (data: FitData) => Notice[];
}

/** @throws UserError when there is nothing to predict, or nothing to predict it by */
export function fitTarget(
  results: SearchResults,
  settings: FitSettings,
  plan: FitPlan,
  rows: OrderedRows,
): FittedTarget {
  const task = taskOf(plan.task);
  const { reads } = task;
  const learnt = task.learn(plan.task, rows, settings);
  const { known } = learnt;
  const { placed, read } = rows;
  const trained = read.map((at) => placed.rows[at]);
  const pauses = pausesAt(placed, read);
  const times = reads.calendar ? placed.times && pickRows(placed.times, trained) : undefined;
  const training = { rows: trained, known, reads, pauses, times };
  const fields = fitEncoders(results, settings, training, plan.sequence.window);
  const encoded = task.encode(learnt, rows, { ...fields, pauses }, results);
  return {
    ...encoded,
    encoder: fields.encoder,
    notices: [...fields.notices, ...learnt.notices],
    leftOut: fields.leftOut,
    leaks: (data) => (known === undefined ? [] : leakNotices(data, settings, known, fields.hashes)),
  };
}
