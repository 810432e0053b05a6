/**
 * Opens a session with a Splunk, and makes sure that it is one.
 *
 * @module
 */
import Service from 'splunk-sdk/lib/service.js';
import { UserError } from '../../src/errors.ts';
import { answered, isRecord } from './refusal.ts';
import type { Settings } from './settings.ts';
import { verifiedHttp } from './verified-http.ts';

export interface Connection {
  readonly service: Service;
  readonly host: string;
  readonly username: string;
  readonly roles: readonly string[];
}

/**
 * The namespace in which searches run: `search`, as in Splunk Web, and the user's own objects, unless
 * given.
 */
export interface Namespace {
  readonly app?: string | undefined;
  readonly owner?: string | undefined;
}

/**
 * @param onReceived - is told the bytes of each piece of an answer
 * @throws UserError when there is no connection, no Splunk, or the login is refused
 */
export async function connect(
  { host, port, login, tls }: Settings,
  { app = 'search', owner }: Namespace,
  onReceived: (bytes: number) => void = () => undefined,
): Promise<Connection> {
  const access =
    'token' in login ? { sessionKey: login.token, authorization: 'Bearer' as const } : login;
  const http = verifiedHttp(tls, onReceived);
  const service = new Service(http, { scheme: 'https', host, port, ...access });
  // Both calls learn the version, by which the SDK chooses between search/jobs and search/v2/jobs.
  const entered = 'token' in login ? service.getInfo() : service.login();
  await answered(entered).catch((error: unknown) => {
    throw error instanceof UserError ? error : noSplunk(error);
  });
  const { data } = await answered(service.get('/services/authentication/current-context', {}));
  const { username, roles } = contextIn(data);
  service.app = app;
  service.owner = owner ?? username;
  return { service, host, username, roles };
}

/**
 * Makes the error for a server that is no Splunk: the SDK fails on answers of other servers in several
 * ways.
 */
function noSplunk(cause: unknown): UserError {
  const what = 'The server at SPLUNK_URL does not answer as Splunk does';
  return new UserError(`${what}: it must be the management port, 8089 as a rule.`, { cause });
}

function contextIn(data: unknown): { username: string; roles: string[] } {
  const entries = isRecord(data) ? data['entry'] : undefined;
  const entry: unknown = Array.isArray(entries) ? entries[0] : undefined;
  const content = isRecord(entry) ? entry['content'] : undefined;
  const username = isRecord(content) ? content['username'] : undefined;
  const roles = isRecord(content) ? content['roles'] : undefined;
  if (typeof username !== 'string') throw noSplunk(undefined);
  return { username, roles: Array.isArray(roles) ? roles.map(String) : [] };
}
