/**
 * Leaves training examples out that the task finds too odd to learn from.
 *
 * @module
 */

import { without } from '../../encode/rows/split.ts';
import type { FitData } from '../../model/examples.ts';
import type { FitSettings } from '../../model/fit-options.ts';
import type { Context } from '../../network/context.ts';
import type { Predictor } from '../../network/engine.ts';
import { taskOf } from '../../tasks/table.ts';

interface JudgedFit {
  readonly data: FitData;
  readonly settings: FitSettings;
}

export class LeftOutExamples {
  /** Returns the examples to train on; `undefined` for a task that has no odd ones. */
  readonly chosen: (() => Promise<Int32Array>) | undefined;
  #found: Int32Array = new Int32Array(0);

  /** @param engine - holds the weights of the training so far */
  constructor({ data, settings }: JudgedFit, engine: Predictor, context: Context) {
    const { odd, trainsOn } = taskOf(data.target);
    this.chosen =
      odd &&
      (async () => {
        this.#found = await odd(engine, data, settings, context);
        const kept = { ...data, training: without(data.training, this.#found) };
        return (trainsOn?.(kept) ?? kept).training;
      });
  }

  get examples(): Int32Array {
    return this.#found;
  }
}
