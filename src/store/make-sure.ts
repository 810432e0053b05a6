/**
 * Makes changes through splunkd whose answers may be lost: what splunkd shows afterwards decides.
 *
 * @module
 */

import { UserError } from '../errors.ts';
import { Unanswered } from './splunkd.ts';

interface Change<Seen> {
  /** The words that name what is changed: `model ddos`. */
  readonly what: string;
  readonly make: () => Promise<void>;
  /** Asks splunkd for the state after the change. */
  readonly look: () => Promise<Seen>;
  /** Tells whether the state shows the change; `isSaid` tells whether splunkd reported success. */
  readonly isMade: (seen: Seen, isSaid: boolean) => boolean;
}

/**
 * Makes a change, and checks that it is made, whether or not the answer is lost.
 *
 * @returns the state that was seen afterwards; `undefined` where splunkd reported success and the state
 *   cannot be read
 * @throws UserError when the change is not made, or nobody can know whether it is
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

/** @throws the error itself when it is a defect of this app */
function userError(error: unknown): UserError {
  if (error instanceof UserError) return error;
  throw error;
}

/** Returns the error for a change that splunkd reports as made, but does not show. */
export function unchanged(what: string): UserError {
  return new UserError(
    `splunkd says that it has changed ${what}, but ${what} is as it was: look whether something else answers in its place.`,
  );
}

/** Returns the error for a change whose answer is lost and whose outcome cannot be read. */
export function unknown(what: string, cause: UserError): UserError {
  return new UserError(
    `${cause.message} Nor can it be seen whether ${what} has changed: look with | lstmmodels before you try again.`,
    { cause },
  );
}
