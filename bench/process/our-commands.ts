/**
 * Launches the built app's commands, with a stand-in for splunkd that keeps their models.
 *
 * @module
 */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { Splunkd } from '../../tools/local-splunk/splunkd/splunkd.ts';
import { type Chunks, WHOLE_ROWS } from '../data/chunks.ts';
import { type CommandLaunch, type CommandRun, runCommand } from './command-run.ts';

export const APP = join(import.meta.dirname, '..', '..', 'dist', 'lstm_toolkit');

/** The path of the Node.js in the app. */
export const NODE = join(APP, 'bin', 'linux_x86_64', 'node');

const USER = 'demo';

export class OurCommands {
  readonly #splunkd: Splunkd;
  #searches = 0;

  private constructor(splunkd: Splunkd) {
    this.#splunkd = splunkd;
  }

  static async start(): Promise<OurCommands> {
    const splunkd = await Splunkd.start();
    splunkd.home.install(APP);
    return new OurCommands(splunkd);
  }

  /** Returns the path of the app's log. */
  get logFile(): string {
    return join(this.#splunkd.home.path, 'var/log/splunk/lstm_toolkit.log');
  }

  /** Returns the bytes of the file of a model. */
  modelBytes(model: string): number {
    const folder = join(this.#splunkd.home.etc, 'users', USER, 'search', 'lookups');
    return statSync(join(folder, `__lstm_${model}.mlmodel`)).size;
  }

  async close(): Promise<void> {
    await this.#splunkd.close();
  }

  /**
   * Runs a command from its launch to the last byte of its reply.
   *
   * @param search - a command such as `lstmscore m`
   * @param chunks - the rows; when they are absent only getinfo is asked
   */
  async run(search: string, chunks?: Chunks): Promise<CommandRun> {
    const run = await runCommand(this.#launch(search), chunks);
    const isScore = search.startsWith('lstmscore') && chunks !== undefined;
    if (!isScore || run.repliedRows === chunks.rows) return run;
    throw new Error(`${search}: ${run.repliedRows} rows came back of ${chunks.rows}`);
  }

  #launch(search: string): CommandLaunch {
    const [command = '', ...args] = search.split(' ');
    const { home, uri } = this.#splunkd;
    const searchinfo = { ...searchinfoOf(args, `bench.${++this.#searches}`, home.path) };
    const dispatchDir = home.makeDispatchFolder(searchinfo.sid);
    const session = { session_key: this.#splunkd.sessionKeyOf(USER), splunkd_uri: uri };
    return {
      file: join(APP, 'bin', `${command}.sh`),
      args: [],
      cwd: join(APP, 'bin'),
      env: home.environment(),
      searchinfo: { ...searchinfo, ...session, dispatch_dir: dispatchDir, command },
    };
  }
}

/** Returns what splunkd tells any command. */
export function searchinfoOf(
  args: readonly string[],
  sid: string,
  dispatchDir: string,
): { readonly sid: string; readonly [key: string]: unknown } {
  return {
    args,
    raw_args: args,
    dispatch_dir: dispatchDir,
    sid,
    app: 'search',
    owner: USER,
    username: USER,
    session_key: '',
    splunkd_uri: '',
    splunk_version: '10.2.3',
    search: '',
    command: '',
    maxresultrows: WHOLE_ROWS,
    earliest_time: '0',
    latest_time: '0',
  };
}
