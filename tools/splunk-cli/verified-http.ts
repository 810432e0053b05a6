/**
 * Sends the Splunk SDK's requests by an HTTP client that checks certificates: the SDK's own is told not
 * to, with no way to change it, but another one can be passed in.
 *
 * @module
 */
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { request } from 'node:https';
import Http, { type HttpMessage } from 'splunk-sdk/lib/http.js';
import { Logger } from 'splunk-sdk/lib/log.js';
import { UserError } from '../../src/errors.ts';
import { connectionError } from './refusal.ts';
import type { TlsSettings } from './settings.ts';

/** The longest wait for a connection; an answer may take as long as its search. */
const CONNECT_MS = 20_000;

/** After this long without a byte the system checks whether the server is still there. */
const KEEP_ALIVE_MS = 30_000;

/** Node.js cannot hold a longer text. */
const MAX_BYTES = 500_000_000;

/** The SDK sends requests through this object. */
export type SdkHttp = InstanceType<ReturnType<typeof Http.extend>>;

/**
 * Redirects are not followed, so that nothing secret goes to another place.
 *
 * @param onReceived - is told the bytes of each piece that comes
 */
export function verifiedHttp(tls: TlsSettings, onReceived: (bytes: number) => void): SdkHttp {
  // The logger would print what splunkd says, in part on stdout.
  Logger.setLevel('NONE');
  const VerifiedHttp = Http.extend({
    async makeRequest(url, message) {
      const { statusCode, headers, body } = await send(url, message, tls, onReceived);
      return this._buildResponse(null, { statusCode, headers }, body);
    },
    parseJson,
  });
  return new VerifiedHttp();
}

interface Answer {
  readonly statusCode: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

async function send(
  url: string,
  { method, headers, body }: HttpMessage,
  { isVerified, ca }: TlsSettings,
  onReceived: (bytes: number) => void,
): Promise<Answer> {
  const length = { 'content-length': String(Buffer.byteLength(body)) };
  const outgoing = request(url, {
    method,
    headers: { ...headers, ...length },
    rejectUnauthorized: isVerified,
    agent: false,
    ...(ca !== undefined && { ca }),
  });
  outgoing.once('socket', (socket) => {
    const late = Object.assign(new Error('no connection'), { code: 'ETIMEDOUT' });
    socket.setTimeout(CONNECT_MS, () => outgoing.destroy(late));
    socket.once('secureConnect', () => socket.setTimeout(0).setKeepAlive(true, KEEP_ALIVE_MS));
  });
  const answer = new Promise<Answer>((resolve, reject) => {
    outgoing.on('error', reject);
    outgoing.on('response', (incoming) => read(incoming, onReceived).then(resolve, reject));
  });
  outgoing.end(body);
  return await answer.catch((error: unknown) => {
    throw error instanceof UserError ? error : connectionError(error, new URL(url).origin);
  });
}

async function read(
  incoming: IncomingMessage,
  onReceived: (bytes: number) => void,
): Promise<Answer> {
  const pieces: Buffer[] = [];
  let total = 0;
  for await (const piece of incoming as AsyncIterable<Buffer>) {
    onReceived(piece.length);
    pieces.push(piece);
    total += piece.length;
    if (total > MAX_BYTES) {
      throw new UserError(`Splunk sent more than ${MAX_BYTES / 1e6} MB: ask for less at once.`);
    }
  }
  const { statusCode = 0, headers } = incoming;
  return { statusCode, headers, body: Buffer.concat(pieces).toString() };
}

/** Parses an answer; an export is one JSON object in each line, which become an array. */
function parseJson(text: string): unknown {
  const lines = text.trim().split('\n');
  const isExport = lines.length > 1 && lines.every((line) => /^\{.*\}$/.test(line));
  return isExport ? lines.map((line) => JSON.parse(line)) : JSON.parse(text);
}
