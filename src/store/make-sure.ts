/**
 * The answer to a change may be lost, so what splunkd shows afterwards decides, as far as it shows it.
 *
 * @module
 */

import { UserError } from '../errors.ts';
import { Unanswered } from './splunkd.ts';

interface Change<Seen> {
  /** This names what is changed: `model ddos`. */
  readonly what: string;
  readonly make: () => Promise<void>;
  /** Asks splunkd how things are. */
  readonly look: () => Promise<Seen>;
  /** @param isSaid - whether splunkd said that the change is made */
  readonly isMade: (seen: Seen, isSaid: boolean) => boolean;
}

/**
 * Makes a change, and looks whether it is made, be the answer lost or not.
 *
 * @returns what was seen afterwards; `undefined` where splunkd only said that the change is made
 * @throws UserError when it is not made, or nobody knows
 */
export async function makeSure<Seen>({
  what,
  make,
  look,
  isMade,
}: Change<Seen>): Promise<Seen | undefined> {
  const failure = await make().catch(userError);
  const isSaid = failure === undefined;
  const seen = await look().catch(userError);
  if (!(seen instanceof UserError)) {
    if (isMade(seen, isSaid)) return seen;
    throw failure ?? unchanged(what);
  }
  if (isSaid) return undefined;
  throw failure instanceof Unanswered ? unknown(what, failure) : failure;
}

/** @throws what is a defect of ours */
function userError(error: unknown): UserError {
  if (error instanceof UserError) return error;
  throw error;
}

/** This is the error for a change that splunkd only says it has made. */
export function unchanged(what: string): UserError {
  return new UserError(
    `splunkd says that it has changed ${what}, but ${what} is as it was: look whether something else answers in its place.`,
  );
}

/** This is the error for a change of which neither the answer nor what came of it can be had. */
export function unknown(what: string, cause: UserError): UserError {
  return new UserError(
    `${cause.message} Nor can it be seen whether ${what} has changed: look with | lstmmodels before you try again.`,
    { cause },
  );
}
