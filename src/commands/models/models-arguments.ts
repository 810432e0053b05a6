/**
 * Reads the grammar of `lstmmodels`: `[[app:|user:]<model>] [show=…] [version=<n>]`
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

/** @throws UserError for the first argument that is wrong */
export function readModelsArguments(words: readonly Word[]): ModelsArguments {
  const [model, ...others] = wordsIn(words);
  if (others[0] !== undefined) throw unexpected(others[0].text, Object.keys(modelsOptions));
  const options = readOptions(modelsOptions, optionsOf(words));
  const idle = Object.entries(options).find(([, value]) => value !== undefined)?.[0];
  if (model === undefined && idle !== undefined) {
    throw new UserError(
      `Syntax error: ${idle} is of one model. Write | lstmmodels <model> ${idle}=…`,
    );
  }
  return { model: model && readModelRef(model.text), options };
}
