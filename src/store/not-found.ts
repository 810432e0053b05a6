/**
 * Writes the error for a model that a search does not see: where it looked, where a model of that name
 * is, and what to do for the purpose at hand.
 *
 * @module
 */

import { UserError } from '../errors.ts';
import { suggestion } from '../nearest.ts';
import type { FoundModel, ModelRef } from './model-place.ts';

/** The user and the place that were searched from. */
interface Seeker {
  readonly username: string;
  readonly app: string;
  readonly isScheduled: boolean;
}

/** The sentence names at most this many places. */
const MOST_OTHERS = 5;

/** A search wants a model to score with it or look at it (`use`), or to change it. */
export type Purpose = 'use' | 'delete' | 'roll back' | 'share';

/** The models that could have been meant. */
interface Candidates {
  /** Models of that name that the user may read, but did not mean. */
  readonly others: readonly FoundModel[];
  /** The names of models in reach of the search. */
  readonly visible: readonly string[];
}

export function notFound(
  { scope, name }: ModelRef,
  seeker: Seeker,
  { others, visible }: Candidates,
  purpose: Purpose = 'use',
): UserError {
  const { username, app } = seeker;
  const places = {
    user: `among the private models of ${username}`,
    app: `in app ${app} and among global models`,
  };
  const where = scope === undefined ? `${places.user}, ${places.app}` : places[scope];
  const nowhere =
    purpose === 'use'
      ? `Train it with | lstmfit … into ${scope === 'app' ? 'app:' : ''}${name}; another user's model must be shared.`
      : `There is nothing to ${purpose}: | lstmmodels lists the models that you may read.`;
  const advice =
    others.length === 0
      ? nowhere
      : others
          .slice(0, MOST_OTHERS)
          .map((other) => adviceFor(other, seeker, purpose))
          .join(' ');
  const more =
    others.length > MOST_OTHERS ? ` There are ${others.length - MOST_OTHERS} more elsewhere.` : '';
  const asWhom = seeker.isScheduled
    ? ` This search is scheduled and runs as ${username}, who sees no private model of others${purpose === 'use' ? `: whoever has ${name} must share it with | lstmmanage share user:${name} sharing=app, or train it into app:${name}` : ''}.`
    : '';
  return new UserError(
    `Model ${name} does not exist: looked ${where}.${suggestion(name, visible)} ${advice}${more}${asWhom}`,
  );
}

/** Says where another model of that name is, and what to type for it. */
function adviceFor(
  { name, sharing, app, owner }: FoundModel,
  seeker: Seeker,
  purpose: Purpose,
): string {
  const isHere = app === seeker.app;
  if (sharing === 'user' && owner !== seeker.username) {
    const theirs = `One is private to ${owner} in app ${app}`;
    return purpose === 'use'
      ? `${theirs}: ${owner} can share it with | lstmmanage share user:${name} sharing=${isHere ? 'app' : 'global'}.`
      : `${theirs}: only ${owner} can ${purpose} it.`;
  }
  const typed = sharing === 'user' ? `user:${name}` : `app:${name}`;
  if (isHere) return `There is ${typed}: write ${typed} to ${purpose} it.`;
  const there = `There is ${typed} in app ${app}: search from that app`;
  return purpose === 'use'
    ? `${there}, or share it with all by | lstmmanage share ${typed} sharing=global there.`
    : `${there} to ${purpose} it.`;
}
