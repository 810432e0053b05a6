/**
 * Reads what administrators allow one search, as splunkd serves it from `lstm_toolkit.conf`.
 *
 * @module
 */

import { UserError } from '../errors.ts';
import { oneLine } from './foreign-text.ts';
import { type Setting, STANZA, settings } from './settings.ts';
import { type SplunkdReply, splunkdText } from './splunkd.ts';

/** The value of every setting. */
export type Limits = {
  readonly [Name in keyof typeof settings]: NonNullable<
    ReturnType<(typeof settings)[Name]['parse']>
  >;
};

/** The owner `nobody` has the app's own files; what users set privately is not read. */
export const LIMITS_PATH = `/servicesNS/nobody/lstm_toolkit/configs/conf-lstm_toolkit/${STANZA}`;

/** The error for settings that splunkd did not give, so that nobody knows what administrators allow. */
export class UnreadableLimits extends UserError {}

/** The limits that the app ships. */
export const SHIPPED_LIMITS: Limits = parseLimits({});

/**
 * The limits while splunkd has not given the settings. They do without native code, because administrators may
 * have turned it off where it crashes, or is forbidden.
 */
export const UNREAD_LIMITS: Limits = { ...SHIPPED_LIMITS, kernel: 'wasm' };

type Stanza = Readonly<Record<string, unknown>>;

/**
 * @param get - reads a path of splunkd's REST
 * @throws UnreadableLimits when splunkd refuses or fails
 * @throws UserError that names file, stanza and key of a value out of range
 */
export async function readLimits(get: (path: string) => Promise<SplunkdReply>): Promise<Limits> {
  return parseLimits(await readStanza(get));
}

/**
 * Reads the stanza of the settings as splunkd serves it, with what the app ships below what administrators
 * wrote; nothing is checked.
 *
 * @param get - reads a path of splunkd's REST
 * @throws UnreadableLimits when splunkd refuses or fails
 */
export async function readStanza(get: (path: string) => Promise<SplunkdReply>): Promise<Stanza> {
  const reply = await get(LIMITS_PATH).catch((cause: unknown) => {
    throw cause instanceof UserError ? unreadable(cause.message, { cause }) : cause;
  });
  const { body, status } = reply as { body?: { entry?: { content?: unknown }[] }; status: number };
  const content = Array.isArray(body?.entry) ? body.entry[0]?.content : undefined;
  const isStanza = typeof content === 'object' && content !== null && !Array.isArray(content);
  if (status !== 200 || !isStanza) {
    const says = splunkdText(reply);
    throw unreadable(`splunkd answered ${status}${says === '' ? '.' : `: ${says}`}`, { status });
  }
  return content as Stanza;
}

/** The answers of splunkd that hide what a role may not read. */
const NOT_ALLOWED = new Set([403, 404]);

function unreadable(
  why: string,
  { status, cause }: { readonly status?: number; readonly cause?: unknown },
): UnreadableLimits {
  const reason = why.replace(/\.?$/, '.');
  const isRight = status !== undefined && NOT_ALLOWED.has(status);
  const advice = isRight ? ' Ask an administrator to let your role read them.' : '';
  const text = `The settings of lstm_toolkit.conf cannot be read: ${reason}${advice}`;
  return new UnreadableLimits(text, { cause });
}

/** Parses the settings; a key that is absent has the value that the app ships. */
function parseLimits(content: Stanza): Limits {
  const values = Object.entries(settings as Readonly<Record<string, Setting<unknown>>>).map(
    ([name, setting]) => [name, parseSetting(name, setting, content[name] ?? setting.default)],
  );
  return Object.fromEntries(values) as Limits;
}

/** Returns the text of a value that splunkd gave. */
export function settingText(given: unknown): string {
  return (typeof given === 'string' ? given : JSON.stringify(given)).trim();
}

function parseSetting(name: string, { allowed, parse }: Setting<unknown>, given: unknown): unknown {
  const text = settingText(given);
  const value = parse(text);
  if (value !== undefined) return value;
  throw new UserError(
    `Invalid value for ${name} in [${STANZA}] of lstm_toolkit.conf: must be ${allowed}, got "${oneLine(text)}". Ask an administrator to correct it.`,
  );
}
