/**
 * A stand-in for splunkd's REST port: TLS on 127.0.0.1, session keys, users with roles, a log of
 * the requests, and faults on demand.
 *
 * @module
 */
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { generate } from 'selfsigned';
import { Credentials } from './credentials.ts';
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
 * What goes wrong instead of an answer; undefined: nothing. `'reset after'` does what was asked
 * and then cuts the connection, so that the client cannot know.
 */
export type Fault = RestAnswer | 'reset' | 'reset after' | 'stall' | undefined;

/** An incoming request; no user yet, as its session key may be wrong. */
export type IncomingRequest = Omit<RestRequest, 'user'> & { readonly path: string };

const CAPABILITIES = ['run_custom_command', 'search', 'upload_lookup_files'];

export class Splunkd {
  readonly home: SplunkHome;
  readonly uri: string;
  /** In PEM; it is its own CA. */
  readonly certificate: string;
  readonly requests: RequestRecord[] = [];
  readonly credentials = new Credentials();
  readonly api: RestApi;
  /** Called before each request is answered. */
  fault: (request: IncomingRequest) => Fault = () => undefined;
  readonly #server: Server;
  readonly #port: number;

  private constructor(home: SplunkHome, server: Server, certificate: string) {
    this.home = home;
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
   */
  static async start(
    apps: readonly string[] = ['lstm_toolkit'],
    addresses: readonly string[] = [],
  ): Promise<Splunkd> {
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
    const splunkd = new Splunkd(new SplunkHome(['search', ...apps]), server, cert);
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
    const answer = typeof fault === 'object' ? fault : await this.#answer(request, incoming, fault);
    const isCut = typeof fault === 'string';
    const { method, path } = request;
    this.requests.push({ method, path, status: isCut ? 0 : answer.status });
    if (fault === 'stall') return;
    if (isCut) incoming.socket.resetAndDestroy();
    else send(response, answer, request);
  }

  async #answer(
    request: IncomingRequest,
    incoming: IncomingMessage,
    fault: Fault,
  ): Promise<RestAnswer> {
    if (fault === 'reset' || fault === 'stall') return message(0, fault);
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

/** Without `output_mode=json` splunkd answers in XML. */
function send(response: ServerResponse, answer: RestAnswer, request: IncomingRequest): void {
  const mode = request.query.get('output_mode') ?? request.form.get('output_mode');
  const isJson = mode?.startsWith('json') === true;
  const json = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body);
  const type = isJson ? 'application/json; charset=UTF-8' : 'text/xml; charset=UTF-8';
  response.writeHead(answer.status, { 'content-type': type, ...answer.headers });
  response.end(isJson ? json : '<?xml version="1.0"?><response/>');
}
