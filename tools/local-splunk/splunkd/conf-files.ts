/**
 * Answers `configs/conf-<file>`: the stanzas of an app's conf files, `local` over `default`, with the
 * permissions of its `default.meta`. Writing goes to `local`.
 *
 * @see the configuration file precedence of Splunk's Admin Manual; the spec of `default.meta.conf`
 * @module
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseConf } from '../conf-file.ts';
import { atomPage } from './atom-page.ts';
import type { User } from './lookup-files.ts';
import type { Endpoint, RestAnswer } from './rest-endpoint.ts';
import { RestError } from './rest-error.ts';
import type { SplunkHome } from './splunk-home.ts';

/** One stanza of a conf file. */
interface ConfStanza {
  readonly app: string;
  readonly name: string;
  readonly settings: Readonly<Record<string, string>>;
  readonly canWrite: boolean;
}

/** Names a stanza of a conf file of an app. */
interface StanzaPath {
  readonly app: string;
  readonly file: string;
  readonly name: string;
}

type Right = 'read' | 'write';

/** These permissions apply where nothing else is said. */
const ACCESS = 'read : [ * ], write : [ admin, power ]';

export class ConfFiles {
  readonly #uri: string;
  readonly #home: SplunkHome;

  constructor(uri: string, home: SplunkHome) {
    this.#uri = uri;
    this.#home = home;
  }

  readonly answer: Endpoint = ({ method, user, form }, { app }, [root, file = '', name = '']) => {
    if (root !== 'configs') return undefined;
    const path = { app, file: file.replace(/^conf-/, ''), name };
    if (method === 'GET') return this.#page(this.#read(user, path));
    if (method === 'POST') return this.#page(this.#write(user, path, form));
    throw new RestError(405, 'Method Not Allowed');
  };

  /** @throws RestError 404 where there is no such stanza, or the user may not read it */
  #read(user: User, path: StanzaPath): ConfStanza {
    const { app, file, name } = path;
    const layers = ['default', 'local'].map((layer) => this.#stanza(layer, path));
    const isThere = layers.some((layer) => layer !== undefined);
    if (!isThere || !this.#may(user, 'read', app, file)) {
      throw new RestError(404, `Could not find object id=${name}`);
    }
    const settings = Object.fromEntries(layers.flatMap((layer) => [...(layer ?? [])]));
    return { app, name, settings, canWrite: this.#may(user, 'write', app, file) };
  }

  /** @throws RestError 403, 404 */
  #write(user: User, stanza: StanzaPath, form: URLSearchParams): ConfStanza {
    const { app, file, name } = stanza;
    this.#read(user, stanza);
    if (!this.#may(user, 'write', app, file)) {
      const roles = user.roles.join(', ');
      const who = `User '${user.name}' with roles { ${roles} }`;
      throw new RestError(403, `${who} cannot write: /nobody/${app}/${file}/${name}`);
    }
    const local = new Map([...(this.#stanza('local', stanza) ?? []), ...form]);
    const lines = Array.from(local, ([key, value]) => `${key} = ${value}\n`);
    const path = this.#path(app, 'local', `${file}.conf`);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `[${name}]\n${lines.join('')}`);
    return this.#read(user, stanza);
  }

  #page({ app, name, settings, canWrite }: ConfStanza): RestAnswer {
    const acl = { app, owner: 'nobody', sharing: 'app', can_write: canWrite };
    const content = { disabled: false, 'eai:appName': app, 'eai:userName': 'nobody', ...settings };
    return atomPage(this.#uri, [{ name, acl, content }]);
  }

  #stanza(layer: string, { app, file, name }: StanzaPath): ReadonlyMap<string, string> | undefined {
    return this.#parse(this.#path(app, layer, `${file}.conf`)).get(name);
  }

  #may(user: User, right: Right, app: string, file: string): boolean {
    const meta = this.#parse(this.#path(app, 'metadata', 'default.meta'));
    const access = [file, ''].map((name) => meta.get(name)?.get('access')).find(Boolean) ?? ACCESS;
    const list = new RegExp(`${right}\\s*:\\s*\\[([^\\]]*)\\]`).exec(access)?.[1] ?? '';
    const roles = list.split(',').map((role) => role.trim());
    return ['*', ...user.roles].some((role) => roles.includes(role));
  }

  #parse(path: string): ReturnType<typeof parseConf> {
    return existsSync(path) ? parseConf(readFileSync(path, 'utf8')) : new Map();
  }

  #path(app: string, ...rest: readonly string[]): string {
    return join(this.#home.etc, 'apps', app, ...rest);
  }
}
