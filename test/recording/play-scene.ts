/**
 * Plays one scene on a search head of its own, and writes its results.
 *
 * Each search has `NN-messages.txt` and, where it gave rows, `NN-rows.csv`; refused searches are in
 * `refused.txt`. Each model file has a `.json` with the SHA-256 of each version's weights beside its
 * header. The other files are `log.txt`, `files.txt` and `exports.txt`.
 *
 * @module
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import Papa from 'papaparse';
import { model as exportModel } from '../../tools/export/model.ts';
import { writeCsvFile } from '../../tools/local-splunk/csv-file.ts';
import { runSearch, SearchError, type SearchResult } from '../../tools/local-splunk/run-search.ts';
import type { SearchOptions } from '../../tools/local-splunk/search-options.ts';
import { Splunkd } from '../../tools/local-splunk/splunkd/splunkd.ts';
import { OF_LOG, OF_MODELS, steadyJson, steadyTable, steadyText } from './placeholders.ts';
import type { Scene, Step } from './scene.ts';

const appFolder = join(import.meta.dirname, '../../dist/lstm_toolkit');

/** The searches of a scene are numbered with this many digits. */
const DIGITS = 2;

/**
 * Plays a scene, and writes into a folder of the scene's name.
 *
 * @returns a line for each search that failed or succeeded although the scene says otherwise
 */
export async function playScene(scene: Scene, folder: string): Promise<readonly string[]> {
  const splunkd = await Splunkd.start(['lstm_toolkit']);
  try {
    splunkd.home.install(appFolder);
    splunkd.addUser('ana', ['user']);
    const stage = new Stage(splunkd, join(folder, scene.name));
    stage.prepare(scene);
    for (const step of scene.searches) await stage.play(step);
    await stage.playRefused(scene.refused ?? []);
    stage.writeModels();
    await stage.export(scene.exported ?? []);
    stage.writeRest();
    return stage.surprises.map((text) => `${scene.name}: ${text}`);
  } finally {
    await splunkd.close();
  }
}

class Stage {
  /** The searches that ended otherwise than their scene says. */
  readonly surprises: string[] = [];
  readonly #splunkd: Splunkd;
  readonly #folder: string;
  /** The number of searches so far. */
  #count = 0;

  constructor(splunkd: Splunkd, folder: string) {
    this.#splunkd = splunkd;
    this.#folder = folder;
    mkdirSync(folder, { recursive: true });
  }

  prepare({ settings = {}, models = {} }: Scene): void {
    const lines = Object.entries(settings).map(([name, value]) => `${name} = ${value}\n`);
    this.#put('apps/lstm_toolkit/local/lstm_toolkit.conf', `[settings]\n${lines.join('')}`);
    for (const [name, file] of Object.entries(models)) this.#put(modelPath(name), file);
  }

  async play(step: Step): Promise<void> {
    const { result, sentence } = await this.#run(step);
    const name = String(this.#count).padStart(DIGITS, '0');
    const launches = result.launches.map(({ command, phase, info, exitCode, stderr }) =>
      [phase, command, info?.type, info?.requiredFields, exitCode, ...(stderr ?? [])].join(' '),
    );
    const messages = result.messages.map((message) => message.join(' '));
    const end = sentence === undefined ? [] : [`failed: ${sentence}`];
    this.surprises.push(...end);
    this.#write(`${name}-messages.txt`, [step[0], ...launches, ...messages, ...end]);
    if (result.table === undefined) return;
    writeCsvFile(join(this.#folder, `${name}-rows.csv`), steadyTable(result.table));
  }

  async playRefused(steps: readonly Step[]): Promise<void> {
    const lines: string[] = [];
    for (const step of steps) {
      const { result, sentence = 'not refused' } = await this.#run(step);
      if (result.table !== undefined) this.surprises.push(`not refused: ${step[0]}`);
      const last = result.launches.at(-1);
      lines.push(step[0], `  ${last?.phase} ${last?.exitCode}: ${sentence}`);
      for (const message of result.messages.slice(0, -1)) lines.push(`  ${message.join(' ')}`);
    }
    if (lines.length > 0) this.#write('refused.txt', lines);
  }

  writeModels(): void {
    const { etc } = this.#splunkd.home;
    for (const file of filesIn(etc).filter((name) => name.endsWith('.mlmodel'))) {
      const versions = readVersions(readFileSync(join(etc, file))).map(
        ({ header, weights, ...start }) => {
          const sum = createHash('sha256').update(weights, 'base64').digest('hex');
          return { ...start, weights: sum, header: JSON.parse(header) };
        },
      );
      const name = file.replaceAll('/', '+').replace(/mlmodel$/, 'json');
      this.#write(name, [steadyJson({ versions }, OF_MODELS, 1)]);
    }
  }

  /**
   * Exports models without what differs from run to run, because the bytes of an export hold the header.
   */
  async export(models: readonly string[]): Promise<void> {
    const lines: string[] = [];
    for (const name of models) {
      const steady = join(this.#splunkd.home.path, `${name}.mlmodel`);
      const file = readFileSync(join(this.#splunkd.home.etc, modelPath(name)));
      writeFileSync(steady, steadyModel(file));
      for (const to of ['keras', 'onnx']) {
        const out = `${steady}.${to}`;
        await exportModel(['export', steady, '--to', to, '--out', out], () => undefined);
        const sum = createHash('sha256').update(readFileSync(out)).digest('hex');
        lines.push(`${name} ${to} ${sum}`);
      }
    }
    if (lines.length > 0) this.#write('exports.txt', lines);
  }

  /** Writes the log, and the list of files that are left on the search head. */
  writeRest(): void {
    const { etc, path } = this.#splunkd.home;
    this.#write('files.txt', filesIn(etc));
    const log = join(path, 'var/log/splunk/lstm_toolkit.log');
    if (!existsSync(log)) return;
    const lines = readFileSync(log, 'utf8').trimEnd().split('\n');
    this.#write(
      'log.txt',
      lines.map((line) => steadyJson(JSON.parse(line), OF_LOG)),
    );
  }

  /** Runs a search. Job ids are numbered, so that they are the same in each recording. */
  async #run([search, input, options]: Step): Promise<{
    readonly result: Partial<SearchResult> & Omit<SearchResult, 'table'>;
    readonly sentence?: string;
  }> {
    const number = ++this.#count;
    const told: SearchOptions = {
      splunkd: this.#splunkd,
      appFolder,
      ...(input && { input }),
      sid: `1763800000.${number}`,
      parseSid: `searchparsetmp_${number}`,
      ...options,
    };
    try {
      return { result: await runSearch(search, told) };
    } catch (error) {
      if (!(error instanceof SearchError)) throw error;
      return { result: error, sentence: error.message };
    }
  }

  #put(path: string, content: string | Buffer): void {
    const file = join(this.#splunkd.home.etc, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }

  #write(name: string, lines: readonly string[]): void {
    writeFileSync(join(this.#folder, name), `${lines.map(steadyText).join('\n')}\n`);
  }
}

/** Returns the path of a private model of `demo` under `etc`. */
function modelPath(name: string): string {
  return `users/demo/search/lookups/__lstm_${name}.mlmodel`;
}

/** A row of a model file. */
interface VersionRow {
  readonly format: string;
  readonly version: string;
  readonly created: string;
  readonly header: string;
  readonly weights: string;
  readonly sha256: string;
}

function readVersions(file: Buffer): VersionRow[] {
  return Papa.parse<VersionRow>(file.toString(), { header: true, skipEmptyLines: true }).data;
}

/** Returns the version in use with all times replaced by fixed ones. */
function steadyModel(file: Buffer): string {
  const rows = readVersions(file)
    .slice(0, 1)
    .map((row) => {
      const header = withoutTimes(row.header);
      const sha256 = createHash('sha256')
        .update(header)
        .update(row.weights, 'base64')
        .digest('hex');
      return { ...row, created: '2026-01-01T00:00:00.000Z', header, sha256 };
    });
  return `${Papa.unparse(rows, { newline: '\n' })}\n`;
}

/** Returns a header whose training took no time, as a whole and in each epoch. */
function withoutTimes(header: string): string {
  return JSON.stringify(JSON.parse(header), (key, part) => {
    if (key !== 'seconds' && key !== 'rows_per_second') return part;
    return Array.isArray(part) ? part.map(() => 0) : 0;
  });
}

/** Lists the files of a folder, relative to it, in order. */
function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .toSorted();
}
