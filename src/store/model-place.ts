/**
 * Where models are: as typed, as splunkd shows them, and as splunkd is asked for them.
 *
 * @module
 */

import type { SplunkdAccess } from './splunkd.ts';

/** Where a search runs: whose models it sees. */
export interface Namespace extends SplunkdAccess {
  readonly username: string;
  readonly app: string;
  /** Whether the scheduler runs it, as the owner of the saved search. */
  readonly isScheduled: boolean;
}

/** A model as typed: `app:ddos`, `user:ddos`, or `ddos`. */
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
  /** Roles that may read and write; none for a private model, which is its owner's. */
  readonly read: readonly string[];
  readonly write: readonly string[];
  readonly canWrite: boolean;
  /** The file on this host. */
  readonly path: string;
}

/** One file in splunkd's namespaces. */
export interface ModelPlace {
  /** A user, or `nobody` for what is shared. */
  readonly owner: string;
  readonly app: string;
  readonly name: string;
}

export function placeOf({ sharing, owner, app, name }: FoundModel): ModelPlace {
  return { owner: sharing === 'user' ? owner : 'nobody', app, name };
}

/** Whether a file that splunkd showed is the one of this place, and not one seen through it. */
export function isAt({ sharing, app }: FoundModel, place: ModelPlace): boolean {
  return app === place.app && (sharing === 'user') === (place.owner !== 'nobody');
}

/** Where a fit into `ref` writes to. */
export function targetOf(
  { scope, name }: ModelRef,
  { username, app }: Pick<Namespace, 'username' | 'app'>,
): ModelPlace {
  return { owner: scope === 'app' ? 'nobody' : username, app, name };
}

/** The model as typed. */
export function typedName({ scope, name }: ModelRef): string {
  return scope === undefined ? name : `${scope}:${name}`;
}

/** A model as one would type it to mean just this one: `app:ddos`. */
export function fullName({ sharing, name }: Pick<FoundModel, 'sharing' | 'name'>): string {
  return `${sharing === 'user' ? 'user' : 'app'}:${name}`;
}

/** `private to ana`, `shared in app search`. */
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

/** The model that a lookup file holds, by its name; `undefined` for other lookups. */
export function modelName(file: string): string | undefined {
  return FILE.exec(file)?.[1];
}
