/**
 * Runs a search on the built app as splunkd does: each of the app's commands is first launched for
 * parsing (getinfo, then the end of stdin), so that bad arguments show before any data is read;
 * then the pipeline runs, and each command is launched anew for its rows.
 *
 * @module
 */
import { UserError } from '../errors.ts';
import { type CommandProcess, type ProcessEnd } from './command-process.ts';
import { type AppCommand, readAppCommands } from './commands-conf.ts';
import { CommandError, type CommandInfo, Dialogue, type Message } from './dialogue.ts';
import { feedCommand } from './feed-command.ts';
import { launchCommand, type LaunchContext } from './launch-command.ts';
import { compileWord, type Lookups, WORD_NAMES } from './pipeline-words.ts';
import { ProtocolError } from './protocol-error.ts';
import { parseSearch, type Stage } from './spl.ts';
import type { Splunkd } from './splunkd.ts';
import { NO_RESULTS, type Table } from './table.ts';

export interface SearchOptions {
  readonly splunkd: Splunkd;
  /** The built app, `dist/lstm_toolkit`. */
  readonly appFolder: string;
  /** For `inputlookup`. */
  readonly lookups?: Lookups;
  /** What the first command gets; none unless given. */
  readonly input?: Table;
  /** Added to splunkd before; `demo` unless given. */
  readonly user?: string;
  /** App context of the search; `search` unless given. */
  readonly app?: string;
  /** Rows in an execute of reporting and events commands, and `maxresultrows`: 50000. */
  readonly chunkRows?: number;
  /** Rows in an execute of stateful commands: 2500. */
  readonly statefulChunkRows?: number;
  readonly preview?: boolean;
  /** Replaces keys of `searchinfo`, for instance `sid` or `earliest_time`. */
  readonly searchinfo?: Readonly<Record<string, unknown>>;
  /** Longest wait for one reply: 20 minutes. */
  readonly replyTimeoutMs?: number;
  /** Called when a command was launched for its rows: to finalize or kill it. */
  readonly onLaunch?: (launch: { pid: number | undefined; dispatchFolder: string }) => void;
}

/** One process of a command. */
export interface Launch extends Partial<ProcessEnd> {
  readonly command: string;
  readonly phase: 'parse' | 'run';
  /** Its reply to getinfo; undefined when that was an error. */
  readonly info?: CommandInfo;
}

export interface SearchResult {
  readonly table: Table;
  /** Shown under the job, in order. */
  readonly messages: readonly Message[];
  readonly launches: readonly Launch[];
}

/** The search failed; the message is what Splunk shows. */
export class SearchError extends Error {
  override readonly name = 'SearchError';
  readonly messages: readonly Message[];
  readonly launches: readonly Launch[];

  constructor(text: string, cause: Error, { messages, launches }: Omit<SearchResult, 'table'>) {
    super(text, { cause });
    this.messages = messages;
    this.launches = launches;
  }
}
