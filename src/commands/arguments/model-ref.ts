/** Reads the names and versions of models that were typed. */

import { UserError } from '../../errors.ts';
import type { ModelRef } from '../../store/model-place.ts';
import { integer, type Option } from './option.ts';

const NAME = /^[a-zA-Z_][a-zA-Z0-9_]{0,99}$/;

/**
 * Reads `ddos`, `app:ddos` or `user:ddos`.
 *
 * @throws UserError for a name that could not be a file's
 */
export function readModelRef(text: string): ModelRef {
  const ref = parseModelRef(text);
  if (ref !== undefined) return ref;
  throw new UserError(
    `Invalid model name "${text}": must be letters, digits and underscores, at most 100, not beginning with a digit, with app: or user: before it if you like.`,
  );
}

/** Returns `undefined` for a name that could not be a file's. */
export function parseModelRef(text: string): ModelRef | undefined {
  const [, scope, name = ''] = /^(?:(app|user):)?(.*)$/s.exec(text) ?? [];
  return NAME.test(name) ? { scope: scope as ModelRef['scope'], name } : undefined;
}

const MAX_VERSION = 1_000_000_000;

/** Describes the option `version`. */
export function versionOption(
  group: string,
  help: string,
): Option<number> & { readonly default: undefined } {
  return integer(1, MAX_VERSION, { group, help });
}
