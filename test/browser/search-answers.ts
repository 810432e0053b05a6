/**
 * Answers what the search source of dashboards asks of splunkd, from the REST of the local Splunk: the form
 * `json_cols`, the state of many jobs at once, and searches over the results of a job.
 *
 * @module
 */
import { runSearch, SearchError } from '../../tools/local-splunk/run-search.ts';
import type { RestAnswer, RestRequest } from '../../tools/local-splunk/splunkd/rest-endpoint.ts';
import { RestError } from '../../tools/local-splunk/splunkd/rest-error.ts';
import type { Splunkd } from '../../tools/local-splunk/splunkd/splunkd.ts';
import type { Cell, Table } from '../../tools/local-splunk/table.ts';
import { searchTime } from '../support/pages/search-time.ts';

/** A search as a page sent it, and what became of it. */
export interface SentSearch {
  /** The id of the data source, as the page says it; empty where it says none. */
  readonly source: string;
  readonly spl: string;
  /** The sentence of a failure; undefined as long as there is none. */
  error?: string;
  rows?: number;
  /** Whether the page cancelled the search before it learnt that it was done. */
  isCancelled?: boolean;
  /** Milliseconds from the request to the first answer that says that the job is done. */
  milliseconds?: number;
}

/** Tells whether nothing more is expected of a search. */
export function hasEnded({ rows, error, isCancelled }: SentSearch): boolean {
  return rows !== undefined || error !== undefined || isCancelled === true;
}

interface RowsPage {
  readonly fields: readonly string[];
  readonly rows: readonly (readonly (Cell | null)[])[];
  readonly messages: readonly object[];
}

interface JobEntry {
  readonly name: string;
  readonly content: Readonly<Record<string, unknown>> & {
    readonly sid: string;
    readonly isDone: boolean;
    readonly isFailed: boolean;
    readonly resultCount: number;
    readonly messages: readonly { readonly text: string }[];
  };
}

/** A page asks for results within this time after it has learnt that a job is done. */
const QUIET_MS = 700;

/** All rows of a job, as the largest count that REST takes. */
const ALL = '0';

export class SearchAnswers {
  readonly #splunkd: Splunkd;
  readonly #appFolder: string;
  readonly #sent = new Map<string, { readonly search: SentSearch; readonly started: number }>();
  /** Every search since the last call of `forget`, also those over results of others. */
  readonly searches: SentSearch[] = [];

  constructor(splunkd: Splunkd, appFolder: string) {
    this.#splunkd = splunkd;
    this.#appFolder = appFolder;
  }

  #lastMoment = 0;

  forget(): void {
    this.searches.length = 0;
  }

  /** Tells whether every search has ended and the page has asked nothing for a while. */
  get isQuiet(): boolean {
    return this.searches.every(hasEnded) && Date.now() - this.#lastMoment > QUIET_MS;
  }

  /** @returns undefined for what the local Splunk answers as it is */
  async answer(request: RestRequest): Promise<RestAnswer | undefined> {
    this.#lastMoment = Date.now();
    const answer = await this.#answer(request);
    this.#lastMoment = Date.now();
    return answer;
  }

  async #answer(request: RestRequest): Promise<RestAnswer | undefined> {
    const path = request.parts.join('/').replace(/^servicesNS\/[^/]+\/[^/]+|^services/, '');
    const asked = new URLSearchParams([...request.query, ...request.form]);
    const sid = /^\/search(?:\/v2)?\/jobs\/([^/]+)\/results(?:_preview)?$/.exec(path)?.[1];
    if (sid !== undefined) return await this.#results(request, sid, asked);
    if (/^\/search(\/v2)?\/jobs$/.test(path)) {
      return request.method === 'GET' ? this.#jobs(request, asked) : this.#dispatch(request, asked);
    }
    const controlled = /^\/search(?:\/v2)?\/jobs\/([^/]+)\/control$/.exec(path)?.[1] ?? '';
    const { search } = this.#sent.get(controlled) ?? {};
    if (search !== undefined && asked.get('action') === 'cancel') search.isCancelled = true;
    if (path === '/data/ui/times') return { status: 200, body: { entry: [], messages: [] } };
    if (path === '/search/timeparser') return timeparser(asked);
    return undefined;
  }

  async #dispatch(request: RestRequest, asked: URLSearchParams): Promise<RestAnswer> {
    const spl = asked.get('search') ?? '';
    const search: SentSearch = { source: asked.get('label') ?? '', spl };
    this.searches.push(search);
    const form = new URLSearchParams(request.form);
    const now = Date.now() / 1000;
    for (const key of ['earliest_time', 'latest_time']) {
      const time = searchTime(asked.get(key) ?? '', now);
      form.set(key, time === undefined ? '' : String(time));
    }
    try {
      const answer = await this.#splunkd.api.answer({ ...request, form });
      const { sid } = answer.body as { sid: string };
      this.#sent.set(sid, { search, started: Date.now() });
      return answer;
    } catch (error) {
      if (error instanceof RestError) search.error = error.message;
      throw error;
    }
  }

  /** Answers with the jobs that `id` names, each with the number of rows that it has so far. */
  async #jobs(request: RestRequest, asked: URLSearchParams): Promise<RestAnswer> {
    const ids = asked.getAll('id');
    const answer = await this.#splunkd.api.answer(request);
    const { entry } = answer.body as { entry: JobEntry[] };
    const wanted = entry.filter(({ name }) => ids.length === 0 || ids.includes(name));
    for (const job of wanted) this.#note(job);
    const full = wanted.map(({ content, ...rest }) => ({
      ...rest,
      content: { ...content, resultPreviewCount: content.resultCount },
    }));
    return { ...answer, body: { ...(answer.body as object), entry: full } };
  }

  #note({ name, content }: JobEntry): void {
    const { search, started } = this.#sent.get(name) ?? {};
    if (search === undefined || started === undefined || !content.isDone) return;
    search.milliseconds ??= Date.now() - started;
    search.rows = content.resultCount;
    if (content.isFailed) search.error = content.messages[0]?.text ?? 'no message';
  }

  async #results(request: RestRequest, sid: string, asked: URLSearchParams): Promise<RestAnswer> {
    const search = asked.get('search') ?? '';
    const whole = new URLSearchParams(asked);
    whole.set('output_mode', 'json_rows');
    if (search !== '') for (const key of ['count', 'offset']) whole.set(key, ALL);
    const none = new URLSearchParams();
    const answer = await this.#splunkd.api.answer({ ...request, query: whole, form: none });
    if (answer.status !== 200) return answer;
    const page = answer.body as RowsPage;
    const failed = await this.#failure(request, sid);
    if (failed !== undefined) return { status: 400, body: { messages: failed } };
    const { messages } = page;
    if (search === '') return { status: 200, body: { preview: false, messages, ...columns(page) } };
    const found = await this.#searched(search, page, request);
    if (found instanceof SearchError) {
      return { status: 400, body: { messages: [{ type: 'FATAL', text: found.message }] } };
    }
    const count = Number(asked.get('count') ?? ALL) || found.rows.length;
    const offset = Number(asked.get('offset') ?? ALL);
    const rows = found.rows.slice(offset, offset + count);
    const head = { preview: false, messages, post_process_count: found.rows.length };
    return { status: 200, body: { ...head, ...columns({ fields: found.fields, rows }) } };
  }

  async #failure(request: RestRequest, sid: string): Promise<readonly object[] | undefined> {
    const parts = ['services', 'search', 'jobs', sid];
    const answer = await this.#splunkd.api.answer({ ...request, method: 'GET', parts });
    const { entry } = answer.body as { entry: JobEntry[] };
    const content = entry[0]?.content;
    return content?.isFailed === true ? content.messages : undefined;
  }

  /** Runs a search over the results of a job, or returns why it failed. */
  async #searched(
    search: string,
    page: RowsPage,
    { user }: RestRequest,
  ): Promise<Table | SearchError> {
    const sent: SentSearch = { source: '', spl: search };
    this.searches.push(sent);
    const input: Table = {
      fields: page.fields,
      rows: page.rows.map((row) => row.map((cell) => cell ?? '')),
    };
    const options = { splunkd: this.#splunkd, appFolder: this.#appFolder, input, user: user.name };
    try {
      const { table } = await runSearch(search, { ...options, app: 'lstm_toolkit' });
      sent.rows = table.rows.length;
      return table;
    } catch (error) {
      if (!(error instanceof SearchError)) throw error;
      sent.error = error.message;
      return error;
    }
  }
}

/**
 * Returns a table in the form `json_cols`: one list a field, `_time` in ISO 8601 as splunkd writes it, and no
 * fields where there are no rows.
 */
function columns({ fields, rows }: Pick<RowsPage, 'fields' | 'rows'>): object {
  if (rows.length === 0) return { fields: [], columns: [] };
  return {
    fields: fields.map((name) => ({ name })),
    columns: fields.map((name, at) => {
      const cells = rows.map((row) => shownCell(row[at]));
      return name === '_time' ? cells.map(isoTime) : cells;
    }),
  };
}

function shownCell(cell: Cell | null | undefined): Cell | null {
  return cell === undefined || cell === '' ? null : cell;
}

function isoTime(cell: Cell | null): Cell | null {
  const seconds = typeof cell === 'string' ? Number(cell) : NaN;
  if (Number.isNaN(seconds)) return cell;
  return new Date(seconds * 1000).toISOString().replace('Z', '+00:00');
}

/** Answers which moments are meant: ISO 8601 by text. */
function timeparser(asked: URLSearchParams): RestAnswer {
  const now = Date.now() / 1000;
  const times = asked.getAll('time').map((text) => {
    const time = searchTime(text, now) ?? 0;
    return [text, Number.isNaN(time) ? '' : new Date(time * 1000).toISOString()];
  });
  return { status: 200, body: Object.fromEntries(times) };
}
