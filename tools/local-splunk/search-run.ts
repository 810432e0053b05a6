/**
 * Runs the phases of one search: compiles the pipeline, launches its commands for parsing, runs them.
 *
 * @module
 */
import { UserError } from '../../src/errors.ts';
import type { CommandProcess, ProcessEnd } from './command/command-process.ts';
import { type AppCommand, readAppCommands } from './command/commands-conf.ts';
import { CommandError, type CommandInfo, Dialogue, type Message } from './command/dialogue.ts';
import { feedCommand } from './command/feed-command.ts';
import { type Job, launchCommand } from './command/launch-command.ts';
import { ProtocolError } from './command/protocol-error.ts';
import type { Launch, SearchOptions } from './search-options.ts';
import { compileWord, WORD_NAMES } from './spl/pipeline-words.ts';
import type { Stage } from './spl/spl.ts';
import { NO_RESULTS, type Table, type Transform } from './table.ts';

/** A failure of a command, in Splunk's words. */
export class ShownError extends Error {
  override readonly name = 'ShownError';
}

/** A compiled stage: one of Splunk's words, or a command of the app. */
type Step = Transform | { readonly command: AppCommand; readonly text: string };

let searchCount = 0;

export class SearchRun {
  readonly messages: Message[] = [];
  readonly launches: Launch[] = [];
  readonly #options: SearchOptions;
  readonly #job: Job;

  constructor(search: string, options: SearchOptions) {
    this.#options = options;
    options.splunkd.home.install(options.appFolder);
    const { splunkd, user = 'demo', app = 'search', chunkRows = 50_000, searchinfo = {} } = options;
    const number = ++searchCount;
    const sid = options.sid ?? `${Math.floor(Date.now() / 1000)}.${number}`;
    const parseSid = options.parseSid ?? `searchparsetmp_${number}`;
    const replyTimeoutMs = options.replyTimeoutMs ?? 1_200_000;
    const names = { splunkd, search, sid, parseSid, user, app, searchinfo };
    this.#job = { ...names, maxResultRows: chunkRows, replyTimeoutMs };
  }

  /** @throws UserError on an unknown command or bad syntax of one of Splunk's */
  compile(stages: readonly Stage[]): Step[] {
    const { appFolder, lookups = {} } = this.#options;
    const commands = readAppCommands(appFolder);
    return stages.map((stage, at) => {
      const command = commands.get(stage.name);
      if (command !== undefined) return { command, text: stage.text };
      const word = compileWord(stage, at === 0, lookups);
      if (word !== undefined) return word;
      const known = [...WORD_NAMES, ...commands.keys()].join(', ');
      throw new UserError(`Unknown search command '${stage.name}': a local search has ${known}`);
    });
  }

  /** Launches each command for parsing. */
  async parse(steps: readonly Step[]): Promise<ReadonlyMap<Step, CommandInfo>> {
    const infos = new Map<Step, CommandInfo>();
    for (const [at, step] of steps.entries()) {
      if (typeof step === 'function') continue;
      const info = await this.#launch(step, 'parse', (_, told) => Promise.resolve(told));
      if (info.isGenerating && at > 0) {
        const rule = 'This command must be the first command of a search.';
        throw shownIn(step.command, new CommandError(rule));
      }
      infos.set(step, info);
    }
    return infos;
  }

  async execute(steps: readonly Step[], infos: ReadonlyMap<Step, CommandInfo>): Promise<Table> {
    const { input = NO_RESULTS, chunkRows = 50_000, statefulChunkRows = 2500 } = this.#options;
    const sizes = { reporting: chunkRows, stateful: statefulChunkRows };
    let table = input;
    for (const step of steps) {
      const rows = table;
      if (typeof step === 'function') table = step(rows);
      else {
        table = await this.#launch(step, 'run', (dialogue, info) => {
          const before = infos.get(step)?.type;
          if (info.type === before) return feedCommand(dialogue, info, rows, sizes);
          throw new ProtocolError(`type ${info.type}, but ${before} when it was parsed`);
        });
      }
    }
    return table;
  }

  async #launch<T>(
    { command, text }: { command: AppCommand; text: string },
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
