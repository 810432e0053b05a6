/**
 * Sends one request over HTTP and takes its answer, within bounds of time and size, whoever answers. A
 * redirect is an answer like others: it is not followed.
 *
 * @module
 */

import { elapsed } from '../clock.ts';
import { type Bounds, Connection, type Trust } from './connection.ts';

export interface Request {
  /** The address, of `http:` or `https:`. */
  readonly url: URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  readonly trust: Trust;
}

export interface Answer {
  readonly status: number;
  readonly bytes: Buffer;
}

/** A connection that waits for another request. */
interface Idle {
  readonly connection: Connection;
  /** What the connection was made by. */
  readonly key: string;
  /** The time of the last reply, on the clock of `elapsed`. */
  readonly since: number;
}

/**
 * A connection is used again within this time. Servers keep one for longer, so that they do not close it while
 * the next request is on its way.
 */
const REUSED_MS = 2000;

/** Connections are kept, because each new one costs a handshake. */
let idle: Idle[] = [];

/**
 * Only reads take a connection that was used before: a server may just have closed it, and nobody would know
 * whether it has made a change that was sent there.
 */
const READ = 'GET';

/**
 * Sends a request, and takes its answer. Where a connection that was kept breaks, which its server may just have
 * closed, the request is sent once more at once, on a new one.
 *
 * @throws OutOfTime when the signal comes before the end of the answer
 * @throws NoAnswer when the answer is too long
 * @throws Error when the connection is not made, or breaks, or what comes is not HTTP
 */
export async function exchange(request: Request, bounds: Bounds): Promise<Answer> {
  const { url, trust } = request;
  const message = encodeRequest(request);
  const key = keyOf(request);
  const exchangeOn = async (connection: Connection): Promise<Answer> => {
    const { status, bytes, isReusable } = await connection.ask(message, bounds);
    if (isReusable) {
      connection.rest();
      idle.push({ connection, key, since: elapsed() });
    } else {
      connection.close();
    }
    return { status, bytes };
  };
  const kept = request.method === READ ? takeIdle(key) : undefined;
  if (kept !== undefined) {
    try {
      return await exchangeOn(kept);
    } catch (error) {
      if (!isBroken(error)) throw error;
    }
  }
  return await exchangeOn(Connection.open(url, trust));
}

/** Tells whether an error is that of a connection; systems give these a code. */
function isBroken(error: unknown): boolean {
  return (error as { readonly code?: string }).code !== undefined;
}

/** Connections of one key go to one server, and trust it for the same reason. */
function keyOf({ url, trust }: Request): string {
  const { ca, checkServerIdentity, rejectUnauthorized } = trust;
  return JSON.stringify([url.origin, ca, checkServerIdentity === undefined, rejectUnauthorized]);
}

function takeIdle(key: string): Connection | undefined {
  const now = elapsed();
  const isFit = (one: Idle): boolean => one.connection.isOpen && now - one.since < REUSED_MS;
  for (const { connection } of idle.filter((one) => !isFit(one))) connection.close();
  idle = idle.filter(isFit);
  const at = idle.findIndex((one) => one.key === key);
  return at < 0 ? undefined : idle.splice(at, 1)[0]?.connection;
}

/** A header of HTTP may hold only such text. */
const HEADER_TEXT = /^[\t\x20-\x7e\x80-\xff]*$/;

function encodeRequest({ url, method, headers, body }: Request): Buffer {
  const content = Buffer.from(body ?? '');
  const length = body === undefined ? {} : { 'Content-Length': String(content.length) };
  const lines = Object.entries({ Host: url.host, ...headers, ...length }).map(([name, value]) => {
    if (!HEADER_TEXT.test(value)) throw new TypeError(`${name} has characters of no header`);
    return `${name}: ${value}`;
  });
  const first = `${method} ${url.pathname}${url.search} HTTP/1.1`;
  const head = Buffer.from([first, ...lines, '', ''].join('\r\n'), 'latin1');
  return Buffer.concat([head, content]);
}
