/**
 * Decides what becomes of a save whose version is not in the file: whether it may be made again, and what is
 * said where it may not.
 *
 * @module
 */

import { UserError } from '../errors.ts';
import type { LogFields, LogLevel } from './log.ts';
import { unchanged } from './make-sure.ts';
import { Unanswered } from './splunkd.ts';

/** The reason why splunkd did not take a file. */
export interface Failure {
  readonly error: UserError;
  /** The status of a refusal; there is none where no answer of splunkd came. */
  readonly status?: number;
}

/** The reason why a version is not in the file, although its save may be made again. */
export interface Obstacle {
  /** The error where the obstacle stays. */
  readonly error: UserError;
  /** Whether it may pass in a short time. */
  readonly passes: boolean;
  /** The line that the log gets. */
  readonly logged: {
    readonly level: LogLevel;
    readonly event: string;
    readonly fields?: LogFields;
  };
}

/** By these answers splunkd says that it has too much to do, and has done nothing. */
const BUSY = new Set([429, 503]);

/**
 * @param failure - `undefined` where splunkd reported success
 * @param isAsBefore - whether the file is as it was before the save
 * @throws UserError where the save must not be made again
 */
export function obstacleOf(
  model: string,
  failure: Failure | undefined,
  isAsBefore: boolean,
): Obstacle {
  if (failure === undefined) {
    const error = isAsBefore ? unchanged(`model ${model}`) : overwritten(model);
    return { error, passes: false, logged: { level: 'WARN', event: 'overwritten' } };
  }
  const { error, status } = failure;
  const isBusy = status !== undefined && BUSY.has(status);
  if (!isBusy && !isWithoutAnswer(error)) throw error;
  if (!isBusy && !isAsBefore) throw replaced(model, error);
  const reason = isBusy ? `answered ${status}` : 'no answer';
  const logged = { level: 'INFO', event: 'not saved', fields: { reason } } as const;
  return { error: notSaved(model, error), passes: true, logged };
}

/** An answer that is not splunkd's has no cause, and another one would hardly come at the next try. */
function isWithoutAnswer(error: UserError): boolean {
  return error instanceof Unanswered && error.cause !== undefined;
}

function notSaved(model: string, cause: UserError): UserError {
  return new UserError(
    `${cause.message} Model ${model} is not saved after three tries: run the search again.`,
    { cause },
  );
}

function replaced(model: string, cause: UserError): UserError {
  return new UserError(
    `${cause.message} Meanwhile another file took the place of model ${model}, perhaps from another member of the search head cluster: look with | lstmmodels before you run the search again.`,
    { cause },
  );
}

function overwritten(model: string): UserError {
  return new UserError(
    `Model ${model} could not be saved: each time another file took its place at once, perhaps from another member of the search head cluster. Run it again.`,
  );
}
