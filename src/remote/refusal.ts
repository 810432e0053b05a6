/**
 * What goes wrong between us and Splunk, as one sentence.
 *
 * @module
 */
import type { HttpResponse } from 'splunk-sdk/lib/http.js';
import { UserError } from '../errors.ts';

/** A message of splunkd's. */
export interface SplunkMessage {
  readonly type: string;
  readonly text: string;
}

/**
 * Waits for a call of the SDK, which rejects with responses instead of errors; one that was printed
 * would show its session key.
 *
 * @throws UserError when splunkd refused
 */
export async function answered<T>(call: Promise<T>): Promise<T> {
  return await call.catch((error: unknown) => {
    throw isResponse(error) ? refusal(error) : error;
  });
}

/** The messages in an answer of splunkd; none where it is something else. */
export function messagesIn(data: unknown): SplunkMessage[] {
  const messages = isRecord(data) ? data['messages'] : undefined;
  if (!Array.isArray(messages)) return [];
  return messages.filter(isRecord).map(({ type, text }) => ({
    type: String(type),
    text: String(text),
  }));
}

/** What stops a search: messages of type FATAL or ERROR, each once. */
export function failureIn(messages: readonly SplunkMessage[]): string | undefined {
  const serious = messages.filter(({ type }) => type === 'FATAL' || type === 'ERROR');
  const texts = new Set(serious.map(({ text }) => text));
  return texts.size === 0 ? undefined : [...texts].join(' ');
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** @param origin - scheme, host and port that were called */
export function connectionError(cause: unknown, origin: string): UserError {
  const { code = '', message } = cause as Error & { code?: string };
  return new UserError(`${connectionSentence(code, message)}: ${origin} (${code || message}).`, {
    cause,
  });
}

function refusal({ status, data }: HttpResponse): UserError {
  const texts = messagesIn(data).map(({ text }) => text);
  const reason = texts.join(' ');
  if (status === 401) {
    const variables = 'SPLUNK_TOKEN, or SPLUNK_USERNAME and SPLUNK_PASSWORD';
    return new UserError(
      `Splunk did not let you in (${reason || 'status 401'}): check ${variables}.`,
    );
  }
  if (status === 400 && reason !== '') return new UserError(reason);
  return new UserError(`Splunk answered with status ${status}: ${reason || 'no reason given'}`);
}

function connectionSentence(code: string, message: string): string {
  if (/CERT|SELF_SIGNED|ISSUER|UNABLE_TO_VERIFY/.test(code)) {
    const how =
      'name the file of its CA in SPLUNK_CA_FILE or, on this machine itself, add --insecure';
    return `The server's certificate is not trusted; ${how}`;
  }
  if (code === 'ECONNREFUSED') return 'Nothing answers at SPLUNK_URL; is Splunk running';
  if (['ENOTFOUND', 'EAI_AGAIN'].includes(code)) return 'The host of SPLUNK_URL is not known';
  if (code === 'ETIMEDOUT') return 'SPLUNK_URL cannot be reached';
  if (code === 'EPROTO' || message.includes('wrong version number')) {
    return 'The server at SPLUNK_URL does not speak TLS; it must be the management port';
  }
  return 'The connection to Splunk broke';
}

function isResponse(error: unknown): error is HttpResponse {
  return isRecord(error) && typeof error['status'] === 'number' && 'data' in error;
}
