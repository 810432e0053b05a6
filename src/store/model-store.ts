/**
 * Finds and reads models, which are lookup files of Splunk, through splunkd, so that Splunk's
 * permissions, backups and search head cluster replication hold for them.
 *
 * @module
 */

import { ANY, getFile, listFiles } from './lookup-files.ts';
import type { StoredHeader, StoredModel } from './model-file.ts';
import { type FoundModel, isAt, type ModelRef, type Namespace, targetOf } from './model-place.ts';
import { ModelReader } from './model-reader.ts';
import { notFound, type Purpose } from './not-found.ts';
import { type Patience, Splunkd } from './splunkd.ts';
import { splitRows, type VersionRow } from './version-rows.ts';

export class ModelStore {
  readonly #namespace: Namespace;
  readonly #splunkd: Splunkd;
  readonly #reader: ModelReader;

  /** @param patience - how long to wait for splunkd */
  constructor(namespace: Namespace, patience?: Patience) {
    this.#namespace = namespace;
    this.#splunkd = new Splunkd(namespace, patience);
    this.#reader = new ModelReader(namespace.home);
  }

  /**
   * Finds the model that a search means; without a scope this is the user's own, then the app's, then a
   * global one.
   */
  async find({ scope, name }: ModelRef): Promise<FoundModel | undefined> {
    const { username, app } = this.#namespace;
    const owner = scope === 'app' ? 'nobody' : username;
    const found = await getFile(this.#splunkd, { owner, app, name });
    if (scope === 'user' && found?.sharing !== 'user') return undefined;
    return scope === 'app' && found?.sharing === 'user' ? undefined : found;
  }

  /**
   * @param purpose - what the model is wanted for; the advice in the error depends on it
   * @throws UserError that names the scopes searched when there is no such model
   */
  async get(ref: ModelRef, purpose?: Purpose): Promise<FoundModel> {
    const found = await this.find(ref);
    if (found === undefined) throw await this.#notFound(ref, purpose);
    return found;
  }

  /** Finds the shared model that a private one hides from a user who types no scope. */
  async findHidden({ scope, name }: ModelRef, found: FoundModel): Promise<FoundModel | undefined> {
    if (scope !== undefined || found.sharing !== 'user') return undefined;
    return await this.find({ scope: 'app', name });
  }

  /** Finds the existing file at the very place that a fit writes to. */
  async findTarget(ref: ModelRef): Promise<FoundModel | undefined> {
    const place = targetOf(ref, this.#namespace);
    const found = await getFile(this.#splunkd, place);
    return found !== undefined && isAt(found, place) ? found : undefined;
  }

  /** Lists every model that the user may read, in any app. */
  async list(): Promise<FoundModel[]> {
    return await listFiles(this.#splunkd, { owner: this.#namespace.username, app: ANY });
  }

  /**
   * Reads everything of a version but the weights.
   *
   * @param version - the number of the version; the one in use is read when it is left out
   */
  async readHeader(found: FoundModel, version?: number): Promise<StoredHeader> {
    return await this.#reader.header(found, version);
  }

  /**
   * Reads which fields scoring by a version needs, and checks nothing else of it.
   *
   * @param version - the number of the version; the one in use is read when it is left out
   */
  async requiredFields(found: FoundModel, version?: number): Promise<string[]> {
    return await this.#reader.requiredFields(found, version);
  }

  /** @param version - the number of the version; the one in use is read when it is left out */
  async read(found: FoundModel, version?: number): Promise<StoredModel> {
    return await this.#reader.model(found, version);
  }

  /** Reads all versions as they stand in the file, the one in use first. */
  async readRows(found: FoundModel): Promise<VersionRow[]> {
    return splitRows(await this.#reader.file(found), found.name);
  }

  /** Returns the names that can be typed without saying where the model is. */
  async #visibleNames(): Promise<string[]> {
    const { username: owner, app } = this.#namespace;
    return (await listFiles(this.#splunkd, { owner, app })).map(({ name }) => name);
  }

  async #notFound(ref: ModelRef, purpose?: Purpose): Promise<Error> {
    const everywhere = { owner: ANY, app: ANY };
    // The models that the user may read elsewhere only add to the advice, so a failure to list them is no
    // error.
    const others = await listFiles(this.#splunkd, everywhere, ref.name).catch(() => []);
    const visible = others.length > 0 ? [] : await this.#visibleNames().catch(() => []);
    return notFound(ref, this.#namespace, { others, visible }, purpose);
  }
}
