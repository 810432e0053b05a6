/**
 * Holds the dialogue with splunkd: `getinfo`, then `execute` until the input ends, with one reply to each
 * request (lock step).
 *
 * @module
 */

import { UserError } from '../errors.ts';
import type { ResultBlock } from '../results/result-block.ts';
import { type BodyReader, BodyReaders, type ChooseRowKernel } from './body-readers.ts';
import { type Chunk, decodeChunks, encodeChunkHead, FramingError } from './chunk.ts';
import type { PiecedBody } from './csv-writer.ts';
import { Messages } from './messages.ts';
import { isRealTime, readSearchInfo, type SearchInfo } from './search-info.ts';

/** A `Plan` holds what a command answers to `getinfo`, and what it does with the rows. */
export interface Plan {
  readonly type: 'reporting' | 'events' | 'stateful';
  /** Tells whether the command makes rows of its own, as the first of a search: one answer holds them all. */
  readonly isGenerating?: boolean;
  /** The command needs these fields; `['*']` stands for all. */
  readonly requiredFields: readonly string[];
  /** Is asked when the first rows come; without it TypeScript reads them. */
  readonly rowKernel?: ChooseRowKernel;
  /** Begins what can be done before the rows come; it is called when `getinfo` has been answered. */
  readonly prepare?: (() => void) | undefined;
  /** Answers one `execute` with the CSV of its reply. */
  readonly execute: (request: ExecuteRequest) => Promise<Body>;
}

/** `Body` is the CSV of a reply: whole, or in pieces that are made as they are sent. */
export type Body = Uint8Array | PiecedBody;

/** The body of a reply without rows. */
export const NO_REPLY = new Uint8Array(0);

export interface ExecuteRequest {
  /** `block` holds the rows of the request; it is `undefined` when the request had no body. */
  readonly block: ResultBlock | undefined;
  /** Tells whether this is the last request. */
  readonly isFinal: boolean;
  readonly messages: Messages;
}

/**
 * Reads the arguments of a launch. It runs in every launch, also while a search is only parsed, so
 * it must not write anything.
 */
export type Command = (info: SearchInfo) => Promise<Plan>;

/** A `Channel` connects the dialogue with the process around it. */
export interface Channel {
  readonly input: AsyncIterable<Uint8Array>;
  /** Resolves when the bytes have gone and their memory may be used again. */
  readonly write: (bytes: Uint8Array) => Promise<void>;
  /** Records a defect of ours and returns the sentence to show for it. */
  readonly onDefect: (error: unknown) => string;
  /** The dialogue calls `onError` when an error has been sent: splunkd should end the dialogue soon. */
  readonly onError: () => void;
  /** The dialogue calls `onEnd` when the input has ended, perhaps while a request is still being answered. */
  readonly onEnd: () => void;
}

/**
 * Answers requests until the input ends. After an error the rest of the input is read and thrown away, so
 * that splunkd never meets a closed pipe.
 */
export async function converse(
  name: string,
  command: Command,
  { input, write, onDefect, onError, onEnd }: Channel,
): Promise<void> {
  const reply: Reply = async (metadata, body = NO_REPLY) => {
    await write(encodeChunkHead(metadata, body.length));
    for (const piece of piecesOf(body)) await write(piece);
  };
  const source = input[Symbol.asyncIterator]();
  const shared: AsyncIterable<Uint8Array> = { [Symbol.asyncIterator]: () => source };
  try {
    const bodies = new BodyReaders();
    const planned: Command = async (info) => {
      const plan = await command(info);
      bodies.choose = plan.rowKernel;
      return plan;
    };
    const chunks = decodeChunks(shared, (body) => bodies.start(body));
    await answerAll(name, planned, readAhead(chunks, onEnd), reply);
  } catch (error) {
    await reply(errorReply(sentenceOf(error, onDefect)));
    onError();
    while (!(await source.next()).done);
  }
}

type Reply = (metadata: Chunk['metadata'], body?: Body) => Promise<void>;

function piecesOf(body: Body): Iterable<Uint8Array> {
  if (body.length === 0) return [];
  return body instanceof Uint8Array ? [body] : body.pieces();
}

async function answerAll(
  name: string,
  command: Command,
  chunks: AsyncIterable<Chunk & { readonly reader: BodyReader }>,
  reply: Reply,
): Promise<void> {
  let plan: Plan | undefined;
  let isOver = false;
  for await (const { metadata, reader } of chunks) {
    if (metadata['action'] === 'getinfo') {
      const info = readSearchInfo(metadata);
      plan = await planFor(name, command, info);
      await reply(infoReply(plan));
      plan.prepare?.();
    } else if (metadata['action'] === 'execute' && plan !== undefined) {
      const isFinal = plan.isGenerating === true || metadata['finished'] === true;
      const answer = isOver ? { messages: [], csv: NO_REPLY } : await run(plan, reader, isFinal);
      isOver ||= isFinal;
      await reply({ ...inspector(answer.messages), finished: isFinal }, answer.csv);
    } else {
      throw new FramingError(
        `the action must be getinfo, or execute after it, got ${textOf(metadata['action'])}`,
      );
    }
  }
}

/** Writes a value as JSON, which is cut where it is long. */
function textOf(value: unknown): string {
  return value === undefined ? 'none' : JSON.stringify(value).slice(0, LONGEST_TEXT);
}

const LONGEST_TEXT = 100;

function infoReply({ type, isGenerating = false, requiredFields }: Plan): Chunk['metadata'] {
  const generating = isGenerating ? { generating: true } : {};
  return { type, ...generating, required_fields: requiredFields };
}

async function planFor(name: string, command: Command, info: SearchInfo): Promise<Plan> {
  if (isRealTime(info)) {
    throw new UserError(
      `${name} does not run in real-time searches: choose a time range that ends, or schedule the search.`,
    );
  }
  return await command(info);
}

async function run(
  plan: Plan,
  body: BodyReader,
  isFinal: boolean,
): Promise<{ messages: ReturnType<Messages['take']>; csv: Body }> {
  const messages = new Messages();
  const csv = await plan.execute({ block: await body.block(), isFinal, messages });
  return { messages: messages.take(), csv };
}

function inspector(messages: ReturnType<Messages['take']>): object {
  return messages.length > 0 ? { inspector: { messages } } : {};
}

/** Makes the reply for an error; splunkd needs `inspector` before `error`. */
function errorReply(sentence: string): Chunk['metadata'] {
  return { inspector: { messages: [['ERROR', sentence]] }, finished: true, error: sentence };
}

function sentenceOf(error: unknown, onDefect: Channel['onDefect']): string {
  if (error instanceof UserError) return error.message;
  if (error instanceof FramingError) {
    return `splunkd sent something that is not protocol version 2 (${error.message}).`;
  }
  return onDefect(error);
}

/**
 * Reads the next chunk while this one is answered, so that the end of the input is seen at once. The
 * source is not closed when the loop is left, because the rest of it is still to be read.
 */
async function* readAhead<T>(source: AsyncGenerator<T>, onEnd: () => void): AsyncGenerator<T> {
  const read = (): Promise<IteratorResult<T>> => {
    const next = source.next();
    next.then(({ done }) => done && onEnd()).catch(() => undefined);
    return next;
  };
  for (let next = await read(); !next.done; ) {
    const following = read();
    yield next.value;
    next = await following;
  }
}
