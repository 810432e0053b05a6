/**
 * Keeps `data/lookup-table-files`: lookup files as knowledge objects with namespaces and permissions.
 *
 * A private object lies in `etc/users/<user>/<app>/lookups`, a shared one (owner `nobody`) in
 * `etc/apps/<app>/lookups`. Reading sees the owner's private object, then the app's shared one, then
 * those that other apps share with all, as `default.meta` says of files that came with an app. Writing means the object of exactly that namespace: what splunkd
 * does where only a shared one exists is not documented.
 *
 * @module
 */
import { existsSync, lstatSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { exportsLookup } from './default-meta.ts';
import { RestError } from './rest-error.ts';
import type { SplunkHome } from './splunk-home.ts';

export interface User {
  readonly name: string;
  readonly roles: readonly string[];
  readonly capabilities: readonly string[];
}

export type Sharing = 'user' | 'app' | 'global';

export interface Permissions {
  readonly read: readonly string[];
  readonly write: readonly string[];
}

export interface LookupFile {
  readonly name: string;
  readonly app: string;
  readonly path: string;
  readonly owner: string;
  readonly sharing: Sharing;
  /** The permissions; null for a private object, as splunkd shows it. */
  readonly perms: Permissions | null;
}

/** The namespace in which a request acts: the `{owner}` and `{app}` of its path; `-` is any. */
export interface Namespace {
  readonly owner: string;
  readonly app: string;
}

const NAME = /^\w[\w.-]*\.(?:csv|csv\.gz|mlmodel|kmz)$/;

export class LookupFiles {
  /**
   * The roles that may read and write in an app: the stanza `[]` in the `default.meta` of most apps, also
   * of this one.
   */
  appPermissions: Permissions = { read: ['*'], write: ['admin', 'power'] };
  readonly #home: SplunkHome;
  /** The map holds what was set through `…/acl`, by path. */
  readonly #acl = new Map<string, Pick<LookupFile, 'owner' | 'sharing' | 'perms'>>();

  constructor(home: SplunkHome) {
    this.#home = home;
  }

  /** Returns all objects that `user` can read from `namespace`, nearest first. */
  list(user: User, { owner, app }: Namespace): LookupFile[] {
    this.#checkOwner(user, owner);
    const apps = readdirSync(join(this.#home.etc, 'apps')).toSorted();
    const own = app === '-' ? apps : [app];
    const privates = this.#owners(user, owner).flatMap((reader) =>
      own.flatMap((name) => this.#privates(reader, name)),
    );
    const shared = own.flatMap((name) => this.#shared(name));
    const others = apps.filter((name) => !own.includes(name)).flatMap((name) => this.#shared(name));
    const globals = others.filter(({ sharing }) => sharing === 'global');
    const all = [...privates, ...shared, ...globals];
    return all.filter(({ perms }) => perms === null || isAllowed(user, perms.read));
  }

  /** @throws RestError 404 */
  find(user: User, namespace: Namespace, name: string): LookupFile {
    const found = this.list(user, namespace).find((file) => file.name === name);
    if (found === undefined) throw new RestError(404, `Could not find object id=${name}`);
    return found;
  }

  /** @throws RestError 400, 403, 404 (app), 409 */
  create(user: User, namespace: Namespace, name: string, staged: string): LookupFile {
    this.#checkOwner(user, namespace.owner);
    if (!NAME.test(name)) throw new RestError(400, `File name "${name}" is not allowed.`);
    if (this.#here(namespace, name) !== undefined) {
      throw new RestError(409, `An object with name=${name} already exists`);
    }
    const file = this.#describe(namespace, name);
    this.#checkWrite(user, file);
    this.#moveStaged(staged, file.path);
    return file;
  }

  /** @throws RestError 400, 403, 404 */
  replace(user: User, namespace: Namespace, name: string, staged: string): LookupFile {
    const file = this.#writable(user, namespace, name);
    this.#moveStaged(staged, file.path);
    return file;
  }

  /** @throws RestError 403, 404 */
  remove(user: User, namespace: Namespace, name: string): void {
    rmSync(this.#writable(user, namespace, name).path);
  }

  /** Changes sharing and permissions; the file moves between private and shared. */
  setAcl(user: User, namespace: Namespace, name: string, form: URLSearchParams): LookupFile {
    const file = this.#writable(user, namespace, name);
    const missing = ['owner', 'sharing'].filter((key) => !form.get(key));
    if (missing.length > 0) {
      throw new RestError(
        400,
        `The following required arguments are missing: ${missing.join(', ')}.`,
      );
    }
    const sharing = form.get('sharing') ?? '';
    if (!isSharing(sharing)) throw new RestError(400, `Invalid sharing: ${sharing}`);
    const owner = form.get('owner') ?? '';
    const home = { owner: sharing === 'user' ? owner : 'nobody', app: file.app };
    const target = this.#describe(home, name);
    this.#checkWrite(user, target);
    if (target.path !== file.path) {
      if (existsSync(target.path)) throw new RestError(409, `${name} already exists there`);
      mkdirSync(dirname(target.path), { recursive: true });
      renameSync(file.path, target.path);
    }
    const perms =
      sharing === 'user' ? null : formPermissions(form, file.perms ?? this.appPermissions);
    this.#acl.delete(file.path);
    this.#acl.set(target.path, { owner, sharing, perms });
    return this.#describe(home, name);
  }

  canWrite(user: User, { perms, owner }: Pick<LookupFile, 'perms' | 'owner'>): boolean {
    if (user.roles.includes('admin')) return true;
    return perms === null ? owner === user.name : isAllowed(user, perms.write);
  }

  /**
   * Returns the users whose private objects a namespace shows: with `-` an administrator sees those of
   * all.
   */
  #owners(user: User, owner: string): string[] {
    if (owner === 'nobody') return [];
    if (owner !== '-') return [owner];
    if (!user.roles.includes('admin')) return [user.name];
    return readdirSync(join(this.#home.etc, 'users')).toSorted();
  }

  #privates(user: string, app: string): LookupFile[] {
    const folder = join(this.#home.etc, 'users', user, app, 'lookups');
    return filesIn(folder).map((name) => this.#describe({ owner: user, app }, name));
  }

  #shared(app: string): LookupFile[] {
    const folder = join(this.#home.etc, 'apps', app, 'lookups');
    return filesIn(folder).map((name) => this.#describe({ owner: 'nobody', app }, name));
  }

  #here({ owner, app }: Namespace, name: string): LookupFile | undefined {
    const files = owner === 'nobody' ? this.#shared(app) : this.#privates(owner, app);
    return files.find((file) => file.name === name);
  }

  #describe({ owner, app }: Namespace, name: string): LookupFile {
    const isShared = owner === 'nobody';
    const place = isShared ? ['apps', app] : ['users', owner, app];
    const path = join(this.#home.etc, ...place, 'lookups', name);
    const isExported = isShared && exportsLookup(join(this.#home.etc, ...place), name);
    const sharing = isExported ? 'global' : isShared ? 'app' : 'user';
    const perms = isShared ? this.appPermissions : null;
    return { name, app, path, owner, sharing, perms, ...this.#acl.get(path) };
  }

  #writable(user: User, namespace: Namespace, name: string): LookupFile {
    this.#checkOwner(user, namespace.owner);
    const file = this.#here(namespace, name);
    if (file === undefined) throw new RestError(404, `Could not find object id=${name}`);
    this.#checkWrite(user, file);
    return file;
  }

  #checkOwner(user: User, owner: string): void {
    const isOwn = ['-', 'nobody', user.name].includes(owner);
    if (isOwn || user.roles.includes('admin')) return;
    throw new RestError(403, `User '${user.name}' cannot act as '${owner}'.`);
  }

  #checkWrite(user: User, file: LookupFile): void {
    if (!existsSync(join(this.#home.etc, 'apps', file.app))) {
      throw new RestError(404, `Application does not exist: ${file.app}`);
    }
    if (!user.capabilities.includes('upload_lookup_files')) {
      throw new RestError(403, `User '${user.name}' lacks the capability upload_lookup_files.`);
    }
    if (this.canWrite(user, file)) return;
    const { read, write } = file.perms ?? { read: [], write: [] };
    const place = `/${file.owner}/${file.app}/lookups/${file.name}`;
    const rights = `{ read : [ ${read.join(', ')} ], write : [ ${write.join(', ')} ] }`;
    const roles = user.roles.join(', ');
    const who = `User '${user.name}' with roles { ${roles} }`;
    throw new RestError(403, `${who} cannot write: ${place} ${rights}, export: ${file.sharing}`);
  }

  /** Moves a staged file; splunkd takes files from its staging folder only. */
  #moveStaged(staged: string, target: string): void {
    const isStaged = dirname(staged) === this.#home.lookupTmp && existsSync(staged);
    if (!isStaged || !lstatSync(staged).isFile()) {
      throw new RestError(400, `File is not in the lookup staging area: ${staged}`);
    }
    mkdirSync(dirname(target), { recursive: true });
    renameSync(staged, target);
  }
}

function filesIn(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder).toSorted() : [];
}

function isAllowed(user: User, roles: readonly string[]): boolean {
  return [...user.roles, '*', user.name].some((role) => roles.includes(role));
}

function isSharing(text: string): text is Sharing {
  return ['user', 'app', 'global'].includes(text);
}

function formPermissions(form: URLSearchParams, before: Permissions): Permissions {
  const { read, write } = before;
  const roles = (key: string): string[] | undefined => form.get(key)?.split(/\s*,\s*/);
  return { read: roles('perms.read') ?? read, write: roles('perms.write') ?? write };
}
