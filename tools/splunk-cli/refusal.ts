/**
 * Describes what goes wrong between this process and Splunk in one sentence.
 *
 * @module
 */
import type { HttpResponse } from 'splunk-sdk/lib/http.js';
import { UserError } from '../../src/errors.ts';

/** A message that splunkd sent. */
export interface SplunkMessage {
  readonly type: string;
  readonly text: string;
}

/** The error of a request that splunkd refused. */
export class Refusal extends UserError {
  readonly status: number;

  constructor(status: number, text: string) {
    super(text);
    this.status = status;
  }
}

/**
 * Waits for a call of the SDK, which rejects with responses instead of errors; a response that was
 * printed would show its session key.
 *
 * @throws Refusal when splunkd refused
 */
export async function answered<T>(call: Promise<T>): Promise<T> {
  return await call.catch((error: unknown) => {
    throw isResponse(error) ? refusal(error) : error;
  });
}

/** Returns the messages in an answer of splunkd; none where it is something else. */
export function messagesIn(data: unknown): SplunkMessage[] {
  const messages = isRecord(data) ? data['messages'] : undefined;
  if (!Array.isArray(messages)) return [];
  return messages.filter(isRecord).map(({ type, text }) => ({
    type: String(type),
    text: String(text),
  }));
}

/** Returns what stops a search: messages of type FATAL or ERROR; one that is part of another is left out. */
export function failureIn(messages: readonly SplunkMessage[]): string | undefined {
  const serious = messages.filter(({ type }) => type === 'FATAL' || type === 'ERROR');
  const texts = [...new Set(serious.map(({ text }) => text))];
  const whole = texts.filter(
    (text) => !texts.some((other) => other !== text && other.includes(text)),
  );
  return whole.length === 0 ? undefined : whole.join(' ');
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** @param origin - the scheme, host and port that were called */
export function connectionError(cause: unknown, origin: string): UserError {
  const { code = '', message } = cause as Error & { code?: string };
  return new UserError(connectionSentence(origin, code || message), { cause });
}

function refusal({ status, data }: HttpResponse): Refusal {
  const messages = messagesIn(data);
  const reason = failureIn(messages) ?? messages.map(({ text }) => text).join(' ');
  if (status === 401) {
    const variables = 'SPLUNK_TOKEN, or SPLUNK_USERNAME and SPLUNK_PASSWORD';
    const sentence = `Splunk did not let you in (${reason || 'no reason given'})`;
    return new Refusal(status, `${sentence}: check ${variables}.`);
  }
  if (status === 400 && reason !== '') return new Refusal(status, reason);
  return new Refusal(
    status,
    `Splunk answered with status ${status}: ${reason || 'no reason given'}`,
  );
}

/** @param code - the code of Node.js or OpenSSL, or the message of an error without one */
function connectionSentence(origin: string, code: string): string {
  if (/CERT|SELF_SIGNED|ISSUER|UNABLE_TO_VERIFY/.test(code)) {
    const how = 'name its CA in SPLUNK_CA_FILE or, on this machine itself, add --insecure';
    return `The certificate of ${origin} is not trusted (${code}): ${how}.`;
  }
  switch (code) {
    case 'ECONNREFUSED':
      return `Nothing answers at ${origin} (${code}): is Splunk running, and is this its management port?`;
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `The host of ${origin} is not known (${code}): check SPLUNK_URL.`;
    case 'EPROTO':
    case 'ERR_SSL_WRONG_VERSION_NUMBER':
      return `${origin} does not speak TLS (${code}): SPLUNK_URL must name the management port.`;
    default:
      return `The connection to ${origin} broke (${code}): try again.`;
  }
}

function isResponse(error: unknown): error is HttpResponse {
  return isRecord(error) && typeof error['status'] === 'number' && 'data' in error;
}
