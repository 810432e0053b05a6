/**
 * Launches a command: starts its process, and makes the `searchinfo` that getinfo sends it.
 *
 * @module
 */
import { randomBytes } from 'node:crypto';
import { dirname } from 'node:path';
import { splitWords } from '../spl/spl.ts';
import type { Splunkd } from '../splunkd/splunkd.ts';
import { CommandProcess } from './command-process.ts';
import type { AppCommand } from './commands-conf.ts';

/** The search that a launch belongs to. */
export interface Job {
  readonly splunkd: Splunkd;
  readonly search: string;
  /** The sid of the run; a launch for parsing has one of its own. */
  readonly sid: string;
  readonly parseSid: string;
  readonly user: string;
  readonly app: string;
  readonly maxResultRows: number;
  readonly replyTimeoutMs: number;
  /** These keys replace those below. */
  readonly searchinfo: Readonly<Record<string, unknown>>;
}

export interface Launched {
  readonly process: CommandProcess;
  readonly searchinfo: object;
  /** The job's folder; empty for a launch without sid. */
  readonly dispatchFolder: string;
}

export function launchCommand(
  job: Job,
  command: AppCommand,
  text: string,
  phase: 'parse' | 'run',
): Launched {
  const sid = phase === 'parse' ? job.parseSid : job.sid;
  const { home } = job.splunkd;
  const dispatchFolder = sid === '' ? '' : home.makeDispatchFolder(sid);
  const process = new CommandProcess({
    file: command.launcher,
    args: command.launcherArguments,
    cwd: dirname(command.launcher),
    env: home.environment(),
    replyTimeoutMs: job.replyTimeoutMs,
  });
  const searchinfo = describe(job, command.name, text, { sid, dispatchFolder, phase });
  return { process, searchinfo, dispatchFolder };
}

function describe(
  job: Job,
  command: string,
  text: string,
  { sid, dispatchFolder, phase }: { sid: string; dispatchFolder: string; phase: 'parse' | 'run' },
): object {
  const words = splitWords(text);
  // It is not documented whether the key works before the search runs: here it does not.
  const parseKey = randomBytes(32).toString('hex');
  return {
    args: words.map((word) => word.text),
    raw_args: words.map((word) => word.raw),
    dispatch_dir: dispatchFolder,
    sid,
    app: job.app,
    owner: job.user,
    username: job.user,
    session_key: phase === 'parse' ? parseKey : job.splunkd.sessionKeyOf(job.user),
    splunkd_uri: job.splunkd.uri,
    splunk_version: '10.2.3',
    search: encodeURIComponent(job.search),
    command,
    maxresultrows: job.maxResultRows,
    earliest_time: '0',
    latest_time: '0',
    ...job.searchinfo,
  };
}
