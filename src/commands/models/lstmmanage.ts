/**
 * Answers for `| lstmmanage`, which deletes, rolls back and shares models. It writes in `execute` only,
 * never in a preview.
 *
 * @module
 */

import { type Command, NO_REPLY } from '../../protocol/dialogue.ts';
import { readWords } from '../arguments/words.ts';
import type { Environment } from '../run/environment.ts';
import { Run } from '../run/run.ts';
import { readManageArguments } from './manage-arguments.ts';
import { runManage } from './manage-run.ts';

export function createManage(environment: Environment): Command {
  return async (info) => {
    const args = readManageArguments(readWords(info.args, info.rawArgs));
    const run = new Run(environment, info, { command: 'lstmmanage', mayUseShipped: true });
    return {
      type: 'reporting',
      isGenerating: true,
      requiredFields: [],
      execute: info.preview
        ? async () => NO_REPLY
        : run.supervise(async ({ messages }) => await runManage({ run, info, args, messages })),
    };
  };
}
