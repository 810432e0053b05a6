/**
 * Holds whole dialogues as splunkd does, in lock step, over `WireCommand`.
 *
 * @module
 */
import Papa from 'papaparse';
import {
  type CommandName,
  frame,
  WireCommand,
  type WireEnd,
  type WireReply,
} from './wire-command.ts';

/** The parts of a search head that a dialogue needs; `SearchHead` is one. */
export interface Surroundings {
  /** The environment of the process. */
  readonly environment: Readonly<Record<string, string>>;
  /** The keys of `searchinfo` that stay the same from launch to launch. */
  readonly searchinfo: Readonly<Record<string, unknown>>;
}

/** The arguments of getinfo; `raw_args` are `args` unless given. */
export interface Launch {
  readonly args: readonly string[];
  readonly raw_args?: readonly string[] | undefined;
  readonly preview?: boolean;
  readonly [key: string]: unknown;
}

/** Returns a request for getinfo; keys that are `undefined` are left out, as by an older splunkd. */
export function getinfo({ searchinfo }: Surroundings, launch: Launch): object {
  const { preview = false, ...keys } = launch;
  const told = { raw_args: launch.args, sid: '1763800000.42', ...searchinfo, ...keys };
  const restart = { streaming_command_will_restart: false };
  return { action: 'getinfo', preview, ...restart, searchinfo: told };
}

export function execute(finished: boolean): object {
  return { action: 'execute', finished };
}

/** All replies of a dialogue, and the end of the process. */
export interface Dialogue {
  readonly info: WireReply;
  /** One reply for each body that was sent, until one of them was an error. */
  readonly replies: readonly WireReply[];
  /** The last reply. */
  readonly last: WireReply;
  readonly end: WireEnd;
}

/** Asks getinfo, then for each body execute, the last one `finished`, and closes stdin. */
export async function hold(
  name: CommandName,
  surroundings: Surroundings,
  launch: Launch,
  bodies: readonly (string | Uint8Array)[],
): Promise<Dialogue> {
  const command = new WireCommand(name, surroundings.environment);
  const info = await command.ask(getinfo(surroundings, launch));
  const replies: WireReply[] = [];
  for (const [at, body] of bodies.entries()) {
    if ((replies.at(-1) ?? info).metadata['error'] !== undefined) break;
    replies.push(await command.ask(execute(at === bodies.length - 1), body));
  }
  const end = await command.end();
  return { info, replies, last: replies.at(-1) ?? info, end };
}

/** Returns the same requests as one stream of bytes. */
export function stream(
  surroundings: Surroundings,
  launch: Launch,
  bodies: readonly (string | Uint8Array)[],
): Buffer {
  const executes = bodies.map((body, at) => frame(execute(at === bodies.length - 1), body));
  return Buffer.concat([frame(getinfo(surroundings, launch)), ...executes]);
}

/** Returns `[level, text]` of each message of a reply, as they would show under the job. */
export function messagesOf({ metadata }: WireReply): (readonly [string, string])[] {
  const { messages = [] } = (metadata['inspector'] ?? {}) as { messages?: [string, string][] };
  return messages;
}

export interface WireRows {
  readonly names: readonly string[];
  /** The rows of the body, each with its values by the name of the field. */
  readonly rows: readonly Readonly<Record<string, string>>[];
}

/**
 * Returns the rows of a body.
 *
 * @param encoding - the encoding of the body; latin1 shows bytes as they are
 */
export function rowsOf({ body }: WireReply, encoding: 'utf8' | 'latin1' = 'utf8'): WireRows {
  const text = body.toString(encoding);
  if (text === '') return { names: [], rows: [] };
  if (!text.endsWith('\n')) throw new Error('the last line of the body has no newline');
  const settings = { delimiter: ',', newline: '\n' } as const;
  const { data, errors } = Papa.parse<string[]>(text.slice(0, -1), settings);
  if (errors.length > 0) throw new Error(`not CSV: ${errors[0]?.message}`);
  const [names = [], ...lines] = data;
  if (new Set(names).size < names.length) throw new Error(`a name twice: ${names}`);
  const ragged = lines.find((line) => line.length !== names.length);
  if (ragged !== undefined) throw new Error(`a row of another width: ${ragged}`);
  const record = (line: readonly string[]) =>
    Object.fromEntries(names.map((name, column) => [name, line[column] ?? '']));
  return { names, rows: lines.map(record) };
}

/** Returns the values of one column. */
export function columnOf(reply: WireReply, name: string, encoding?: 'latin1'): string[] {
  return rowsOf(reply, encoding).rows.map((row) => row[name] ?? '(no such column)');
}
