/**
 * Runs the searches of one document in their order, with the models that its reader is taken to have.
 *
 * @module
 */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { COLUMN_LINE, decodeModel, encodeRow } from '../../../src/store/model-file.ts';
import { runSearch, type SearchResult } from '../../../tools/local-splunk/run-search.ts';
import type { Splunkd } from '../../../tools/local-splunk/splunkd/splunkd.ts';
import { NO_RESULTS, type Table } from '../../../tools/local-splunk/table.ts';
import { renderTable } from '../../../tools/local-splunk/text-table.ts';
import type { ShownSearch } from './fences.ts';
import { eventsOf, fewerDemoRows, NOW, READER_MODELS } from './stand-ins.ts';

/** The reader may do everything. */
const USER = 'admin';

/** Names of models in commands that read one. */
const MODEL =
  /\blstm(?:score|models|manage (?:delete|rollback|share)) (?:(app|user):)?(\w+)(?=[\s|]|$)/g;

/** The files of these models, by name: they are fitted once for all documents. */
const bytesOfModels = new Map<string, Buffer>();

export class DocumentRun {
  readonly #splunkd: Splunkd;
  readonly #appFolder: string;

  constructor(splunkd: Splunkd, appFolder: string) {
    splunkd.addUser(USER, ['admin', 'power', 'user']);
    this.#splunkd = splunkd;
    this.#appFolder = appFolder;
  }

  /**
   * Runs a search and returns what is wrong with it.
   *
   * @returns an empty text if it runs and gives what the document shows
   */
  async faultOf({ search, output }: ShownSearch): Promise<string> {
    try {
      await this.#prepare(search);
      if (output !== undefined) return difference(output, shown(await this.#run(search)));
      await this.#run(withOneEpoch(search), fewerDemoRows());
      return '';
    } catch (error) {
      const { message } = error as Error;
      return output?.startsWith('Error') ? difference(output, message) : message;
    }
  }

  /** Puts the models that a search reads where they are missing, and those that it manages as they were first. */
  async #prepare(search: string): Promise<void> {
    for (const [, scope, name = ''] of search.matchAll(MODEL)) {
      if (READER_MODELS[name] === undefined) continue;
      const own = this.#fileOf(`users/${USER}`, name);
      const shared = this.#fileOf('apps', name);
      if (/\blstmmanage\b|\bversion=/.test(search)) {
        rmSync(own, { force: true });
        rmSync(shared, { force: true });
      }
      await this.#put(name, scope === 'app' ? shared : own, own);
    }
  }

  /** Writes a model to `file`, unless that is there; a fit writes it to `own`. */
  async #put(name: string, file: string, own: string): Promise<void> {
    if (existsSync(file)) return;
    const bytes = bytesOfModels.get(name) ?? (await this.#fitModel(name, own));
    bytesOfModels.set(name, bytes);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, bytes);
  }

  /** Fits a model, takes its file away again, and returns one with three versions of it. */
  async #fitModel(name: string, file: string): Promise<Buffer> {
    const { index, fit } = READER_MODELS[name] ?? {};
    await this.#run(`index=${index} | ${fit} into ${name} epochs=1`);
    const model = decodeModel(readFileSync(file), name);
    rmSync(file);
    const rows = [3, 2, 1].map((version) => encodeRow({ ...model, version }));
    return Buffer.concat([COLUMN_LINE, ...rows]);
  }

  #fileOf(place: string, model: string): string {
    return join(this.#splunkd.home.etc, place, 'search/lookups', `__lstm_${model}.mlmodel`);
  }

  /** Launches the commands for their rows alone: they read their arguments in the same way for parsing. */
  #run(search: string, tables: Readonly<Record<string, Table>> = {}): Promise<SearchResult> {
    const whole = search.replace(/^… \|/, () => `index=${indexOf(search)} |`);
    const index = /^(?:search )?index="?(\w+)/.exec(whole)?.[1];
    const input = index === undefined ? undefined : eventsOf(index);
    return runSearch(whole, {
      splunkd: this.#splunkd,
      appFolder: this.#appFolder,
      user: USER,
      now: NOW,
      isParsed: false,
      lookups: { tables: { 'netflows.csv': eventsOf('netflow') ?? NO_RESULTS, ...tables } },
      ...(input && { input, searchinfo: { earliest_time: '0', latest_time: String(NOW) } }),
    });
  }
}

/** Finds the rows that a search without a beginning is meant to read, by the model that it names. */
function indexOf(search: string): string {
  const names = [...search.matchAll(/\b(?:lstmscore|into) (?:(?:app|user):)?(\w+)/g)];
  const known = names.map(([, name = '']) => READER_MODELS[name]?.index).find(Boolean);
  return known ?? 'netflow';
}

/** Fits whose output is not shown need not be good ones. */
function withOneEpoch(search: string): string {
  return search.replaceAll(/\blstmfit [^|]*[^|\s](?=\s*(?:\||$))/g, (fit) =>
    / epochs=/.test(fit) ? fit : `${fit} epochs=1`,
  );
}

/** Returns what `npm start` prints of a result, with any number of rows and columns. */
function shown({ table, messages }: SearchResult): string {
  const lines = renderTable(table, { maxRows: 1000, width: 100_000, first: [] });
  return [...lines, ...messages.map(([level, text]) => `${level} ${text}`)].join('\n');
}

/**
 * Compares what a document shows with what came: blanks and line breaks apart, and `…` for what is left out.
 *
 * @returns an empty text if they agree
 */
function difference(expected: string, actual: string): string {
  const plain = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();
  const given = plain(actual);
  let from = 0;
  for (const piece of plain(expected).split('…').map(plain)) {
    const at = given.indexOf(piece, from);
    if (at < 0) return `The document shows\n${piece}\nwhere this came:\n${actual}`;
    from = at + piece.length;
  }
  return '';
}
