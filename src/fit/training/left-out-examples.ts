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
import type { Notice } from '../../notice.ts';
import { taskOf } from '../../tasks/table.ts';
import type { OddExamples } from '../../tasks/task.ts';

interface JudgedFit {
  readonly data: FitData;
  readonly settings: FitSettings;
}

export class LeftOutExamples {
  /** Returns the examples to train on; `undefined` for a task that has no odd ones. */
  readonly chosen: (() => Promise<Int32Array>) | undefined;
  #found: OddExamples = { examples: new Int32Array(0), notices: [] };

  /** @param engine - holds the weights of the training so far */
  constructor({ data, settings }: JudgedFit, engine: Predictor, context: Context) {
    const { odd, trainsOn } = taskOf(data.target);
    this.chosen =
      odd &&
      (async () => {
        this.#found = await odd(engine, data, settings, context);
        const kept = { ...data, training: without(data.training, this.#found.examples) };
        return (trainsOn?.(kept) ?? kept).training;
      });
  }

  get examples(): Int32Array {
    return this.#found.examples;
  }

  get notices(): readonly Notice[] {
    return this.#found.notices;
  }
}
