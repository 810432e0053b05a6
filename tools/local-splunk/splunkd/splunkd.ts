/**
 * A stand-in for splunkd's REST port: TLS on 127.0.0.1, session keys, users with roles, a log of
 * the requests, and faults on demand.
 *
 * @module
 */
import { once } from 'node:events';
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { generate } from 'selfsigned';
import { Indexes } from '../spl/indexes.ts';
import { Credentials } from './credentials.ts';
import { RestApi } from './rest-api.ts';
import type { RestAnswer, RestRequest } from './rest-endpoint.ts';
import { RestError } from './rest-error.ts';
import { SplunkHome } from './splunk-home.ts';

/** One request as it was answered; status 0 when the connection was cut or left open. */
export interface RequestRecord {
  readonly method: string;
  readonly path: string;
  readonly status: number;
}

/**
 * A fault that occurs instead of an answer; undefined is none. `'reset after'` and `'truncate'` do what
 * was asked, and then cut the connection before the answer or in the midst of it, so that the client
 * cannot know; a pause answers late; a page is what a proxy may put in the place of an answer.
 */
export type Fault =
  | RestAnswer
  | { readonly status: number; readonly page: string }
  | { readonly pauseMs: number }
  | { readonly wire: (socket: Socket) => void }
  | 'reset'
  | 'reset after'
  | 'truncate'
  | 'stall'
  | undefined;

/** An incoming request, which has no user yet, as its session key may be wrong. */
export type IncomingRequest = Omit<RestRequest, 'user'> & { readonly path: string };

const CAPABILITIES = ['run_custom_command', 'search', 'upload_lookup_files'];

export class Splunkd {
  readonly home: SplunkHome;
  readonly uri: string;
  /** The certificate in PEM; it is its own CA. */
  readonly certificate: string;
  readonly requests: RequestRecord[] = [];
  readonly credentials = new Credentials();
  readonly api: RestApi;
  /** The events that searches of this Splunk wrote, and its logs. */
  readonly indexes: Indexes;
  /** Is called before each request is answered. */
  fault: (request: IncomingRequest) => Fault = () => undefined;
  readonly #server: Server;
  readonly #port: number;

  private constructor(home: SplunkHome, server: Server, certificate: string) {
    this.home = home;
    this.indexes = new Indexes(home.logs);
    this.#server = server;
    this.certificate = certificate;
    this.#port = (server.address() as AddressInfo).port;
    this.uri = `https://127.0.0.1:${this.#port}`;
    this.api = new RestApi(this.uri, home);
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      this.#serve(request, response).catch((error: Error) => response.destroy(error));
    });
  }

  /**
   * Starts on a free port with the user `demo` of role power; `apps` exist beside `search`.
   *
   * @param addresses - IP addresses that the certificate is good for; none, like the certificate that
   * comes with Splunk: its name is not the address, no CA knows it
   * @param keep - the folder of a `$SPLUNK_HOME` that stays after `close`; a temporary one unless given
   * @throws UserError when `keep` holds something else
   */
  static async start(
    apps: readonly string[] = ['lstm_toolkit'],
    addresses: readonly string[] = [],
    keep?: string,
  ): Promise<Splunkd> {
    const home = new SplunkHome(['search', ...apps], keep);
    const subject = [{ name: 'commonName', value: 'SplunkServerDefaultCert' }];
    const altNames = addresses.map((ip) => ({ type: 7, ip }) as const);
    const extensions = [{ name: 'subjectAltName', altNames } as const];
    const { private: key, cert } = await generate(subject, {
      keyType: 'ec',
      algorithm: 'sha256',
      ...(altNames.length > 0 && { extensions }),
    });
    const server = createServer({ key, cert, minVersion: 'TLSv1.2' });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const splunkd = new Splunkd(home, server, cert);
    splunkd.addUser('demo', ['power', 'user']);
    return splunkd;
  }

  addUser(name: string, roles: readonly string[], capabilities = CAPABILITIES): void {
    this.credentials.add({ name, roles, capabilities });
  }

  /** @throws Error for a user that was not added */
  sessionKeyOf(name: string): string {
    return this.credentials.of(name).sessionKey;
  }

  /** Stops the server and removes its `$SPLUNK_HOME`. */
  async close(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
    this.home.remove();
  }

  async #serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await readRequest(incoming);
    const fault = this.fault(request);
    if (typeof fault === 'object' && 'pauseMs' in fault) await pause(fault.pauseMs);
    const sent = await this.#sent(request, incoming, fault);
    const isCut = typeof fault === 'string' || isHeld(fault);
    const { method, path } = request;
    this.requests.push({ method, path, status: isCut ? 0 : sent.status });
    if (typeof fault === 'object' && 'wire' in fault) fault.wire(incoming.socket);
    if (isHeld(fault)) return;
    if (fault === 'truncate') truncate(response, sent);
    else if (isCut) incoming.socket.resetAndDestroy();
    else send(response, sent);
  }

  async #sent(request: IncomingRequest, incoming: IncomingMessage, fault: Fault): Promise<Sent> {
    if (typeof fault === 'object' && 'page' in fault) {
      return { status: fault.status, headers: { 'content-type': 'text/html' }, body: fault.page };
    }
    if (typeof fault === 'object' && 'status' in fault) return encode(fault, request);
    const isUndone = fault === 'reset' || isHeld(fault);
    return encode(isUndone ? message(0, '') : await this.#answer(request, incoming), request);
  }

  async #answer(request: IncomingRequest, incoming: IncomingMessage): Promise<RestAnswer> {
    if (`${request.method} ${request.path}` === 'POST /services/auth/login') {
      return this.credentials.login(request.form, this.#port);
    }
    const user = this.credentials.userOf(incoming.headers.authorization ?? '');
    if (user === undefined) return message(401, 'call not properly authenticated', 'WARN');
    try {
      return await this.api.answer({ ...request, user });
    } catch (error) {
      if (error instanceof RestError) return message(error.status, error.message, error.type);
      throw error;
    }
  }
}

/** Tells whether no answer is sent, and the connection is left as it is. */
function isHeld(fault: Fault): boolean {
  return fault === 'stall' || (typeof fault === 'object' && 'wire' in fault);
}

function message(status: number, text: string, type = 'ERROR'): RestAnswer {
  return { status, body: { messages: [{ type, text }] } };
}

async function readRequest(incoming: IncomingMessage): Promise<IncomingRequest> {
  const url = new URL(incoming.url ?? '/', 'https://splunkd');
  const pieces: Buffer[] = [];
  for await (const piece of incoming) pieces.push(piece);
  const form = new URLSearchParams(Buffer.concat(pieces).toString());
  const path = url.pathname.replace(/\/$/, '');
  const parts = path.slice(1).split('/').map(decodeURIComponent);
  const { method = 'GET' } = incoming;
  return { method, path, parts, query: url.searchParams, form };
}

/** An answer as it goes over the wire. */
interface Sent {
  readonly status: number;
  readonly headers: OutgoingHttpHeaders;
  readonly body: string;
}

/** Encodes an answer; without `output_mode=json` splunkd answers in XML. */
function encode({ status, headers, body }: RestAnswer, request: IncomingRequest): Sent {
  const mode = request.query.get('output_mode') ?? request.form.get('output_mode');
  const isJson = mode?.startsWith('json') === true;
  const json = typeof body === 'string' ? body : JSON.stringify(body);
  const type = isJson ? 'application/json; charset=UTF-8' : 'text/xml; charset=UTF-8';
  const xml = '<?xml version="1.0"?><response/>';
  return { status, headers: { 'content-type': type, ...headers }, body: isJson ? json : xml };
}

function send(response: ServerResponse, { status, headers, body }: Sent): void {
  response.writeHead(status, headers);
  response.end(body);
}

/** Announces the whole body, and closes the connection after half of it. */
function truncate(response: ServerResponse, { status, headers, body }: Sent): void {
  const bytes = Buffer.from(body);
  response.writeHead(status, { ...headers, 'content-length': bytes.length });
  response.write(bytes.subarray(0, bytes.length / 2), () => response.destroy());
}
