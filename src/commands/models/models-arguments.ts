/**
 * Reads the grammar of `lstmmodels`: `[[app:|user:]<model>] [show=…] [version=<n>] [sid=<sid>]`
 *
 * @module
 */

import { UserError } from '../../errors.ts';
import type { ModelRef } from '../../store/model-place.ts';
import { readModelRef } from '../arguments/model-ref.ts';
import { type OptionValues, readOptions, unexpected } from '../arguments/option.ts';
import { optionsOf, type Word, wordsIn } from '../arguments/words.ts';
import { modelsOptions } from './models-options.ts';

export interface ModelsArguments {
  /** The model that was named; all models are listed when none is. */
  readonly model: ModelRef | undefined;
  readonly options: OptionValues<typeof modelsOptions>;
}

/** These tables need no model; the first of them takes one all the same. */
const OF_NO_MODEL = ['fits', 'health', 'settings', 'help'] as const;

/** @throws UserError for the first argument that is wrong */
export function readModelsArguments(words: readonly Word[]): ModelsArguments {
  const [model, ...others] = wordsIn(words);
  if (others[0] !== undefined) throw unexpected(others[0].text, Object.keys(modelsOptions));
  const options = readOptions(modelsOptions, optionsOf(words));
  refuseIdle(model?.text, options);
  return { model: model && readModelRef(model.text), options };
}

function refuseIdle(model: string | undefined, options: ModelsArguments['options']): void {
  const { show, version, sid } = options;
  const isOfNone = OF_NO_MODEL.some((known) => known === show);
  if (sid !== undefined && show !== 'fits') {
    throw new UserError(
      'Syntax error: sid is of show=fits. Write | lstmmodels show=fits sid=<sid>',
    );
  }
  if (isOfNone && version !== undefined) {
    throw new UserError(`Syntax error: version has no meaning for show=${show}: leave it out.`);
  }
  if (isOfNone && show !== 'fits' && model !== undefined) {
    throw new UserError(
      `Syntax error: show=${show} is of no model. Write | lstmmodels show=${show}`,
    );
  }
  if (isOfNone || model !== undefined) return;
  const idle = Object.entries({ show, version }).find(([, value]) => value !== undefined)?.[0];
  if (idle === undefined) return;
  throw new UserError(
    `Syntax error: ${idle} is of one model. Write | lstmmodels <model> ${idle}=…`,
  );
}
