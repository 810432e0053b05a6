/**
 * Reads the arguments of `lstmscore`: `[app:|user:]<model> [as <name>] [<option>=<value>]...`
 *
 * @module
 */

import { UserError } from '../../errors.ts';
import type { ModelRef } from '../../store/model-place.ts';
import { readModelRef } from '../arguments/model-ref.ts';
import {
  type OptionValues,
  readOptions,
  type TypedOption,
  unexpected,
} from '../arguments/option.ts';
import { OTHER_SCORE_OPTIONS } from '../arguments/other-tools.ts';
import type { Word } from '../arguments/words.ts';
import { scoreOptions } from './score-options.ts';

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
  const model = readModelRef(modelText(first));
  const typed: TypedOption[] = [];
  const names: string[] = [];
  for (let at = 0; at < rest.length; at++) {
    const word = rest[at] as Word;
    if (word.kind === 'option') typed.push(word);
    else if (!word.isQuoted && word.text.toLowerCase() === 'as') names.push(readAs(rest[++at]));
    else throw unexpected(word.text, ['as', ...Object.keys(scoreOptions)]);
  }
  if (names.length > 1) throw new UserError('Syntax error: you may specify "as" only once');
  const options = readOptions(scoreOptions, typed, {
    words: ['as'],
    otherOptions: OTHER_SCORE_OPTIONS,
  });
  refuseIdle(options, new Set(typed.map(({ name }) => name.toLowerCase())));
  return { model, as: names[0], options };
}

/** @throws UserError with the line to write for `model=ddos`, which is how options are written */
function modelText(first: Word): string {
  if (first.kind === 'word') return first.text;
  if (first.name.toLowerCase() === 'model') {
    throw new UserError(
      `Unexpected parameter: model. The name stands alone: write | lstmscore ${first.value}`,
    );
  }
  return `${first.name}=${first.value}`;
}

/** @throws UserError for an option that would change nothing beside the others */
function refuseIdle(options: ScoreArguments['options'], given: ReadonlySet<string>): void {
  refuseBesideBy(options);
  if (options.top !== undefined && options.threshold !== undefined) {
    throw new UserError('top and threshold both say what an anomaly is: leave one out.');
  }
  if (options.order === 'input' && options.future > 0) {
    throw new UserError(
      'future follows the last row of each entity, which order=input does not know: leave one of the two out.',
    );
  }
  if (options.order === 'input' && given.has('max_rows')) {
    throw new UserError(
      'max_rows bounds the rows held for order=time: leave it out with order=input.',
    );
  }
  if (options.explain_all && options.explain === 0) {
    throw new UserError('explain_all needs explain: add explain=3, or leave explain_all out.');
  }
}

/** @throws UserError for an option that speaks of rows, where entities are asked for */
function refuseBesideBy({
  by,
  span,
  order,
  top,
  explain,
  future,
  threshold,
}: ScoreArguments['options']): void {
  if (by === undefined && span !== undefined) {
    throw new UserError('span needs by=entity: add it, or leave span out and use | bin _time.');
  }
  if (by === undefined) return;
  if (by === 'session' && span !== undefined) {
    throw new UserError(
      'span parts entities, and sessions are parted by gap: write by=entity, or leave span out.',
    );
  }
  if (order === 'input') {
    throw new UserError(
      `by=${by} needs all rows, and order=input passes them on as they come: leave order=input out.`,
    );
  }
  if (top !== undefined) {
    throw new UserError(`top says which rows are anomalies: with by=${by} use threshold.`);
  }
  if (explain > 0) {
    throw new UserError(
      `explain is for rows, and with by=${by} entity_reason names the fields: leave explain out.`,
    );
  }
  if (future > 0)
    throw new UserError(`future adds rows, and by=${by} takes them away: leave one out.`);
  if (threshold?.kind === 'alerts') {
    throw new UserError(
      `alerts counts rows: with by=${by} give threshold a number, or fpr:<share> such as fpr:0.01.`,
    );
  }
}

function readAs(word: Word | undefined): string {
  if (word?.kind === 'word') return word.text;
  throw new UserError('Syntax error: as needs a name: | lstmscore <model> as <name>');
}
