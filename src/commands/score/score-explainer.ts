/**
 * Makes what explains rows for the option `explain` of `lstmscore`.
 *
 * @module
 */

import { UserError } from '../../errors.ts';
import { Explainer } from '../../explain/explainer.ts';
import { RowExplainer } from '../../explain/row-explainer.ts';
import type { BuiltinFactory } from '../../network/builtin-engine.ts';
import type { Log } from '../../store/log.ts';
import type { StoredModel } from '../../store/model-file.ts';
import { wordsOf } from '../tasks/words.ts';
import type { ScoreArguments } from './score-arguments.ts';

/** The options suit this model. */
export interface ChosenModel {
  readonly model: StoredModel;
  /** The score from which on a row is an alert; it is not read where the model has no such thing. */
  readonly threshold: number;
}

/** The process gives an explainer a clock, a log and a limit. */
interface ExplainerHooks {
  /** Milliseconds on a clock that never goes back. */
  readonly elapsed: () => number;
  /** Seconds that all explanations of a search may take. */
  readonly maxSeconds: number;
  readonly log: Log;
}

/**
 * Returns `undefined` where no reasons were asked for.
 *
 * @throws UserError for a model that has no row to start from
 */
export async function createRowExplainer(
  { model: { name }, options }: ScoreArguments,
  { model, threshold }: ChosenModel,
  factory: BuiltinFactory,
  { elapsed, maxSeconds, log }: ExplainerHooks,
): Promise<RowExplainer | undefined> {
  const { explain: fields, explain_all: isAll } = options;
  if (fields === 0) return undefined;
  const { header } = model;
  if (header.typical === undefined) {
    throw new UserError(
      `explain needs a typical training row, and model ${name} was trained by a release that kept none: train it again.`,
    );
  }
  const explainer = await Explainer.create(model, header.typical, factory);
  const { cut } = wordsOf(header);
  const chosen = { fields, isAll, threshold, cut, maxSeconds };
  return new RowExplainer(explainer, header.target, chosen, {
    elapsed,
    onEstimate: (rows, seconds) => {
      const estimated = Number(seconds.toPrecision(2));
      const estimate = { explained_rows: rows, estimated_seconds: estimated };
      log.write('INFO', 'estimate', { model: name, ...estimate });
    },
  });
}
