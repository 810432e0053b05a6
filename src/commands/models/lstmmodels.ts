/**
 * Answers for `| lstmmodels`, which lists models and shows what is in one of them, and never writes.
 *
 * @module
 */

import { type Command, NO_REPLY } from '../../protocol/dialogue.ts';
import { typedName } from '../../store/model-place.ts';
import { readWords } from '../arguments/words.ts';
import type { Environment } from '../run/environment.ts';
import { Run } from '../run/run.ts';
import { readModelsArguments } from './models-arguments.ts';
import { runModels } from './models-run.ts';

export function createModels(environment: Environment): Command {
  return async (info) => {
    const args = readModelsArguments(readWords(info.args, info.rawArgs));
    const run = new Run(environment, info, { command: 'lstmmodels', mayUseShipped: true });
    if (args.model !== undefined) run.note({ model: typedName(args.model) });
    return {
      type: 'reporting',
      isGenerating: true,
      requiredFields: [],
      execute: info.preview
        ? async () => NO_REPLY
        : run.supervise(async ({ messages }) => await runModels({ run, info, args, messages })),
    };
  };
}
