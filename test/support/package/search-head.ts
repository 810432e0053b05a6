/**
 * Runs searches on a search head with the built app on it, and shows what they left behind.
 *
 * @module
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import Papa from 'papaparse';
import {
  runSearch,
  SearchError,
  type SearchResult,
} from '../../../tools/local-splunk/run-search.ts';
import type { SearchOptions } from '../../../tools/local-splunk/search-options.ts';
import { Splunkd } from '../../../tools/local-splunk/splunkd/splunkd.ts';
import { type Cell, type Table, toRecords } from '../../../tools/local-splunk/table.ts';
import { appFolder } from './wire-command.ts';
import type { Surroundings } from './wire-dialogue.ts';

/** A command that hangs is told apart from a busy machine before the test's own time is over. */
const replyTimeoutMs = 100_000;

/** A search that Splunk would show as failed, and the files that are left of it. */
export interface Refusal {
  /** The error without `Error in '<command>' command: `. */
  readonly sentence: string;
  readonly error: SearchError;
}

/** A version in a model file. */
export interface StoredVersion {
  readonly version: string;
  readonly created: string;
  readonly weights: string;
  readonly sha256: string;
  readonly header: Readonly<Record<string, unknown>>;
}

export class SearchHead {
  readonly splunkd: Splunkd;
  readonly #results = new WeakMap<Table, Map<string, Promise<SearchResult>>>();

  private constructor(splunkd: Splunkd) {
    this.splunkd = splunkd;
  }

  /** Starts one without the lookups and models of the demo, which an administrator may delete. */
  static async start(apps?: readonly string[]): Promise<SearchHead> {
    const splunkd = await Splunkd.start(apps);
    splunkd.home.install(appFolder);
    const lookups = join(splunkd.home.etc, 'apps', 'lstm_toolkit', 'lookups');
    rmSync(lookups, { recursive: true });
    mkdirSync(lookups);
    return new SearchHead(splunkd);
  }

  /** Starts one for some work only: a test that waits for seconds can do so while others run. */
  static async during(work: (head: SearchHead) => Promise<void>): Promise<void> {
    const head = await SearchHead.start();
    await work(head).finally(() => head.close());
  }

  async close(): Promise<void> {
    await this.splunkd.close();
  }

  /**
   * Runs a search over `input`; its launches must all end properly and leave stderr empty. Commands are launched
   * for their rows alone, because a launch for parsing takes as long as many of the tests' fits; refusals and
   * `isParsed: true` have both.
   */
  async run(
    search: string,
    input: Table,
    options: Partial<SearchOptions> = {},
  ): Promise<SearchResult> {
    const { splunkd } = this;
    const settings = { splunkd, appFolder, input, replyTimeoutMs, isParsed: false, ...options };
    const result = await runSearch(search, settings);
    refuseNoise(search, result);
    return result;
  }

  /** Returns rows as objects without their null fields. */
  async records(
    search: string,
    input: Table,
    options: Partial<SearchOptions> = {},
  ): Promise<Record<string, Cell>[]> {
    return toRecords((await this.run(search, input, options)).table);
  }

  /**
   * Runs a search of lstmscore or lstmmodels as `run` does, but only once over a table: these change nothing, so that
   * later calls would get the same. The model must stay the same, too.
   */
  async once(search: string, input: Table): Promise<SearchResult> {
    const results = this.#results.get(input) ?? new Map<string, Promise<SearchResult>>();
    this.#results.set(input, results);
    const result = results.get(search) ?? this.run(search, input);
    results.set(search, result);
    return await result;
  }

  /** Runs a search that must be refused by a command of the app that still ends properly. */
  async refusal(
    search: string,
    input: Table,
    options: Partial<SearchOptions> = {},
  ): Promise<Refusal> {
    const { splunkd } = this;
    const settings = { splunkd, appFolder, input, replyTimeoutMs, ...options };
    const error = await runSearch(search, settings).then(
      () => new Error(`not refused: ${search}`),
      (reason: unknown) => reason,
    );
    if (!(error instanceof SearchError)) throw error;
    refuseNoise(search, error);
    return { sentence: error.message.replace(/^Error in '\w+' command: /, ''), error };
  }

  /** Lists every file under `etc`, and every staged one, relative to `$SPLUNK_HOME`. */
  files(): string[] {
    const { path } = this.splunkd.home;
    return [...filesUnder(path, 'etc'), ...filesUnder(path, 'var/run/splunk/lookup_tmp')];
  }

  staged(): string[] {
    return filesUnder(this.splunkd.home.path, 'var/run/splunk/lookup_tmp');
  }

  pathOf(file: string): string {
    return join(this.splunkd.home.path, file);
  }

  /** Returns the path of the model of a user, or with `app:` of an app, relative to `$SPLUNK_HOME`. */
  modelFile(model: string, user = 'demo', app = 'search'): string {
    const [, scope, name] = /^(?:(app|user):)?(.*)$/.exec(model) ?? [];
    const place = scope === 'app' ? `apps/${app}` : `users/${user}/${app}`;
    return `etc/${place}/lookups/__lstm_${name}.mlmodel`;
  }

  modelBytes(model: string, user?: string, app?: string): Buffer {
    return readFileSync(this.pathOf(this.modelFile(model, user, app)));
  }

  /** Puts a model file where a fit of the user would have saved it, which takes no launch. */
  putModel(model: string, bytes: Uint8Array, user?: string, app?: string): void {
    const path = this.pathOf(this.modelFile(model, user, app));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes);
  }

  hasModel(model: string, user?: string, app?: string): boolean {
    return existsSync(this.pathOf(this.modelFile(model, user, app)));
  }

  /** Returns the versions in a model file, newest first. */
  versions(model: string, user?: string, app?: string): StoredVersion[] {
    const text = this.modelBytes(model, user, app).toString();
    const { data } = Papa.parse<Record<string, string>>(text, {
      header: true,
      skipEmptyLines: true,
    });
    return data.map(({ version = '', created = '', weights = '', sha256 = '', header = '{}' }) => {
      return { version, created, weights, sha256, header: JSON.parse(header) };
    });
  }

  /** Returns the lines of the app's log. */
  log(): Record<string, unknown>[] {
    const text = this.logText();
    return text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line));
  }

  /** Sets what administrators set, and nothing else; without settings all is as shipped. */
  configure(settings: Readonly<Record<string, string | number>> = {}): void {
    const local = this.pathOf('etc/apps/lstm_toolkit/local/lstm_toolkit.conf');
    mkdirSync(dirname(local), { recursive: true });
    const lines = Object.entries(settings).map(([name, value]) => `${name} = ${value}\n`);
    writeFileSync(local, `[settings]\n${lines.join('')}`);
  }

  /** Returns the lines of the log for each epoch of a fit. */
  epochs(model: string): Record<string, unknown>[] {
    return this.log().filter((line) => line['event'] === 'epoch' && line['model'] === model);
  }

  logText(): string {
    const path = this.pathOf('var/log/splunk/lstm_toolkit.log');
    return existsSync(path) ? readFileSync(path, 'utf8') : '';
  }

  /** Returns what dialogues over `WireCommand` need, as `user`. */
  surroundings(user = 'demo', app = 'search'): Surroundings {
    const { splunkd } = this;
    const sid = '1763800000.42';
    const searchinfo = {
      dispatch_dir: splunkd.home.makeDispatchFolder(sid),
      sid,
      app,
      owner: user,
      username: user,
      session_key: splunkd.sessionKeyOf(user),
      splunkd_uri: splunkd.uri,
      splunk_version: '10.2.3',
      search: 'search%20index%3Dnet',
      maxresultrows: 50_000,
      earliest_time: '0',
      latest_time: '0',
    };
    return { environment: splunkd.home.environment(), searchinfo };
  }
}

/** Expects that nothing is on stderr, whether the search succeeds or is refused. */
function refuseNoise(search: string, { launches }: Pick<SearchResult, 'launches'>): void {
  for (const { command, phase, exitCode, stderr } of launches) {
    if (exitCode === 0 && stderr?.length === 0) continue;
    const how = `exit code ${exitCode}, stderr ${JSON.stringify(stderr)}`;
    throw new Error(`${command} (${phase}) of ${search}: ${how}`);
  }
}

/** Writers lock this file, and leave it where it is. */
const LOCK_FILE = '__lstm_write.lock';

function filesUnder(home: string, folder: string): string[] {
  const start = join(home, folder);
  if (!existsSync(start)) return [];
  return readdirSync(start, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== LOCK_FILE)
    .map((entry) => relative(home, join(entry.parentPath, entry.name)))
    .toSorted();
}
