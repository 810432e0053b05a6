/**
 * Sends the two requests of the chunked protocol, `getinfo` and `execute`, and checks what a reply may
 * hold.
 *
 * @module
 */

import type { Table } from '../table.ts';
import { decodeBody, encodeBody } from './chunk-body.ts';
import { type CommandProcess, isObject, type Reply } from './command-process.ts';
import { ProtocolError } from './protocol-error.ts';

/** A message `[level, text]`, as shown under the job. */
export type Message = readonly [level: string, text: string];

/** `CommandInfo` holds what a command says about itself in reply to `getinfo`. */
export interface CommandInfo {
  readonly type: 'streaming' | 'stateful' | 'events' | 'reporting';
  readonly isGenerating: boolean;
  readonly requiredFields: readonly string[];
}

/** The error of a command that ended the search with the `error` key, whose text is for the user. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}

const TYPES = ['streaming', 'stateful', 'events', 'reporting'] as const;

/** Sends requests to one process, and collects the messages of all replies. */
export class Dialogue {
  readonly messages: Message[] = [];
  readonly #process: CommandProcess;

  constructor(process: CommandProcess) {
    this.#process = process;
  }

  /** @throws CommandError when the reply carries one */
  async getinfo(preview: boolean, searchinfo: object): Promise<CommandInfo> {
    const restart = { streaming_command_will_restart: false };
    const request = { action: 'getinfo', preview, ...restart, searchinfo };
    const { metadata, body } = await this.#ask(request);
    if (body.length > 0) throw new ProtocolError('the reply to getinfo has a body');
    const type = TYPES.find((known) => known === (metadata['type'] ?? 'streaming'));
    if (type === undefined) throw new ProtocolError(`unknown type ${metadata['type']}`);
    const requiredFields = metadata['required_fields'] ?? ['*'];
    if (!isTexts(requiredFields)) throw new ProtocolError('required_fields must be texts');
    return { type, isGenerating: metadata['generating'] === true, requiredFields };
  }

  /** @returns whether the command is finished, and its rows */
  async execute(finished: boolean, rows: Table): Promise<{ finished: boolean; table: Table }> {
    const { metadata, body } = await this.#ask({ action: 'execute', finished }, encodeBody(rows));
    if (typeof metadata['finished'] !== 'boolean') {
      throw new ProtocolError('a reply to execute must say finished');
    }
    return { finished: metadata['finished'], table: decodeBody(body) };
  }

  async #ask(request: object, body = ''): Promise<Reply> {
    const reply = await this.#process.ask(request, body);
    const { inspector, error } = reply.metadata;
    this.messages.push(...readMessages(inspector));
    if (error === undefined) return reply;
    const keys = Object.keys(reply.metadata);
    // splunkd drops messages that come after the error [observed, MLTK].
    if (inspector !== undefined && keys.indexOf('inspector') > keys.indexOf('error')) {
      throw new ProtocolError('inspector must come before error');
    }
    throw new CommandError(String(error));
  }
}

function readMessages(inspector: unknown): Message[] {
  if (inspector === undefined) return [];
  const messages = isObject(inspector) ? (inspector['messages'] ?? []) : undefined;
  if (!Array.isArray(messages)) throw new ProtocolError('inspector.messages must be an array');
  return messages.map((message: unknown): Message => {
    const [level, text] = isTexts(message) ? message : [];
    if (level !== undefined && text !== undefined) return [level, text];
    throw new ProtocolError(`a message must be [level, text], got ${JSON.stringify(message)}`);
  });
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
