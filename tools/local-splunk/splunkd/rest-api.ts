/**
 * Answers the part of splunkd's REST that commands use, as its extensible administration interface (EAI)
 * does with `output_mode=json`.
 *
 * @see the REST reference of Splunk 10.2.3
 * @module
 */
import { AppsLocal } from './apps-local.ts';
import { atomPage, VERSION } from './atom-page.ts';
import { ConfFiles } from './conf-files.ts';
import { type LookupFile, LookupFiles, type Namespace, type User } from './lookup-files.ts';
import type { Endpoint, RestAnswer, RestRequest } from './rest-endpoint.ts';
import { RestError } from './rest-error.ts';
import type { SplunkHome } from './splunk-home.ts';

/** Splunk's REST lists this many entries unless `count` says otherwise; 0 is all. */
const PAGE = 30;
const LOOKUPS = 'data/lookup-table-files';

export class RestApi {
  readonly lookups: LookupFiles;
  /** These endpoints are asked first, in this order. */
  readonly endpoints: Endpoint[];
  readonly #uri: string;

  constructor(uri: string, home: SplunkHome) {
    this.#uri = uri;
    this.lookups = new LookupFiles(home);
    this.endpoints = [
      new AppsLocal(uri, home, this.lookups).answer,
      new ConfFiles(uri, home).answer,
    ];
  }

  /** @throws RestError with the status that splunkd would answer with */
  async answer(request: RestRequest): Promise<RestAnswer> {
    const [root, owner = '', app = ''] = request.parts;
    const isNamespaced = root === 'servicesNS';
    const namespace = isNamespaced ? { owner, app } : { owner: '-', app: '-' };
    const path = request.parts.slice(isNamespaced ? 3 : 1);
    if (root !== 'services' && !isNamespaced) throw new RestError(404, 'Not Found');
    for (const endpoint of this.endpoints) {
      const answer = await endpoint(request, namespace, path);
      if (answer !== undefined) return answer;
    }
    if (path.slice(0, 2).join('/') === LOOKUPS) {
      return this.#answerLookups(request, namespace, path.slice(2));
    }
    if (request.method !== 'GET') throw new RestError(405, 'Method Not Allowed');
    return this.#page([this.#readOnly(request.user, path)]);
  }

  #answerLookups(request: RestRequest, namespace: Namespace, path: readonly string[]): RestAnswer {
    const { method, query, form, user } = request;
    const [file, acl] = path;
    const staged = form.get('eai:data') ?? '';
    const entry = (lookup: LookupFile): RestAnswer => this.#page([this.#lookupEntry(user, lookup)]);
    switch (`${method} ${file === undefined ? 'collection' : (acl ?? 'file')}`) {
      case 'GET collection':
        return this.#list(this.lookups.list(user, namespace), user, query);
      case 'GET file':
      case 'GET acl':
        return entry(this.lookups.find(user, namespace, file ?? ''));
      case 'POST collection': {
        const created = this.lookups.create(user, namespace, form.get('name') ?? '', staged);
        return { ...entry(created), status: 201 };
      }
      case 'POST file':
        return entry(this.lookups.replace(user, namespace, file ?? '', staged));
      case 'POST acl':
        return entry(this.lookups.setAcl(user, namespace, file ?? '', form));
      case 'DELETE file':
        this.lookups.remove(user, namespace, file ?? '');
        return this.#page([]);
      default:
        throw new RestError(405, 'Method Not Allowed');
    }
  }

  #list(files: readonly LookupFile[], user: User, query: URLSearchParams): RestAnswer {
    const entries = files.map((file) => this.#lookupEntry(user, file));
    const found = entries.filter((entry) => matches(entry, query.get('search') ?? ''));
    const count = Number(query.get('count') ?? PAGE) || found.length;
    const offset = Number(query.get('offset') ?? 0);
    return this.#page(found.slice(offset, offset + count));
  }

  #readOnly(user: User, path: readonly string[]): object {
    const [first, second, third = ''] = path;
    const name = `${first}/${second}`;
    if (name === 'authentication/current-context') {
      const { name: username, roles, capabilities } = user;
      return { name: 'context', content: { username, roles, capabilities } };
    }
    if (name === 'server/info') return { name: 'server-info', content: { version: VERSION } };
    throw new RestError(404, `Could not find object id=${third || name}`);
  }

  #lookupEntry(user: User, file: LookupFile): object {
    const { name, app, owner, sharing, perms, path } = file;
    const space = sharing === 'user' ? owner : 'nobody';
    const link = `/servicesNS/${space}/${app}/${LOOKUPS}/${encodeURIComponent(name)}`;
    return {
      name,
      id: this.#uri + link,
      links: { alternate: link, list: link, edit: link, remove: link },
      author: owner,
      acl: { app, owner, sharing, perms, ...rights(this.lookups.canWrite(user, file)) },
      content: { 'eai:appName': app, 'eai:data': path, 'eai:userName': space },
    };
  }

  #page(entry: readonly object[]): RestAnswer {
    return atomPage(this.#uri, entry);
  }
}

/** Returns what the ACL of an entry tells of the user's own rights. */
function rights(canWrite: boolean): object {
  return {
    can_list: true,
    can_write: canWrite,
    can_change_perms: canWrite,
    can_share_app: canWrite,
    can_share_global: canWrite,
    can_share_user: canWrite,
    modifiable: canWrite,
    removable: canWrite,
  };
}

/**
 * Tells whether an entry matches: `search=text` finds the text in any field of an entry,
 * `search=field=value` the value of one.
 */
function matches(entry: object, search: string): boolean {
  const [, field, value] = /^([\w:.]+)=(.*)$/s.exec(search) ?? [];
  const fields = Object.entries(flattened(entry));
  if (field === undefined) return fields.some(([, text]) => text.includes(search));
  return fields.some(([name, text]) => name === field && text === value);
}

/** Returns the fields of an entry as searches name them: `name`, `eai:acl.app`, `eai:data`. */
function flattened(entry: object): Record<string, string> {
  const { name, author, acl, content } = entry as Record<string, unknown>;
  const ofAcl = Object.entries(acl ?? {}).map(([key, value]) => [`eai:acl.${key}`, value]);
  const fields = { name, author, ...Object.fromEntries(ofAcl), ...(content as object) };
  return Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, String(value)]));
}
