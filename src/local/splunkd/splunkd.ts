/**
 * A stand-in for splunkd's REST port: TLS on 127.0.0.1, session keys, users with roles, a log of
 * the requests, and faults on demand.
 *
 * @module
 */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { generate } from 'selfsigned';
import type { User } from './lookup-files.ts';
import { type RestAnswer, RestApi, type RestRequest } from './rest-api.ts';
import { RestError } from './rest-error.ts';
import { SplunkHome } from './splunk-home.ts';

/** One request as it was answered; status 0 when the connection was cut or left open. */
export interface RequestRecord {
  readonly method: string;
  readonly path: string;
  readonly status: number;
}

/**
 * What goes wrong instead of an answer; undefined: nothing. `'reset after'` and `'truncate'` do what
 * was asked, and then cut the connection before the answer or in the midst of it, so that the client
 * cannot know; a pause answers late; a page is what a proxy may put in the place of an answer.
 */
export type Fault =
  | RestAnswer
  | { readonly status: number; readonly page: string }
  | { readonly pauseMs: number }
  | 'reset'
  | 'reset after'
  | 'truncate'
  | 'stall'
  | undefined;

/** An incoming request; no user yet, as its session key may be wrong. */
export type IncomingRequest = Omit<RestRequest, 'user'> & { readonly path: string };

const CAPABILITIES = ['run_custom_command', 'search', 'upload_lookup_files'];

export class Splunkd {
  readonly home: SplunkHome;
  readonly uri: string;
  readonly requests: RequestRecord[] = [];
  readonly api: RestApi;
  /** Called before each request is answered. */
  fault: (request: IncomingRequest) => Fault = () => undefined;
  readonly #server: Server;
  readonly #users = new Map<string, { user: User; sessionKey: string }>();

  private constructor(home: SplunkHome, server: Server) {
    this.home = home;
    this.#server = server;
    this.uri = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
    this.api = new RestApi(this.uri, home);
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      this.#serve(request, response).catch((error: Error) => response.destroy(error));
    });
  }

  /** Starts on a free port with the user `demo` of role power; `apps` exist beside `search`. */
  static async start(apps: readonly string[] = ['lstm_toolkit']): Promise<Splunkd> {
    // Like the certificate that comes with Splunk: its name is not the address, no CA knows it.
    const subject = [{ name: 'commonName', value: 'SplunkServerDefaultCert' }];
    const { private: key, cert } = await generate(subject, { keyType: 'ec', algorithm: 'sha256' });
    const server = createServer({ key, cert, minVersion: 'TLSv1.2' });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const splunkd = new Splunkd(new SplunkHome(['search', ...apps]), server);
    splunkd.addUser('demo', ['power', 'user']);
    return splunkd;
  }

  addUser(name: string, roles: readonly string[], capabilities = CAPABILITIES): void {
    const sessionKey = randomBytes(32).toString('hex');
    this.#users.set(name, { user: { name, roles, capabilities }, sessionKey });
  }

  /** @throws Error for a user that was not added */
  sessionKeyOf(name: string): string {
    const known = this.#users.get(name);
    if (known === undefined) throw new Error(`no user ${name}: add it with addUser()`);
    return known.sessionKey;
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
    const sent = this.#sent(request, incoming, fault);
    const isCut = typeof fault === 'string';
    const { method, path } = request;
    this.requests.push({ method, path, status: isCut ? 0 : sent.status });
    if (fault === 'stall') return;
    if (fault === 'truncate') truncate(response, sent);
    else if (isCut) incoming.socket.resetAndDestroy();
    else send(response, sent);
  }

  #sent(request: IncomingRequest, incoming: IncomingMessage, fault: Fault): Sent {
    if (typeof fault === 'object' && 'page' in fault) {
      return { status: fault.status, type: 'text/html', body: fault.page };
    }
    if (typeof fault === 'object' && 'status' in fault) return encode(fault, request);
    const isUndone = fault === 'reset' || fault === 'stall';
    return encode(isUndone ? message(0, fault) : this.#answer(request, incoming), request);
  }

  #answer(request: IncomingRequest, incoming: IncomingMessage): RestAnswer {
    const authorization = incoming.headers.authorization ?? '';
    const known = this.#users.values().find((u) => authorization === `Splunk ${u.sessionKey}`);
    if (known === undefined) return message(401, 'call not properly authenticated', 'WARN');
    try {
      return this.api.answer({ ...request, user: known.user });
    } catch (error) {
      if (error instanceof RestError) return message(error.status, error.message);
      throw error;
    }
  }
}

function message(status: number, text: string, type = 'ERROR'): RestAnswer {
  return { status, body: { messages: [{ type, text }] } };
}

async function readRequest(incoming: IncomingMessage): Promise<IncomingRequest> {
  const url = new URL(incoming.url ?? '/', 'https://splunkd');
  const pieces: Buffer[] = [];
  for await (const piece of incoming) pieces.push(piece);
  const form = new URLSearchParams(Buffer.concat(pieces).toString());
  const parts = url.pathname.slice(1).split('/').map(decodeURIComponent);
  const { method = 'GET' } = incoming;
  return { method, path: url.pathname, parts, query: url.searchParams, form };
}

/** An answer as it goes over the wire. */
interface Sent {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

/** Without `output_mode=json` splunkd answers in XML. */
function encode({ status, body }: RestAnswer, request: IncomingRequest): Sent {
  const mode = request.query.get('output_mode') ?? request.form.get('output_mode');
  return mode === 'json'
    ? { status, type: 'application/json; charset=UTF-8', body: JSON.stringify(body) }
    : { status, type: 'text/xml; charset=UTF-8', body: '<?xml version="1.0"?><response/>' };
}

function send(response: ServerResponse, { status, type, body }: Sent): void {
  response.writeHead(status, { 'content-type': type });
  response.end(body);
}

/** Announces the whole body, and goes after half of it. */
function truncate(response: ServerResponse, { status, type, body }: Sent): void {
  const bytes = Buffer.from(body);
  response.writeHead(status, { 'content-type': type, 'content-length': bytes.length });
  response.write(bytes.subarray(0, bytes.length / 2), () => response.destroy());
}
