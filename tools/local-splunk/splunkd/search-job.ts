/**
 * A search job, which is dispatched, running, done or failed.
 *
 * @module
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SearchError, type SearchResult } from '../run-search.ts';
import type { SearchOptions } from '../search-options.ts';
import { NO_RESULTS, type Table } from '../table.ts';
import { type RestMessage, toRestMessages } from './job-results.ts';

/** A job passes these options to the search that it runs. */
export type JobOptions = Required<Pick<SearchOptions, 'sid' | 'user' | 'app' | 'onLaunch'>> & {
  /** The time range in epoch seconds; undefined is no bound. */
  readonly earliest: number | undefined;
  readonly latest: number | undefined;
};

/** Parses a search, and returns a function that runs it. Both throw SearchError. */
export type PrepareSearch = (
  search: string,
  options: JobOptions,
) => Promise<() => Promise<SearchResult>>;

type State = 'RUNNING' | 'DONE' | 'FAILED';

export class SearchJob {
  readonly sid: string;
  readonly user: string;
  readonly app: string;
  readonly #search: string;
  readonly #started = Date.now();
  readonly #processes: { pid: number | undefined; dispatchFolder: string }[] = [];
  #ended: number | undefined;
  #state: State = 'RUNNING';
  #isFinalized = false;
  #table: Table = NO_RESULTS;
  #messages: RestMessage[] = [];
  #done: Promise<void> | undefined;

  private constructor(search: string, { sid, user, app }: Omit<JobOptions, 'onLaunch'>) {
    this.#search = search;
    this.sid = sid;
    this.user = user;
    this.app = app;
  }

  /** @throws SearchError when the search cannot be parsed; a failure while it runs is a state */
  static async dispatch(
    prepare: PrepareSearch,
    search: string,
    options: Omit<JobOptions, 'onLaunch'>,
  ): Promise<SearchJob> {
    const job = new SearchJob(search, options);
    await job.#start(prepare, options);
    return job;
  }

  get isDone(): boolean {
    return this.#state !== 'RUNNING';
  }

  get isFailed(): boolean {
    return this.#state === 'FAILED';
  }

  get table(): Table {
    return this.#table;
  }

  get messages(): readonly RestMessage[] {
    return this.#messages;
  }

  /** Ends when the job is done or has failed. */
  async wait(): Promise<void> {
    await this.#done;
  }

  /** Asks the running commands to finish with what they have. */
  finalize(): void {
    this.#isFinalized = true;
    for (const { dispatchFolder } of this.#processes) {
      writeFileSync(join(dispatchFolder, 'finalize'), '');
    }
  }

  cancel(): void {
    if (this.isDone) return;
    for (const { pid } of this.#processes) if (pid !== undefined) process.kill(pid);
  }

  /** Returns the properties of the job. */
  content(): object {
    const seconds = ((this.#ended ?? Date.now()) - this.#started) / 1000;
    const { length } = this.#table.rows;
    return {
      sid: this.sid,
      search: this.#search,
      dispatchState: this.#state,
      doneProgress: this.isDone ? 1 : 0,
      isDone: this.isDone,
      isFailed: this.isFailed,
      isFinalized: this.#isFinalized,
      isPaused: false,
      eventCount: length,
      resultCount: length,
      runDuration: seconds,
      ttl: 600,
      messages: this.#messages,
    };
  }

  async #start(prepare: PrepareSearch, options: Omit<JobOptions, 'onLaunch'>): Promise<void> {
    const onLaunch = (pid: number | undefined, dispatchFolder: string): void => {
      this.#processes.push({ pid, dispatchFolder });
    };
    const run = await prepare(this.#search, { ...options, onLaunch });
    this.#done = this.#run(run);
  }

  async #run(run: () => Promise<SearchResult>): Promise<void> {
    try {
      const { table, messages } = await run();
      this.#table = table;
      this.#messages = toRestMessages(messages);
      this.#state = 'DONE';
    } catch (error) {
      if (!(error instanceof SearchError)) throw error;
      const fatal = { type: 'FATAL', text: error.message };
      this.#messages = [fatal, ...toRestMessages(error.messages)];
      this.#state = 'FAILED';
    } finally {
      this.#ended = Date.now();
    }
  }
}
