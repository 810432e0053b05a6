/**
 * Describes where models are: as users type them, as splunkd shows them, and as splunkd is asked for
 * them.
 *
 * @module
 */

import type { SplunkdAccess } from './splunkd.ts';

/** The user and the app of a search, which decide which models it sees. */
export interface Namespace extends SplunkdAccess {
  readonly username: string;
  readonly app: string;
  /** Whether the scheduler runs the search, as the owner of the saved search. */
  readonly isScheduled: boolean;
}

/** A model as a user types it: `app:ddos`, `user:ddos`, or `ddos`. */
export interface ModelRef {
  readonly scope: 'app' | 'user' | undefined;
  readonly name: string;
}

/** A model file that splunkd showed. */
export interface FoundModel {
  readonly name: string;
  readonly sharing: 'user' | 'app' | 'global';
  readonly app: string;
  readonly owner: string;
  /** The roles that may read and write; there are none for a private model, which only its owner uses. */
  readonly read: readonly string[];
  readonly write: readonly string[];
  readonly canWrite: boolean;
  /** The path of the file on this host. */
  readonly path: string;
}

/** The place of a file in splunkd's namespaces. */
export interface ModelPlace {
  /** The name of a user, or `nobody` for a shared file. */
  readonly owner: string;
  readonly app: string;
  readonly name: string;
}

export function placeOf({ sharing, owner, app, name }: FoundModel): ModelPlace {
  return { owner: sharing === 'user' ? owner : 'nobody', app, name };
}

/**
 * Tells whether a file that splunkd showed lies at this place, and is not a shared one that is seen from
 * there.
 */
export function isAt({ sharing, app }: FoundModel, place: ModelPlace): boolean {
  return app === place.app && (sharing === 'user') === (place.owner !== 'nobody');
}

/** Returns the place that a fit into `ref` writes to. */
export function targetOf(
  { scope, name }: ModelRef,
  { username, app }: Pick<Namespace, 'username' | 'app'>,
): ModelPlace {
  return { owner: scope === 'app' ? 'nobody' : username, app, name };
}

/** Returns the model as it was typed. */
export function typedName({ scope, name }: ModelRef): string {
  return scope === undefined ? name : `${scope}:${name}`;
}

/** Returns the name by which a user can type exactly this model: `app:ddos`. */
export function fullName({ sharing, name }: Pick<FoundModel, 'sharing' | 'name'>): string {
  return `${sharing === 'user' ? 'user' : 'app'}:${name}`;
}

/** Describes a place for messages: `private to ana`, `shared in app search`. */
export function describePlace({
  sharing,
  owner,
  app,
}: Pick<FoundModel, 'sharing' | 'owner' | 'app'>): string {
  if (sharing === 'user') return `private to ${owner}`;
  return `shared in app ${app}${sharing === 'global' ? ' and global' : ''}`;
}

const FILE = /^__lstm_(.*)\.mlmodel$/;

export function fileName(model: string): string {
  return `__lstm_${model}.mlmodel`;
}

/** Returns the name of the model that a lookup file holds, or `undefined` for other lookups. */
export function modelName(file: string): string | undefined {
  return FILE.exec(file)?.[1];
}
