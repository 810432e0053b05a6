/**
 * Declares what a local search needs to know, and what it tells of its processes.
 *
 * @module
 */
import type { ProcessEnd } from './command/command-process.ts';
import type { CommandInfo } from './command/dialogue.ts';
import type { Lookups } from './spl/lookup-tables.ts';
import type { Splunkd } from './splunkd/splunkd.ts';
import type { Table } from './table.ts';

export interface SearchOptions {
  readonly splunkd: Splunkd;
  /** The built app, `dist/lstm_toolkit`. */
  readonly appFolder: string;
  /** The tables that `inputlookup` reads. */
  readonly lookups?: Lookups;
  /** The rows that the first command gets; none unless given. */
  readonly input?: Table;
  /** The user, who must have been added to splunkd; `demo` unless given. */
  readonly user?: string;
  /** The app context of the search; `search` unless given. */
  readonly app?: string;
  /** The rows in an execute of reporting and events commands, and `maxresultrows`: 50000 unless given. */
  readonly chunkRows?: number;
  /** The rows in an execute of stateful commands: 2500 unless given. */
  readonly statefulChunkRows?: number;
  readonly preview?: boolean;
  /** Whether each command is first launched for parsing, as splunkd does: true unless given. */
  readonly isParsed?: boolean;
  readonly sid?: string;
  /** The sid of the launches for parsing: `searchparsetmp_…` unless given; splunkd also sends ''. */
  readonly parseSid?: string;
  /** The start of the search in epoch seconds, which `now()` gives: the present time unless given. */
  readonly now?: number;
  /** Replaces keys of `searchinfo` in all launches, for instance `earliest_time`. */
  readonly searchinfo?: Readonly<Record<string, unknown>>;
  /** The longest wait for one reply: 20 minutes unless given. */
  readonly replyTimeoutMs?: number;
  /** Is called when a command was launched for its rows, for instance to finalize or kill it. */
  readonly onLaunch?: (pid: number | undefined, dispatchFolder: string) => void;
}

/** The record of one process of a command. */
export interface Launch extends Partial<ProcessEnd> {
  readonly command: string;
  readonly phase: 'parse' | 'run';
  /** The fields that it added to its rows; undefined for a launch for parsing. */
  readonly added?: readonly string[];
  /** The reply of the command to getinfo; undefined when that was an error. */
  readonly info?: CommandInfo;
}
