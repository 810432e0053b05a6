/**
 * Refuses inputs by a list of rules: the first one that is broken makes the error.
 *
 * @module
 */

import { UserError } from '../../errors.ts';

/** Returns a sentence where the input breaks the rule. */
export type Rule<Input> = (input: Input) => string | undefined;

/** @throws UserError with the sentence of the first rule that is broken */
export function refuse<Input>(rules: readonly Rule<Input>[], input: Input): void {
  for (const rule of rules) {
    const sentence = rule(input);
    if (sentence !== undefined) throw new UserError(sentence);
  }
}
