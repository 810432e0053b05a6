/**
 * Models as lookup files of Splunk, read and written through splunkd, so that Splunk's permissions,
 * backups and search head cluster replication hold for them.
 *
 * @module
 */

import { type FileHandle, open } from 'node:fs/promises';
import { basename, resolve, sep } from 'node:path';
import { UserError } from '../errors.ts';
import {
  decodeHeader,
  decodeModel,
  encodeModel,
  type StoredHeader,
  type StoredModel,
} from './model-file.ts';
import {
  type Patience,
  refused,
  Splunkd,
  type SplunkdAccess,
  type SplunkdReply,
} from './splunkd.ts';
import { checkStaging, discard, stage } from './staging.ts';

/** Where a search runs: whose models it sees. */
export interface Namespace extends SplunkdAccess {
  readonly username: string;
  readonly app: string;
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
  readonly canWrite: boolean;
  /** The file on this host. */
  readonly path: string;
}

/** Largest file that is read: memory is taken only after this check. */
const MAX_FILE_BYTES = 64 * 2 ** 20;

/** Largest model that is written. */
export const MAX_MODEL_BYTES = 30 * 2 ** 20;

const HEADER_PIECE_BYTES = 64 * 2 ** 10;

export class ModelStore {
  readonly #namespace: Namespace;
  readonly #splunkd: Splunkd;

  /** @param patience - how long to wait for splunkd */
  constructor(namespace: Namespace, patience?: Patience) {
    this.#namespace = namespace;
    this.#splunkd = new Splunkd(namespace, patience);
  }

  /** The model that a search means: without scope the user's own, then the app's, then a global one. */
  async find({ scope, name }: ModelRef): Promise<FoundModel | undefined> {
    const { username } = this.#namespace;
    const owner = scope === 'app' ? 'nobody' : username;
    const reply = await this.#splunkd.get(this.#path(owner, name));
    if (reply.status === 404) return undefined;
    if (reply.status !== 200) throw refused(`read model ${name}`, reply);
    const found = readEntry(name, reply);
    if (scope === 'user' && found.sharing !== 'user') return undefined;
    return scope === 'app' && found.sharing === 'user' ? undefined : found;
  }

  /** @throws UserError that names the scopes searched when there is no such model */
  async get(ref: ModelRef): Promise<FoundModel> {
    const found = await this.find(ref);
    if (found === undefined) throw this.#notFound(ref);
    return found;
  }

  /** Everything but the weights. */
  async readHeader(found: FoundModel): Promise<StoredHeader> {
    const file = await this.#open(found);
    try {
      let start = Buffer.alloc(0);
      for (;;) {
        const piece = Buffer.alloc(Math.max(HEADER_PIECE_BYTES, start.length));
        const { bytesRead } = await file.read(piece, 0, piece.length, start.length);
        start = Buffer.concat([start, piece.subarray(0, bytesRead)]);
        const header = decodeHeader(start, found.name, bytesRead === 0);
        if (header !== undefined) return header;
      }
    } finally {
      await file.close();
    }
  }

  async read(found: FoundModel): Promise<StoredModel> {
    const file = await this.#open(found);
    try {
      const { size } = await file.stat();
      if (size > MAX_FILE_BYTES) {
        throw new UserError(
          `The file of model ${found.name} has ${megabytes(size)} MB, more than ${megabytes(MAX_FILE_BYTES)} MB: it is no model of this app.`,
        );
      }
      return decodeModel(await file.readFile(), found.name);
    } finally {
      await file.close();
    }
  }

  /**
   * What can be known of a save before it: the user may write there, and the file will fit.
   *
   * @param bytes - estimated size of the file
   * @throws UserError when the save would fail
   */
  async checkSave(ref: ModelRef, existing: FoundModel | undefined, bytes: number): Promise<void> {
    if (bytes > MAX_MODEL_BYTES) {
      throw new UserError(
        `Model ${ref.name} would take ${megabytes(bytes)} MB, more than ${megabytes(MAX_MODEL_BYTES)} MB: use fewer units, or fewer fields with many values.`,
      );
    }
    await this.#checkRights(ref, existing);
    await checkStaging(this.#namespace.home, bytes);
  }

  /** Replaces or creates the file; until splunkd has moved it, the old version stays. */
  async save(ref: ModelRef, existing: FoundModel | undefined, model: StoredModel): Promise<number> {
    const bytes = encodeModel(model);
    const staged = await stage(this.#namespace.home, bytes);
    try {
      const reply = await this.#write(ref, existing !== undefined, staged);
      if (reply.status >= 300) throw refused(`save model ${ref.name}`, reply);
    } finally {
      await discard(staged);
    }
    return bytes.length;
  }

  /** The existing file in the very scope that `ref` writes to. */
  async findTarget({ scope, name }: ModelRef): Promise<FoundModel | undefined> {
    const found = await this.find({ scope: scope ?? 'user', name });
    // A global model of another app is visible here, but not what a save would replace.
    return found?.sharing === 'user' || found?.app === this.#namespace.app ? found : undefined;
  }

  /** `private to ana`, `shared in app search`. */
  describe(found: Pick<FoundModel, 'sharing' | 'app'>): string {
    if (found.sharing === 'user') return `private to ${this.#namespace.username}`;
    return `shared in app ${found.app}${found.sharing === 'global' ? ' and global' : ''}`;
  }

  async #write(ref: ModelRef, exists: boolean, staged: string): Promise<SplunkdReply> {
    const owner = this.#owner(ref);
    const data = { 'eai:data': staged };
    if (exists) {
      const updated = await this.#splunkd.post(this.#path(owner, ref.name), data);
      if (updated.status !== 404) return updated;
    }
    return await this.#splunkd.post(this.#collection(owner), { name: fileName(ref.name), ...data });
  }

  async #checkRights(ref: ModelRef, existing: FoundModel | undefined): Promise<void> {
    const { app } = this.#namespace;
    const context = await this.#splunkd.get('/services/authentication/current-context');
    const { capabilities } = contentOf(context);
    if (Array.isArray(capabilities) && !capabilities.includes('upload_lookup_files')) {
      throw new UserError(
        `You may not save models: your roles lack the capability upload_lookup_files. Ask an administrator for it.`,
      );
    }
    if (ref.scope !== 'app') return;
    const mayWrite = existing === undefined ? await this.#mayWriteApp(app) : existing.canWrite;
    if (mayWrite) return;
    throw new UserError(
      `You may not write model ${ref.name} in app ${app}: leave out app: for a private model, or ask an administrator for write permission on ${existing === undefined ? 'the app' : 'it'}.`,
    );
  }

  /** Where splunkd does not tell, the save itself will. */
  async #mayWriteApp(app: string): Promise<boolean> {
    const reply = await this.#splunkd.get(`/services/apps/local/${encodeURIComponent(app)}`);
    return aclOf(reply)['can_write'] !== false;
  }

  #notFound({ scope, name }: ModelRef): UserError {
    const { username, app } = this.#namespace;
    const places = {
      user: `among the private models of ${username}`,
      app: `in app ${app} and among global models`,
    };
    const where = scope === undefined ? `${places.user}, ${places.app}` : places[scope];
    return new UserError(
      `Model ${name} does not exist: looked ${where}. Train it with | lstmfit … into ${scope === 'app' ? 'app:' : ''}${name}; another user's model must be shared.`,
    );
  }

  async #open(found: FoundModel): Promise<FileHandle> {
    const path = this.#checkedPath(found);
    return await open(path).catch((cause: unknown) => {
      const { code, message } = cause as { code?: string; message?: string };
      throw new UserError(
        `The file of model ${found.name} cannot be read (${code ?? message}): train it again, or restore the file from a backup.`,
        { cause },
      );
    });
  }

  /** splunkd's word for a path is checked: no other file is ever opened. */
  #checkedPath({ path, name }: FoundModel): string {
    const etc = resolve(this.#namespace.home, 'etc') + sep;
    const file = resolve(path);
    if (file.startsWith(etc) && basename(file) === fileName(name)) return file;
    throw new UserError(
      `splunkd names a file for model ${name} that is not under ${etc}: it is not read.`,
    );
  }

  #owner({ scope }: ModelRef): string {
    return scope === 'app' ? 'nobody' : this.#namespace.username;
  }

  #collection(owner: string): string {
    const parts = [owner, this.#namespace.app].map(encodeURIComponent);
    return `/servicesNS/${parts.join('/')}/data/lookup-table-files`;
  }

  #path(owner: string, name: string): string {
    return `${this.#collection(owner)}/${encodeURIComponent(fileName(name))}`;
  }
}

function fileName(model: string): string {
  return `__lstm_${model}.mlmodel`;
}

function megabytes(bytes: number): string {
  return (bytes / 2 ** 20).toFixed(1).replace(/\.0$/, '');
}

type Fields = Readonly<Record<string, unknown>>;

function readEntry(name: string, reply: SplunkdReply): FoundModel {
  const acl = aclOf(reply);
  const path = contentOf(reply)['eai:data'];
  const { sharing, app } = acl;
  if (typeof path !== 'string' || typeof app !== 'string' || !isSharing(sharing)) {
    throw new UserError(`splunkd's answer about model ${name} is not of the expected form.`);
  }
  return { name, sharing, app, path, canWrite: acl['can_write'] !== false };
}

function isSharing(value: unknown): value is FoundModel['sharing'] {
  return value === 'user' || value === 'app' || value === 'global';
}

function aclOf(reply: SplunkdReply): Fields {
  return partOf(reply, 'acl');
}

function contentOf(reply: SplunkdReply): Fields {
  return partOf(reply, 'content');
}

/** A part of the first entry; empty when the answer has none. */
function partOf({ body }: SplunkdReply, part: 'acl' | 'content'): Fields {
  const entries = (body as { entry?: unknown } | undefined)?.entry;
  const entry = Array.isArray(entries) ? (entries[0] as Fields | undefined) : undefined;
  return (entry?.[part] ?? {}) as Fields;
}
