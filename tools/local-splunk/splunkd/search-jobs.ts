/**
 * Answers `search/jobs` and `search/v2/jobs`: searches are dispatched, watched, controlled and read.
 *
 * @see the REST reference of Splunk 10.2.3, "Search endpoints"
 * @module
 */
import { SearchError } from '../run-search.ts';
import { atomPage } from './atom-page.ts';
import { exportBody, resultsBody } from './job-results.ts';
import type { Namespace, User } from './lookup-files.ts';
import type { Endpoint, RestAnswer, RestRequest } from './rest-endpoint.ts';
import { RestError } from './rest-error.ts';
import { type PrepareSearch, SearchJob } from './search-job.ts';
import { readTime } from './time-modifier.ts';

/** The value of `maxresultrows` of `limits.conf`: the largest page of results. */
const MAX_RESULT_ROWS = 50_000;

export class SearchJobs {
  readonly #uri: string;
  readonly #prepare: PrepareSearch;
  readonly #maxResultRows: number;
  readonly #jobs = new Map<string, SearchJob>();
  #count = 0;

  constructor(uri: string, prepare: PrepareSearch, maxResultRows = MAX_RESULT_ROWS) {
    this.#uri = uri;
    this.#prepare = prepare;
    this.#maxResultRows = maxResultRows;
  }

  readonly answer: Endpoint = async (request, namespace, path) => {
    const [sid, part] = jobPath(path) ?? [];
    if (sid === undefined) return undefined;
    const asked = new URLSearchParams([...request.query, ...request.form]);
    if (sid === '') return await this.#collection(request, namespace, asked);
    if (sid === 'export') return await this.#export(request, namespace, asked);
    const job = this.#find(sid, request.user);
    switch (part) {
      case undefined:
        return this.#job(request.method, job);
      case 'results':
      case 'results_preview':
      case 'events':
        return this.#page(job, asked);
      case 'control':
        return this.#control(job, asked.get('action') ?? '');
      default:
        throw new RestError(404, 'Not Found');
    }
  };

  async #collection(
    { method, user }: RestRequest,
    namespace: Namespace,
    asked: URLSearchParams,
  ): Promise<RestAnswer> {
    if (method === 'GET') {
      const own = this.#jobs.values().filter((job) => job.user === user.name);
      return atomPage(
        this.#uri,
        Array.from(own, (job) => this.#entry(job)),
      );
    }
    const job = await this.#dispatch(user, namespace, asked);
    const mode = asked.get('exec_mode') ?? 'normal';
    if (mode !== 'normal') await job.wait();
    if (mode !== 'oneshot') return { status: 201, body: { sid: job.sid } };
    this.#jobs.delete(job.sid);
    if (job.isFailed) return { status: 400, body: { messages: job.messages } };
    return this.#page(job, asked);
  }

  async #export(
    { user }: RestRequest,
    namespace: Namespace,
    asked: URLSearchParams,
  ): Promise<RestAnswer> {
    const job = await this.#dispatch(user, namespace, asked);
    await job.wait();
    this.#jobs.delete(job.sid);
    return { status: 200, body: exportBody(job.table, job.messages) };
  }

  /** @throws RestError 400 for a search that cannot be parsed, 403, 404 (app) */
  async #dispatch(
    user: User,
    { owner, app }: Namespace,
    asked: URLSearchParams,
  ): Promise<SearchJob> {
    if (!['-', 'nobody', user.name].includes(owner)) {
      throw new RestError(403, `User '${user.name}' cannot act as '${owner}'.`);
    }
    const now = Date.now() / 1000;
    const [earliest, latest] = ['earliest_time', 'latest_time'].map((key) => {
      const time = readTime(asked.get(key), now);
      if (Number.isNaN(time)) throw new RestError(400, `Invalid ${key}.`);
      return time;
    });
    const sid = `${Math.floor(now)}.${++this.#count}`;
    const options = { sid, user: user.name, app: app === '-' ? 'search' : app, earliest, latest };
    const search = asked.get('search') ?? '';
    const job = await SearchJob.dispatch(this.#prepare, search, options).catch(refuse);
    this.#jobs.set(sid, job);
    return job;
  }

  #find(sid: string, user: User): SearchJob {
    const job = this.#jobs.get(sid);
    if (job !== undefined && (job.user === user.name || user.roles.includes('admin'))) return job;
    throw new RestError(404, 'Unknown sid.', 'FATAL');
  }

  #job(method: string, job: SearchJob): RestAnswer {
    if (method !== 'DELETE') return atomPage(this.#uri, [this.#entry(job)]);
    return this.#control(job, 'cancel');
  }

  /** Returns the results of a job; 204 while it runs. Events that no command changed are not kept. */
  #page(job: SearchJob, asked: URLSearchParams): RestAnswer {
    if (!job.isDone) return { status: 204, body: '' };
    const body = resultsBody(job.table, job.messages, asked, this.#maxResultRows);
    return { status: 200, body };
  }

  #control(job: SearchJob, action: string): RestAnswer {
    const text = {
      cancel: 'Search job cancelled.',
      finalize: 'Search job finalized.',
      touch: 'Search job touched.',
    }[action];
    if (text === undefined) throw new RestError(400, `A local search has no action "${action}".`);
    if (action === 'finalize') job.finalize();
    if (action === 'cancel') {
      job.cancel();
      this.#jobs.delete(job.sid);
    }
    return { status: 200, body: { messages: [{ type: 'INFO', text }] } };
  }

  #entry(job: SearchJob): object {
    const link = `/services/search/v2/jobs/${job.sid}`;
    const acl = { owner: job.user, app: job.app, sharing: 'global', ttl: '600' };
    return { name: job.sid, id: this.#uri + link, author: job.user, acl, content: job.content() };
  }
}

/** Returns `[sid, part]` of a path below the jobs, both empty for the collection itself. */
function jobPath(path: readonly string[]): [string, string?] | undefined {
  const [first, ...rest] = path;
  const jobs = rest[0] === 'v2' ? rest.slice(1) : rest;
  if (first !== 'search' || jobs[0] !== 'jobs') return undefined;
  const [, sid = '', part] = jobs;
  return part === undefined ? [sid] : [sid, part];
}

function refuse(error: unknown): never {
  throw error instanceof SearchError ? new RestError(400, error.message, 'FATAL') : error;
}
