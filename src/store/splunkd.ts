/**
 * Calls splunkd's REST interface with the session key of the search.
 *
 * The certificate must be signed by the CAs of `ca_file`, where that is set. Without `ca_file` a
 * loopback address is exempt, because the key does not leave the host, and because splunkd's default
 * certificate is signed by a CA key that everybody has. No certificate names a loopback address, so the
 * name is never compared there.
 *
 * @see https://docs.splunk.com/Documentation/Splunk/latest/RESTREF
 * @module
 */

import { rootCertificates } from 'node:tls';
import { elapsed } from '../clock.ts';
import { UserError } from '../errors.ts';
import { readCaFile } from './ca-file.ts';
import { type Bounds, OutOfTime, type Trust } from './connection.ts';
import { exchange } from './exchange.ts';
import { hideIn, oneLine } from './foreign-text.ts';
import { NoAnswer } from './http-reply.ts';

export interface SplunkdAccess {
  /** The address of splunkd as getinfo names it: `https://127.0.0.1:8089`. */
  readonly uri: string;
  /** The session key of the search, which is a secret. */
  readonly sessionKey: string;
  /** The folder `SPLUNK_HOME`. */
  readonly home: string;
}

export interface SplunkdReply {
  readonly status: number;
  /** The parsed body; `undefined` when the answer is not JSON. */
  readonly body: unknown;
}

/** The times to wait for splunkd. */
export interface Patience {
  /** One call with all its tries may take this long. */
  readonly timeoutMs: number;
  /** The pauses before a read is tried again, when splunkd was busy or the connection broke. */
  readonly retryAfterMs: readonly number[];
}

/** The patience while the rows of the search wait. */
const PATIENT: Patience = { timeoutMs: 30_000, retryAfterMs: [200, 1000] };

/** The patience while splunkd itself waits for the answer to getinfo. */
export const BRIEF: Patience = { timeoutMs: 500, retryAfterMs: [] };

/** An answer about one thing may have this many bytes; those of splunkd have some thousands. */
const MAX_BYTES = 2 ** 20;

const LOOPBACK = new Set(['127.0.0.1', '[::1]', 'localhost']);

export class Splunkd {
  readonly #access: SplunkdAccess;
  readonly #patience: Patience;

  constructor(access: SplunkdAccess, patience = PATIENT) {
    this.#access = access;
    this.#patience = patience;
  }

  /**
   * Reads a path; the read is tried again when the answer is 503 or the connection breaks.
   *
   * @param maxBytes - the most bytes that the answer may have
   * @throws UserError when no answer comes in time, or the answer is not one of splunkd's
   */
  async get(path: string, maxBytes = MAX_BYTES): Promise<SplunkdReply> {
    const { timeoutMs, retryAfterMs } = this.#patience;
    const end = elapsed() + timeoutMs;
    return await this.#inTime(async (signal) => {
      const send = async () => await this.#send('GET', path, { signal, maxBytes });
      for (const pause of retryAfterMs) {
        const reply = await send().catch((error: unknown) => error);
        const isFinal = !(reply instanceof BrokenOff) && (reply as SplunkdReply).status !== 503;
        if (isFinal || elapsed() + pause > end) return settled(reply);
        await new Promise((resolve) => setTimeout(resolve, pause));
      }
      return await send();
    });
  }

  /**
   * Posts a form. A write is never tried again, because the first try may have succeeded: a caller that
   * gets an error, or an answer that is no success, must read the state.
   */
  async post(path: string, form: Readonly<Record<string, string>>): Promise<SplunkdReply> {
    const body = new URLSearchParams(form).toString();
    return await this.#inTime(
      async (signal) => await this.#send('POST', path, { signal, maxBytes: MAX_BYTES }, body),
    );
  }

  /** Deletes what the path names. A deletion is never tried again either. */
  async delete(path: string): Promise<SplunkdReply> {
    return await this.#inTime(
      async (signal) => await this.#send('DELETE', path, { signal, maxBytes: MAX_BYTES }),
    );
  }

  /**
   * Gives a call one time limit for all its tries; the timer keeps the process alive until the call is
   * over.
   */
  async #inTime<T>(call: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const clock = new AbortController();
    const timer = setTimeout(() => clock.abort(), this.#patience.timeoutMs);
    try {
      return await call(clock.signal);
    } finally {
      clearTimeout(timer);
    }
  }

  async #send(method: string, path: string, bounds: Bounds, body?: string): Promise<SplunkdReply> {
    const url = new URL(path, this.#access.uri);
    url.searchParams.set('output_mode', 'json');
    const { sessionKey } = this.#access;
    const headers = {
      Authorization: `Splunk ${sessionKey}`,
      'Accept-Encoding': 'identity',
      ...(body === undefined ? {} : { 'Content-Type': 'application/x-www-form-urlencoded' }),
    };
    const trust = this.#trust(url.hostname);
    const request = { url, method, headers, body, trust };
    const { status, bytes } = await exchange(request, bounds).catch((cause: Error) => {
      if (cause instanceof NoAnswer) throw foreign(url, cause.message);
      throw unanswered(url, cause);
    });
    const reply = { status, body: parseJson(hideIn(bytes.toString('utf8'), sessionKey)) };
    if (status < 200) throw foreign(url, `answered ${status}`);
    if (isSuccess(reply) && !isObject(reply.body)) {
      throw foreign(url, `answered ${status} without a JSON object`);
    }
    return reply;
  }

  /**
   * Says how the certificate is checked. CAs are named in each case, because
   * Node.js would otherwise load its public ones, which takes longer than a call.
   */
  #trust(host: string): Trust {
    const ca = readCaFile(this.#access.home);
    const isLoopback = LOOPBACK.has(host);
    if (ca !== undefined) return isLoopback ? { ca, checkServerIdentity: () => undefined } : { ca };
    if (isLoopback) return { ca: [], rejectUnauthorized: false };
    return { ca: [...rootCertificates] };
  }
}

/** The error where splunkd gave no answer, so that nobody knows what it did. */
export class Unanswered extends UserError {}

/** The error for a connection that was not made, or broke; another try may succeed. */
class BrokenOff extends Unanswered {}

/** Tells whether splunkd reports that it did what it was asked for. */
export function isSuccess({ status }: SplunkdReply): boolean {
  return status >= 200 && status < 300;
}

/** Returns what splunkd says about a refusal, in one line, or `''` when it says nothing. */
export function splunkdText({ body }: SplunkdReply): string {
  const messages = (body as { messages?: { text?: unknown }[] } | null | undefined)?.messages;
  const text = Array.isArray(messages) ? messages[0]?.text : undefined;
  return typeof text === 'string' ? oneLine(text) : '';
}

/**
 * Returns the error for an answer that is no success.
 *
 * @param doing - the words for what was tried: `save model ddos`
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

/** Returns the error for an answer that is not splunkd's, which must not be taken for success. */
function foreign({ origin }: URL, what: string): Unanswered {
  return new Unanswered(
    `splunkd at ${origin} ${what}: look whether something else answers in its place.`,
  );
}

function unanswered({ origin }: URL, cause: Error): Unanswered {
  const [kind, reason] =
    cause instanceof OutOfTime ? [Unanswered, 'no reply in time'] : [BrokenOff, reasonOf(cause)];
  return new kind(`splunkd at ${origin} did not answer: ${reason}.`, { cause });
}

function settled(reply: unknown): SplunkdReply {
  if (reply instanceof Error) throw reply;
  return reply as SplunkdReply;
}

/** OpenSSL and Node.js give these codes for certificates that are not trusted. */
const UNTRUSTED = /CERT|SIGNATURE|ISSUER/;

function reasonOf({ code, message }: { code?: string; message: string }): string {
  if (code === undefined || !UNTRUSTED.test(code)) return code ?? message;
  return `its certificate is not trusted (${code}), see ca_file in lstm_toolkit.conf`;
}

/** @returns the parsed text, or `undefined` when it is not JSON */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
