/**
 * Runs the phases of one search: compiles the pipeline, launches its commands for parsing, runs them.
 *
 * @module
 */
import { basename } from 'node:path';
import type { CommandProcess, ProcessEnd } from './command/command-process.ts';
import { type AppCommand, readAppCommands } from './command/commands-conf.ts';
import { CommandError, type CommandInfo, Dialogue, type Message } from './command/dialogue.ts';
import { feedCommand } from './command/feed-command.ts';
import { type Job, launchCommand } from './command/launch-command.ts';
import { ProtocolError } from './command/protocol-error.ts';
import type { Launch, SearchOptions } from './search-options.ts';
import { type AppStep, type CompiledSearch, compileSearch, type Step } from './search-steps.ts';
import { LookupTables } from './spl/lookup-tables.ts';
import type { SearchContext } from './spl/search-context.ts';
import type { Stage } from './spl/spl.ts';
import { readTime } from './splunkd/time-modifier.ts';
import { concatTables, NO_RESULTS, type Table } from './table.ts';

/** A failure of a command, in Splunk's words. */
export class ShownError extends Error {
  override readonly name = 'ShownError';
}

let searchCount = 0;

export class SearchRun {
  readonly messages: Message[] = [];
  readonly launches: Launch[] = [];
  readonly #options: SearchOptions;
  readonly #context: SearchContext;
  #job: Job;

  constructor(search: string, options: SearchOptions) {
    this.#options = options;
    const { splunkd, appFolder, user = 'demo', app = 'search', chunkRows = 50_000 } = options;
    splunkd.home.install(appFolder);
    const { searchinfo = {}, lookups = {}, now = Date.now() / 1000 } = options;
    const number = ++searchCount;
    const sid = options.sid ?? `${Math.floor(now)}.${number}`;
    const parseSid = options.parseSid ?? `searchparsetmp_${number}`;
    const replyTimeoutMs = options.replyTimeoutMs ?? 1_200_000;
    const names = { splunkd, search, sid, parseSid, user, app, searchinfo };
    this.#job = { ...names, maxResultRows: chunkRows, replyTimeoutMs };
    const written = splunkd.home.lookupsOf(basename(appFolder));
    this.#context = {
      lookups: new LookupTables(lookups, appFolder, written),
      indexes: splunkd.indexes,
      now,
      sid,
      earliest: boundOf(searchinfo['earliest_time'], now),
      latest: boundOf(searchinfo['latest_time'], now),
    };
  }

  /** @throws UserError on an unknown command or bad syntax of one of Splunk's */
  compile(stages: readonly Stage[]): CompiledSearch {
    const { appFolder, input: events = NO_RESULTS } = this.#options;
    const commands = readAppCommands(appFolder);
    const compiled = compileSearch(stages, { commands, context: this.#context, events });
    const { earliest, latest } = compiled.context;
    const range = {
      ...(earliest !== this.#context.earliest && { earliest_time: String(earliest) }),
      ...(latest !== this.#context.latest && { latest_time: String(latest) }),
    };
    this.#job = { ...this.#job, searchinfo: { ...this.#job.searchinfo, ...range } };
    return compiled;
  }

  /** Launches each command for parsing, unless the options leave that out. */
  async parse(steps: readonly Step[]): Promise<ReadonlyMap<Step, CommandInfo>> {
    const infos = new Map<Step, CommandInfo>();
    const { isParsed = true } = this.#options;
    if (isParsed) await this.#parseInto(infos, steps, true);
    return infos;
  }

  async #parseInto(
    infos: Map<Step, CommandInfo>,
    steps: readonly Step[],
    isSearch: boolean,
  ): Promise<void> {
    for (const [at, step] of steps.entries()) {
      if (typeof step === 'function') continue;
      if ('steps' in step) {
        await this.#parseInto(infos, step.steps, step.input !== undefined);
        continue;
      }
      const info = await this.#launch(step, 'parse', (_, told) => Promise.resolve(told));
      if (info.isGenerating && (at > 0 || !isSearch)) {
        const rule = 'This command must be the first command of a search.';
        throw shownIn(step.command, new CommandError(rule));
      }
      infos.set(step, info);
    }
  }

  async execute(
    { input, steps }: Pick<CompiledSearch, 'input' | 'steps'>,
    infos: ReadonlyMap<Step, CommandInfo>,
  ): Promise<Table> {
    let table = input;
    for (const step of steps) {
      if (typeof step === 'function') table = step(table);
      else if ('steps' in step) {
        const { input: start = table, steps: branch } = step;
        const added = await this.execute({ input: start, steps: branch }, infos);
        // As in Splunk, rows that are not there add no fields.
        if (added.rows.length > 0) table = concatTables([table, added]);
      } else table = await this.#run(step, infos, table);
    }
    return table;
  }

  async #run(step: AppStep, infos: ReadonlyMap<Step, CommandInfo>, rows: Table): Promise<Table> {
    const { chunkRows = 50_000, statefulChunkRows = 2500 } = this.#options;
    const sizes = { reporting: chunkRows, stateful: statefulChunkRows };
    const table = await this.#launch(step, 'run', (dialogue, info) => {
      const before = infos.get(step)?.type ?? info.type;
      if (info.type === before) return feedCommand(dialogue, info, rows, sizes);
      throw new ProtocolError(`type ${info.type}, but ${before} when it was parsed`);
    });
    const launch = this.launches.at(-1);
    const added = table.fields.filter((field) => !rows.fields.includes(field));
    if (launch !== undefined) Object.assign(launch, { added });
    return table;
  }

  async #launch<T>(
    { command, text }: AppStep,
    phase: 'parse' | 'run',
    work: (dialogue: Dialogue, info: CommandInfo) => Promise<T>,
  ): Promise<T> {
    const launched = launchCommand(this.#job, command, text, phase);
    const { process, searchinfo, dispatchFolder } = launched;
    const { preview = false, onLaunch } = this.#options;
    if (phase === 'run') onLaunch?.(process.pid, dispatchFolder);
    const dialogue = new Dialogue(process);
    const launch: { -readonly [key in keyof Launch]: Launch[key] } = {
      command: command.name,
      phase,
    };
    this.launches.push(launch);
    try {
      launch.info = await dialogue.getinfo(preview && phase === 'run', searchinfo);
      const result = await work(dialogue, launch.info);
      const end = await process.end();
      Object.assign(launch, end);
      checkExit(end);
      return result;
    } catch (error) {
      if (phase === 'parse') this.messages.push(...dialogue.messages);
      throw shownIn(command, await afterFailure(error, process, launch));
    } finally {
      // Messages of a launch for parsing come again when the command runs.
      if (phase === 'run') this.messages.push(...dialogue.messages);
      process.kill();
    }
  }
}

/** Reads a bound of the time range as searchinfo has it. */
function boundOf(text: unknown, now: number): number | undefined {
  const time = readTime(typeof text === 'string' ? text : null, now);
  return Number.isNaN(time) ? undefined : time;
}

/**
 * Ends the process of a command that reported an error. It must end as properly as any other; if not,
 * that is shown instead.
 */
async function afterFailure(error: unknown, process: CommandProcess, launch: Launch) {
  if (!(error instanceof CommandError)) return error;
  try {
    Object.assign(launch, await process.end());
    return error;
  } catch (later) {
    return later;
  }
}

function checkExit({ exitCode, signal }: ProcessEnd): void {
  if (exitCode === 0) return;
  const code = signal ?? `non-zero error code ${exitCode}`;
  throw new ProtocolError(`External search command exited unexpectedly with ${code}.`);
}

/** Words a failure as Splunk does; defects of our own pass through. */
function shownIn({ name }: AppCommand, error: unknown): unknown {
  const isTheirs = error instanceof CommandError || error instanceof ProtocolError;
  if (!isTheirs) return error;
  return new ShownError(`Error in '${name}' command: ${error.message}`, { cause: error });
}
