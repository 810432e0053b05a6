import { SHIPPED_LIMITS } from '../../../src/store/limits.ts';
import { Log } from '../../../src/store/log.ts';
import type { StoredModel } from '../../../src/store/model-file.ts';
import { type ModelRef, type Namespace, targetOf } from '../../../src/store/model-place.ts';
import { ModelStore } from '../../../src/store/model-store.ts';
import { type AddedVersion, ModelWriter } from '../../../src/store/model-writer.ts';
import {
  type Fault,
  type IncomingRequest,
  Splunkd,
} from '../../../tools/local-splunk/splunkd/splunkd.ts';
import { resultsOf } from '../rows/rows.ts';
import { untrained } from './models.ts';

const rows = Array.from({ length: 20 }, (_, at) => ({ n: at % 7, y: at % 2, _time: at }));

export const created = '2026-11-20T16:11:05.000Z';
export const model: StoredModel = {
  version: 1,
  created,
  ...untrained(resultsOf(rows), 'y from n into m window=2 units=2 split=random'),
};

/** A local splunkd with some users, and the stores that their searches would use. */
export class Stores {
  readonly splunkd: Splunkd;
  #names = 0;

  private constructor(splunkd: Splunkd) {
    this.splunkd = splunkd;
  }

  static async start(): Promise<Stores> {
    const splunkd = await Splunkd.start(['lstm_toolkit', 'other']);
    splunkd.addUser('ana', ['user']);
    splunkd.addUser('bob', ['power']);
    splunkd.addUser('root', ['admin']);
    splunkd.addUser('guest', ['user'], ['search']);
    return new Stores(splunkd);
  }

  namespace(username: string, app = 'search', isScheduled = false): Namespace {
    const { uri, home } = this.splunkd;
    const sessionKey = this.splunkd.sessionKeyOf(username);
    return { uri, sessionKey, username, app, home: home.path, isScheduled };
  }

  reader(username = 'demo', app?: string): ModelStore {
    return new ModelStore(this.namespace(username, app));
  }

  writer(
    username = 'demo',
    app?: string,
    keepVersions = SHIPPED_LIMITS.keep_versions,
  ): ModelWriter {
    const namespace = this.namespace(username, app);
    const bytes = SHIPPED_LIMITS.max_model_size_mb * 2 ** 20;
    return new ModelWriter(namespace, new Log(namespace.home, {}), { keepVersions, bytes });
  }

  /** Saves the model as a fit would. */
  async save(ref: ModelRef, username = 'demo', app?: string): Promise<AddedVersion | undefined> {
    const place = targetOf(ref, this.namespace(username, app));
    return await this.writer(username, app).add(place, model, created, () => true);
  }

  /** Returns a name that no test has used. */
  freshName(): string {
    this.#names++;
    return `m${this.#names}`;
  }

  /** Adds faults for the first requests of a method; later requests are answered. */
  failFirst(method: string, ...faults: Fault[]): void {
    this.splunkd.fault = (request: IncomingRequest) =>
      request.method === method ? faults.shift() : undefined;
  }

  requestsOf(method: string): number {
    return this.splunkd.requests.filter((request) => request.method === method).length;
  }
}
