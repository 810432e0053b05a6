/**
 * Calls to splunkd's REST interface with the session key of the search.
 *
 * The certificate must be signed by the CAs of `ca_file`, where that is set. Without it a loopback
 * address, which the key does not leave, is exempt: splunkd's default certificate is signed by a CA key
 * that everybody has. No certificate names a loopback address, so its name is never compared there.
 *
 * @see https://docs.splunk.com/Documentation/Splunk/latest/RESTREF
 * @module
 */

import type { Agent } from 'node:http';
import type { RequestOptions } from 'node:https';
import { UserError } from '../errors.ts';
import { readCaFile } from './ca-file.ts';

export interface SplunkdAccess {
  /** `https://127.0.0.1:8089`, as getinfo names it. */
  readonly uri: string;
  /** Secret. */
  readonly sessionKey: string;
  /** `SPLUNK_HOME` */
  readonly home: string;
}

export interface SplunkdReply {
  readonly status: number;
  /** The parsed body; `undefined` when it is no JSON. */
  readonly body: unknown;
}

/** How long to wait for splunkd. */
export interface Patience {
  /** Bound on one call. */
  readonly timeoutMs: number;
  /** Pauses before a read is tried again, when splunkd was busy or broke off. */
  readonly retryAfterMs: readonly number[];
}

/** While rows wait. */
const PATIENT: Patience = { timeoutMs: 30_000, retryAfterMs: [200, 1000] };

/** While splunkd itself waits for the answer to getinfo. */
export const BRIEF: Patience = { timeoutMs: 500, retryAfterMs: [] };

const LOOPBACK = new Set(['127.0.0.1', '[::1]', 'localhost']);

/** Keeps the connection, as each new one costs a handshake; it does not keep the process alive. */
let agent: Agent | undefined;

export class Splunkd {
  readonly #access: SplunkdAccess;
  readonly #patience: Patience;

  constructor(access: SplunkdAccess, patience = PATIENT) {
    this.#access = access;
    this.#patience = patience;
  }

  /** Reads; tried again when the answer is 503 or the connection breaks. */
  async get(path: string): Promise<SplunkdReply> {
    for (const pause of this.#patience.retryAfterMs) {
      const reply = await this.#send('GET', path).catch((error: unknown) => error);
      const isFinal =
        reply instanceof Error ? isTimeout(reply) : (reply as SplunkdReply).status !== 503;
      if (isFinal) return settled(reply);
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
    return await this.#send('GET', path);
  }

  /** Writes; never tried again, as the first try may have succeeded. */
  async post(path: string, form: Readonly<Record<string, string>>): Promise<SplunkdReply> {
    return await this.#send('POST', path, new URLSearchParams(form).toString());
  }

  /** Deletes; never tried again either. */
  async delete(path: string): Promise<SplunkdReply> {
    return await this.#send('DELETE', path);
  }

  async #send(method: string, path: string, body?: string): Promise<SplunkdReply> {
    const url = new URL(path, this.#access.uri);
    url.searchParams.set('output_mode', 'json');
    // Loaded at the first call: it takes as long as Node.js itself, and many launches need none.
    const { request: send, Agent } =
      url.protocol === 'http:' ? await import('node:http') : await import('node:https');
    agent ??= new Agent({ keepAlive: true });
    const { promise, resolve, reject } = Promise.withResolvers<SplunkdReply>();
    const request = send(
      url,
      {
        method,
        agent,
        ...this.#trust(url.hostname),
        signal: AbortSignal.timeout(this.#patience.timeoutMs),
        headers: {
          Authorization: `Splunk ${this.#access.sessionKey}`,
          ...(body === undefined ? {} : { 'Content-Type': 'application/x-www-form-urlencoded' }),
        },
      },
      (response) => {
        const pieces: Buffer[] = [];
        response.on('data', (piece: Buffer) => pieces.push(piece));
        response.on('error', reject);
        response.on('end', () => {
          const text = Buffer.concat(pieces).toString('utf8');
          const reply = { status: response.statusCode ?? 0, body: parseJson(text) };
          const isForeign = reply.status < 300 && text !== '' && reply.body === undefined;
          if (isForeign) reject(foreign(url));
          else resolve(reply);
        });
      },
    );
    request.on('error', reject);
    request.end(body);
    return await promise.catch((cause: unknown) => {
      if (cause instanceof UserError) throw cause;
      throw new UserError(`splunkd at ${url.origin} did not answer: ${reasonOf(cause)}.`, {
        cause,
      });
    });
  }

  /** What `node:https` is to make of the certificate. */
  #trust(host: string): RequestOptions {
    const ca = readCaFile(this.#access.home);
    const named = LOOPBACK.has(host) ? { checkServerIdentity: () => undefined } : {};
    return ca === undefined ? { rejectUnauthorized: !LOOPBACK.has(host) } : { ca, ...named };
  }
}

/** What splunkd says about a refusal, `''` when it says nothing. */
export function splunkdText({ body }: SplunkdReply): string {
  const messages = (body as { messages?: { text?: unknown }[] } | undefined)?.messages;
  const text = Array.isArray(messages) ? messages[0]?.text : undefined;
  return typeof text === 'string' ? text.trim() : '';
}

/**
 * For an answer that is no success.
 *
 * @param doing - what was tried: `save model ddos`
 */
export function refused(doing: string, reply: SplunkdReply): UserError {
  const text = splunkdText(reply);
  const says = text === '' ? '' : ` splunkd says: ${text.replace(/\.?$/, '.')}`;
  if (reply.status === 401) {
    return new UserError(
      `splunkd refused the session of this search (401), trying to ${doing}: run it again.${says}`,
    );
  }
  if (reply.status === 403) {
    return new UserError(
      `You may not ${doing}: ask an administrator for the right to write here, or use a private model.${says}`,
    );
  }
  return new UserError(`splunkd answered ${reply.status}, trying to ${doing}.${says}`);
}

/** A page in place of an answer must not be taken for success. */
function foreign({ origin }: URL): UserError {
  return new UserError(
    `splunkd at ${origin} did not answer in JSON: look whether something else answers in its place.`,
  );
}

function settled(reply: unknown): SplunkdReply {
  if (reply instanceof Error) throw reply;
  return reply as SplunkdReply;
}

function isTimeout(error: Error): boolean {
  return (error.cause as { name?: unknown } | undefined)?.name === 'TimeoutError';
}

/** Codes of OpenSSL and Node.js for certificates that are not trusted. */
const UNTRUSTED = /CERT|SIGNATURE|ISSUER/;

function reasonOf(cause: unknown): string {
  const { name, code, message } = cause as { name?: string; code?: string; message?: string };
  if (name === 'TimeoutError') return 'no reply in time';
  if (code === undefined || !UNTRUSTED.test(code)) return code ?? message ?? 'no reason';
  return `its certificate is not trusted (${code}), see ca_file in lstm_toolkit.conf`;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
