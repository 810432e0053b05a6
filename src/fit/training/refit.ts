/**
 * `refit=true`: once more from the start, on all rows, as many updates as were best.
 *
 * @module
 */

import type { Labelled } from '../../model/examples.ts';
import type { UpdateOptions } from '../../model/fit-options.ts';
import type { Engine } from '../../network/engine.ts';
import type { TrainingHooks, TrainingOutcome } from './training.ts';
import { Updates } from './updates.ts';

/**
 * @param engine - with initial weights
 * @param examples - all of them
 * @param outcome - of the training that is repeated: its updates and their learning rates
 * @returns whether all updates were made before `hooks.stop`
 */
export async function refit(
  engine: Engine,
  labelled: Labelled,
  examples: Int32Array,
  options: UpdateOptions,
  { bestUpdates, rates }: Pick<TrainingOutcome, 'bestUpdates' | 'rates'>,
  hooks: Pick<TrainingHooks, 'breathe' | 'stop'>,
): Promise<boolean> {
  const updates = new Updates(engine, labelled, options);
  const rateOf = (update: number): number =>
    rates.findLast(({ from }) => from <= update)?.learningRate ?? 0;
  while (updates.count < bestUpdates) {
    updates.hide();
    const left = bestUpdates - updates.count;
    for (const samples of updates.deal(examples).slice(0, left)) {
      updates.make(samples, rateOf(updates.count + 1));
      await hooks.breathe();
      if (hooks.stop() === undefined) continue;
      updates.show();
      return false;
    }
  }
  updates.show();
  updates.refuseDivergence(rateOf(updates.count));
  return true;
}
