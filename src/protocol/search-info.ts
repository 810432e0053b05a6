/**
 * Reads what splunkd tells a command in `getinfo`. Every field but the action may be missing.
 *
 * @module
 */

import { UserError } from '../errors.ts';
import { isObject } from './chunk.ts';

export interface SearchInfo {
  /** The arguments without quotes and escapes. */
  readonly args: readonly string[];
  /** The arguments with quotes and escapes; empty when splunkd did not send them. */
  readonly rawArgs: readonly string[];
  readonly sid: string;
  /** The app and the user of the search: the namespace of its knowledge objects. */
  readonly app: string;
  readonly username: string;
  /** The session key is secret: it is never logged, stored or shown. */
  readonly sessionKey: string;
  readonly splunkdUri: string;
  /** The job's folder, or `''` when splunkd did not send it. */
  readonly dispatchDir: string;
  /** The time range in epoch seconds as text, `'0'` or `''` for none. */
  readonly earliestTime: string;
  readonly latestTime: string;
  /** The search, URL-encoded. */
  readonly search: string;
  /** Whether this run only feeds a preview. */
  readonly preview: boolean;
}

/** Reads the metadata of a `getinfo` request. */
export function readSearchInfo(metadata: Readonly<Record<string, unknown>>): SearchInfo {
  const { preview, searchinfo } = metadata;
  const info = isObject(searchinfo) ? searchinfo : {};
  const username = text(info['username']) || text(info['owner']);
  return {
    args: texts(info['args']),
    rawArgs: texts(info['raw_args']),
    sid: text(info['sid']),
    app: text(info['app']),
    username,
    sessionKey: text(info['session_key']),
    splunkdUri: text(info['splunkd_uri']),
    dispatchDir: text(info['dispatch_dir']),
    earliestTime: text(info['earliest_time']),
    latestTime: text(info['latest_time']),
    search: text(info['search']),
    preview: preview === true,
  };
}

/** Tells whether the command was started only to parse the search, so that no rows will follow. */
export function isParseTime({ sid }: SearchInfo): boolean {
  return sid === '' || sid === 'tmp' || sid.startsWith('searchparsetmp') || sid.endsWith('_tmp');
}

/** Splunk gives the jobs of scheduled searches such names. */
const SCHEDULED_SID = /^(?:remote_.*_)?scheduler__/;

/** Tells whether the scheduler started the search, as the owner of the saved search. */
export function isScheduled({ sid }: Pick<SearchInfo, 'sid'>): boolean {
  return SCHEDULED_SID.test(sid);
}

/** Tells whether a search runs in real time. */
export function isRealTime({ sid, earliestTime }: SearchInfo): boolean {
  return sid.startsWith('rt') || earliestTime.startsWith('rt');
}

/** A header of HTTP may hold only such text. */
const HEADER_TEXT = /^[\t\x20-\x7e\x80-\xff]*$/;

/** @throws UserError when REST cannot be called with what splunkd told */
export function refuseWithoutRest({
  splunkdUri,
  sessionKey,
}: Pick<SearchInfo, 'splunkdUri' | 'sessionKey'>): void {
  const { protocol = '' } = URL.parse(splunkdUri) ?? {};
  if (protocol !== 'https:' && protocol !== 'http:') {
    throw new UserError(
      `splunkd must tell this search its REST address in splunkd_uri, such as https://127.0.0.1:8089, and told ${JSON.stringify(splunkdUri.slice(0, 100))}: run the search again, and restart Splunk if that does not help.`,
    );
  }
  if (!HEADER_TEXT.test(sessionKey)) {
    throw new UserError(
      'The session key that splunkd gave this search has characters that no HTTP header may have: log in again and run the search again.',
    );
  }
}

/** Returns well-formed text, so that it can stand in a URL. */
function text(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value).toWellFormed() : '';
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.map(text) : [];
}
