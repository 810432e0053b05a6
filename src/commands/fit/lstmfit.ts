/**
 * Answers for `| lstmfit`, which trains a model on the search's results and saves it.
 *
 * @module
 */

import { collectRows } from '../../protocol/collect.ts';
import { type Body, type Command, NO_REPLY, type Plan } from '../../protocol/dialogue.ts';
import type { Messages } from '../../protocol/messages.ts';
import { isParseTime } from '../../protocol/search-info.ts';
import type { SearchResults } from '../../results/results.ts';
import { typedName } from '../../store/model-place.ts';
import { readWords } from '../arguments/words.ts';
import type { Environment } from '../run/environment.ts';
import { rowBound } from '../run/row-bound.ts';
import { Run } from '../run/run.ts';
import { chosenEngine } from './chosen-engine.ts';
import { readFitArguments } from './fit-arguments.ts';
import { FitProgress } from './fit-progress.ts';
import { runFit } from './fit-run.ts';
import { requiredFields } from './required-fields.ts';

const REMEDY = 'keep only the fields you need with | fields, or a shorter time range';

export function createFit(environment: Environment): Command {
  return async (info) => {
    const fit = readFitArguments(readWords(info.args, info.rawArgs));
    const run = new Run(environment, info, { command: 'lstmfit', mayUseShipped: false });
    const engineWith = chosenEngine(run.environment, fit);
    run.note({ model: typedName(fit.model) });
    const progress = new FitProgress(run, fit.model);
    const work = async (results: SearchResults, messages: Messages): Promise<Body> =>
      await runFit({ run, info, fit, messages, engineWith, progress }, results);
    const plan: Plan = {
      type: fit.options.result.output === 'predictions' ? 'events' : 'reporting',
      requiredFields: isParseTime(info) ? ['*'] : await requiredFields(environment, info, fit),
      ...(info.preview ? {} : { rowKernel: async () => await run.rowKernel() }),
      // A preview neither trains nor stores.
      prepare: info.preview ? undefined : run.preparation(() => runFit),
      execute: info.preview
        ? async () => NO_REPLY
        : run.supervise(collectRows(work, rowBound(run, REMEDY)), () => progress.reads()),
    };
    return plan;
  };
}
