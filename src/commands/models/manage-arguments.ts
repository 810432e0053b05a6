/**
 * Reads the grammar of `lstmmanage`:
 * `(delete|rollback|share) [app:|user:]<model> [version=<n>] [sharing=…] [read=<roles>] [write=<roles>]`
 *
 * @module
 */

import { UserError } from '../../errors.ts';
import { suggestion } from '../../nearest.ts';
import type { ModelRef } from '../../store/model-place.ts';
import { readModelRef } from '../arguments/model-ref.ts';
import { type OptionValues, readOptions, unexpected } from '../arguments/option.ts';
import { optionsOf, type Word, wordsIn } from '../arguments/words.ts';
import { manageOptions } from './manage-options.ts';

type Options = OptionValues<typeof manageOptions>;

const ACTIONS = ['delete', 'rollback', 'share'] as const;
type Action = (typeof ACTIONS)[number];

/** What other tools call the actions. */
const OTHER_ACTIONS: Readonly<Record<string, Action>> = {
  ...{ deletemodel: 'delete', remove: 'delete', rm: 'delete', drop: 'delete' },
  ...{ revert: 'rollback', restore: 'rollback', undo: 'rollback' },
  ...{ acl: 'share', permissions: 'share', grant: 'share', publish: 'share' },
};

/** The options that each action takes. */
const TAKES: Readonly<Record<Action, readonly (keyof Options)[]>> = {
  delete: ['version'],
  rollback: ['version'],
  share: ['sharing', 'read', 'write'],
};

export interface ManageArguments {
  readonly action: Action;
  readonly model: ModelRef;
  readonly options: Options;
}

/** @throws UserError for the first argument that is wrong */
export function readManageArguments(words: readonly Word[]): ManageArguments {
  const [first, model, ...others] = wordsIn(words);
  const action = readAction(first?.text);
  if (model === undefined) {
    throw new UserError(`Syntax error: the model is missing. Write | lstmmanage ${action} <model>`);
  }
  const ref = readModelRef(model.text);
  if (others[0] !== undefined) throw unexpectedWord(others[0].text);
  const options = readOptions(manageOptions, optionsOf(words));
  refuseIdle(action, options);
  if (action === 'share') refuseSharing(ref, options);
  return { action, model: ref, options };
}

function readAction(text: string | undefined): Action {
  const action = ACTIONS.find((known) => known === text?.toLowerCase());
  if (action !== undefined) return action;
  const got = text === undefined ? '' : `, got "${text}".${actionAdvice(text)}`;
  throw new UserError(`Syntax error: lstmmanage must be followed by ${ACTIONS.join(', ')}${got}`);
}

function actionAdvice(text: string): string {
  const key = text.toLowerCase();
  const action = Object.hasOwn(OTHER_ACTIONS, key) ? OTHER_ACTIONS[key] : undefined;
  return action === undefined ? suggestion(text, ACTIONS) : ` Did you mean ${action}?`;
}

/**
 * Explains a word that stands alone: splunkd removes commas outside quotes, so the second of two roles
 * does.
 */
function unexpectedWord(text: string): UserError {
  const { message } = unexpected(text, Object.keys(manageOptions));
  return new UserError(`${message} Put several roles in quotes: read="user,power".`);
}

function refuseIdle(action: Action, options: Options): void {
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  const idle = given.find(([name]) => !TAKES[action].some((taken) => taken === name))?.[0];
  if (idle === undefined) return;
  throw new UserError(
    `${idle} has no meaning for lstmmanage ${action}, which takes ${TAKES[action].join(', ')}: leave it out.`,
  );
}

function refuseSharing({ name }: ModelRef, { sharing, read, write }: Options): void {
  if (sharing === 'user' && (read ?? write) !== undefined) {
    throw new UserError(
      'With sharing=user the model is private to its owner: leave read and write out.',
    );
  }
  if ((sharing ?? read ?? write) !== undefined) return;
  throw new UserError(
    `Syntax error: share needs to know with whom. Write | lstmmanage share ${name} sharing=app, or read=<roles> or write=<roles>`,
  );
}
