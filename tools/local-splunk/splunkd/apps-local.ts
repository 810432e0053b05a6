/**
 * Answers `apps/local`: the apps that exist, and the installation of a package from splunkd's own disk.
 *
 * @see the REST reference of Splunk 10.2.3, "Application endpoints"
 * @module
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { extract, list } from 'tar';
import { parseConf } from '../conf-file.ts';
import { atomPage } from './atom-page.ts';
import type { LookupFiles, User } from './lookup-files.ts';
import type { Endpoint, RestAnswer } from './rest-endpoint.ts';
import { RestError } from './rest-error.ts';
import type { SplunkHome } from './splunk-home.ts';

export class AppsLocal {
  readonly #uri: string;
  readonly #apps: string;
  readonly #lookups: LookupFiles;

  /** @param lookups - knows the permissions of apps */
  constructor(uri: string, home: SplunkHome, lookups: LookupFiles) {
    this.#uri = uri;
    this.#apps = join(home.etc, 'apps');
    this.#lookups = lookups;
  }

  readonly answer: Endpoint = async ({ method, form, user }, _namespace, path) => {
    const [first, second, name] = path;
    if (first !== 'apps' || second !== 'local') return undefined;
    switch (`${method} ${name === undefined ? 'collection' : 'app'}`) {
      case 'GET collection':
        return this.#page(user, readdirSync(this.#apps).toSorted());
      case 'GET app':
        return this.#page(user, [name ?? '']);
      case 'POST collection':
        return { ...this.#page(user, [await this.#install(user, form)]), status: 201 };
      default:
        throw new RestError(405, 'Method Not Allowed');
    }
  };

  #page(user: User, names: readonly string[]): RestAnswer {
    const entries = names.map((name) => this.#describe(user, name));
    return atomPage(this.#uri, entries);
  }

  #describe(user: User, name: string): object {
    if (!existsSync(join(this.#apps, name))) {
      throw new RestError(404, `Could not find object id=${name}`);
    }
    const perms = this.#lookups.appPermissions;
    const canWrite = this.#lookups.canWrite(user, { perms, owner: 'nobody' });
    const acl = { app: name, owner: 'nobody', sharing: 'app', can_write: canWrite, perms };
    const conf = join(this.#apps, name, 'default', 'app.conf');
    const stanzas = existsSync(conf) ? parseConf(readFileSync(conf, 'utf8')) : undefined;
    const version = stanzas?.get('launcher')?.get('version');
    return { name, acl, content: { disabled: false, ...(version !== undefined && { version }) } };
  }

  /** @returns the name of the app in the package that `form` names */
  async #install(user: User, form: URLSearchParams): Promise<string> {
    if (!user.roles.includes('admin')) {
      throw new RestError(403, `User '${user.name}' lacks the capability install_apps.`);
    }
    const file = form.get('name') ?? '';
    if (!isTrue(form.get('filename'))) {
      throw new RestError(400, 'A local splunkd makes no apps from templates.');
    }
    if (!existsSync(file)) throw new RestError(400, `Error opening ${file}: No such file`);
    const app = await topFolder(file);
    if (existsSync(join(this.#apps, app, 'default')) && !isTrue(form.get('update'))) {
      throw new RestError(409, `App "${app}" already exists; use "update" to overwrite it`);
    }
    await extract({ file, cwd: this.#apps });
    return app;
  }
}

async function topFolder(file: string): Promise<string> {
  const folders = new Set<string>();
  await list({ file, onReadEntry: ({ path }) => folders.add(path.split('/')[0] ?? '') });
  const [app = '', ...more] = folders;
  if (app !== '' && more.length === 0) return app;
  throw new RestError(400, 'Unable to unarchive app: there must be exactly one top folder.');
}

function isTrue(value: string | null): boolean {
  return ['1', 'true'].includes(value ?? '');
}
