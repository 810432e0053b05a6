/**
 * The grammar of `lstmscore`: `[app:|user:]<model> [as <name>] [<option>=<value>]...`
 *
 * @module
 */

import { UserError } from '../errors.ts';
import type { ModelRef } from '../store/model-store.ts';
import { readModelRef } from './model-ref.ts';
import { type OptionValues, readOptions, type TypedOption, unexpected } from './option.ts';
import { scoreOptions } from './score-options.ts';
import type { Word } from './words.ts';

export interface ScoreArguments {
  readonly model: ModelRef;
  readonly as: string | undefined;
  readonly options: OptionValues<typeof scoreOptions>;
}

/** @throws UserError for the first thing that is wrong */
export function readScoreArguments([first, ...rest]: readonly Word[]): ScoreArguments {
  if (first === undefined) {
    throw new UserError('Syntax error: the model is missing. Write | lstmscore <model>');
  }
  const model = readModelRef(first.kind === 'word' ? first.text : `${first.name}=${first.value}`);
  const typed: TypedOption[] = [];
  const names: string[] = [];
  for (let at = 0; at < rest.length; at++) {
    const word = rest[at] as Word;
    if (word.kind === 'option') typed.push(word);
    else if (!word.isQuoted && word.text.toLowerCase() === 'as') names.push(readAs(rest[++at]));
    else throw unexpected(word.text, ['as', ...Object.keys(scoreOptions)]);
  }
  if (names.length > 1) throw new UserError('Syntax error: you may specify "as" only once');
  const options = readOptions(scoreOptions, typed, ['as']);
  refuseContradictions(options, typed);
  return { model, as: names[0], options };
}

function refuseContradictions(
  options: ScoreArguments['options'],
  typed: readonly TypedOption[],
): void {
  if (options.top !== undefined && options.threshold !== undefined) {
    throw new UserError('top and threshold both say what an anomaly is: leave one out.');
  }
  if (options.order !== 'input') return;
  if (options.future > 0) {
    throw new UserError(
      'future follows the last row of each entity, which order=input does not know: leave one of the two out.',
    );
  }
  if (typed.some(({ name }) => name.toLowerCase() === 'max_rows')) {
    throw new UserError(
      'max_rows bounds the rows held for order=time: leave it out with order=input.',
    );
  }
}

function readAs(word: Word | undefined): string {
  if (word?.kind === 'word') return word.text;
  throw new UserError('Syntax error: as needs a name: | lstmscore <model> as <name>');
}
