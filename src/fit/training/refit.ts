/**
 * Trains for `refit=true` once more from the start, on all rows, with as many updates as were best.
 *
 * @module
 */

import { allExamples, type Split, without } from '../../encode/rows/split.ts';
import type { Examples, Labelled } from '../../model/examples.ts';
import type { UpdateOptions } from '../../model/fit-options.ts';
import type { Engine } from '../../network/engine.ts';
import type { TrainingContext, TrainingOutcome } from './training.ts';
import { Updates } from './updates.ts';

export interface RefitPlan {
  readonly options: UpdateOptions;
  /** The updates of the training that is repeated, and their learning rates. */
  readonly outcome: Pick<TrainingOutcome, 'bestUpdates' | 'rates'>;
  /** These examples do not train. */
  readonly leftOut?: Int32Array;
}

/**
 * @param engine - with initial weights
 * @returns whether all updates were made before `context.stop`
 */
export async function refit(
  engine: Engine,
  examples: Pick<Examples, keyof Labelled | 'training'>,
  { options, outcome: { bestUpdates, rates } }: RefitPlan,
  context: Pick<TrainingContext, 'breathe' | 'stop'>,
): Promise<boolean> {
  const updates = new Updates(engine, examples, options);
  const rateOf = (update: number): number =>
    rates.findLast(({ from }) => from <= update)?.learningRate ?? 0;
  while (updates.count < bestUpdates) {
    updates.hide();
    const left = bestUpdates - updates.count;
    for (const samples of updates.deal(examples.training).slice(0, left)) {
      updates.make(samples, rateOf(updates.count + 1));
      await context.breathe();
      if (context.stop() === undefined) continue;
      updates.show();
      return false;
    }
  }
  updates.show();
  updates.refuseDivergence(rateOf(updates.count));
  return true;
}

/**
 * @param begin - makes an engine with the initial weights
 * @returns `undefined` where it was stopped
 */
export async function refitWeights(
  begin: () => Promise<Engine>,
  examples: Labelled & Split,
  plan: RefitPlan,
  context: Pick<TrainingContext, 'breathe' | 'stop'>,
): Promise<Float32Array | undefined> {
  const engine = await begin();
  const training = without(allExamples(examples), plan.leftOut ?? new Int32Array(0));
  const all = { ...examples, training };
  return (await refit(engine, all, plan, context)) ? engine.weights() : undefined;
}
