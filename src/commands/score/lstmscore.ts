/**
 * Answers for `| lstmscore`, which adds the predictions of a model to the search's results, and never
 * writes.
 *
 * @module
 */

import { collectRows } from '../../protocol/collect.ts';
import type { Command, Plan } from '../../protocol/dialogue.ts';
import { isParseTime } from '../../protocol/search-info.ts';
import { readWords } from '../arguments/words.ts';
import type { Environment } from '../run/environment.ts';
import { rowBound } from '../run/row-bound.ts';
import { Run } from '../run/run.ts';
import { neededModel } from './needed-model.ts';
import { readScoreArguments, type ScoreArguments } from './score-arguments.ts';
import { ScoreRun } from './score-run.ts';

const REMEDY =
  'keep only the fields the model needs with | fields, or sort them with | sort 0 _time and use order=input';

export function createScore(environment: Environment): Command {
  return async (info) => {
    const score = readScoreArguments(readWords(info.args, info.rawArgs));
    const run = new Run(environment, info, { command: 'lstmscore', mayUseShipped: true });
    const needed = isParseTime(info) ? undefined : await neededModel(environment, info, score);
    let scoring: ScoreRun | undefined;
    const begun = (): ScoreRun => {
      scoring ??= new ScoreRun({ run, info, score, found: needed?.found });
      return scoring;
    };
    const isStream = score.options.order === 'input';
    const plan: Plan = {
      type: typeOf(score),
      requiredFields: needed?.fields ?? ['*'],
      rowKernel: async () => await run.rowKernel(),
      prepare: run.preparation(() => ScoreRun),
      execute: run.supervise(
        isStream
          ? async (request) => await begun().stream(request)
          : collectRows(
              async (results, messages) => await begun().all(results, messages),
              rowBound(run, REMEDY),
            ),
      ),
    };
    return plan;
  };
}

/** Entities take the place of the rows, as in | stats. */
function typeOf({ options: { order, by } }: ScoreArguments): Plan['type'] {
  if (by !== undefined) return 'reporting';
  return order === 'input' ? 'stateful' : 'events';
}
