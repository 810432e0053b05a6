/**
 * Reads the reply to a request of HTTP/1.1 from the bytes of a connection, whoever sends them. Node.js' own client
 * takes longer to load and to begin than a call of splunkd does.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9112
 * @module
 */

export interface HttpReply {
  readonly status: number;
  readonly bytes: Buffer;
  /** Tells whether the connection may take another request, as far as the reply says. */
  readonly isReusable: boolean;
}

/** The error for an answer that is too long, or in another protocol. */
export class NoAnswer extends Error {}

/** All headers of a reply have at most this many bytes, and so has each line between the chunks of a body. */
const MAX_LINES_BYTES = 2 ** 14;

const NOTHING: Buffer = Buffer.alloc(0);

/** Holds the bytes of a connection that have come and are not read yet. */
export class ReceivedBytes {
  #bytes: Buffer = NOTHING;
  /** Whether no more will come. */
  isOver = false;

  push(piece: Buffer): void {
    this.#bytes = this.#bytes.length === 0 ? piece : Buffer.concat([this.#bytes, piece]);
  }

  get length(): number {
    return this.#bytes.length;
  }

  /** Takes as many bytes as there are, and `most` at most. */
  take(most: number): Buffer {
    const taken = this.#bytes.subarray(0, most);
    this.#bytes = this.#bytes.subarray(taken.length);
    return taken;
  }

  /**
   * Takes a line, and returns it without its end; `undefined` where it is not whole yet.
   *
   * @param most - the line has at most this many bytes, with its end
   */
  takeLine(most: number): string | undefined {
    const end = this.#bytes.subarray(0, most).indexOf('\n');
    if (end < 0 && this.#bytes.length >= most) throw notHttp();
    if (end < 0) return undefined;
    const line = this.take(end + 1).toString('latin1');
    if (!LINE.test(line)) throw notHttp();
    return line.slice(0, -2);
  }
}

/** A line has no control characters, and ends with CR and LF. */
const LINE = /^[\t\x20-\x7e\x80-\xff]*\r\n$/;

/** Pauses until more bytes have come; it is resumed at the end of the connection as well. */
type Reading<Result> = Generator<undefined, Result>;

/**
 * Reads one reply. What comes before it with a status from 100 on is passed over, but for 101, after which
 * the connection speaks another protocol.
 *
 * @param maxBytes - the most bytes that the body may have
 * @throws NoAnswer when the body has more
 * @throws Error when the reply is not HTTP, or the connection ends before it does
 */
export function* readReply(received: ReceivedBytes, maxBytes: number): Reading<HttpReply> {
  for (;;) {
    const head = yield* readHead(received);
    const { status } = head;
    if (status === 101) return { status, bytes: NOTHING, isReusable: false };
    if (status < 200) continue;
    const body = new Body(maxBytes);
    const isDelimited = yield* readBody(received, head, body);
    const isReusable = isDelimited && head.isPersistent && received.length === 0;
    return { status, bytes: body.bytes, isReusable };
  }
}

interface Head {
  readonly status: number;
  /** Whether the connection stays open after the reply. */
  readonly isPersistent: boolean;
  /** The values of a header, which is named in small letters. */
  readonly values: (name: string) => readonly string[];
}

const STATUS_LINE = /^HTTP\/1\.([01]) ([1-9]\d\d)(?: .*)?$/;
/** The value is without the blanks around it; however many are within it, it is found in one pass. */
const HEADER = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[\t ]*((?:.*[^\t ])?)[\t ]*$/;

function* readHead(received: ReceivedBytes): Reading<Head> {
  const first = yield* readLine(received, MAX_LINES_BYTES);
  const [, minor, status] = STATUS_LINE.exec(first) ?? [];
  if (status === undefined) throw notHttp();
  const headers = (yield* readLines(received)).map(readHeader);
  const values = (name: string): readonly string[] =>
    headers.flatMap(([given, value]) => (given === name ? value : []));
  const isClosed = tokens(values('connection')).includes('close');
  return { status: Number(status), isPersistent: minor === '1' && !isClosed, values };
}

/** Returns the name in small letters, and the value. */
function readHeader(line: string): [string, string] {
  const [, name, value] = HEADER.exec(line) ?? [];
  if (name === undefined || value === undefined) throw notHttp();
  return [name.toLowerCase(), value];
}

/** Splits lists at their commas. */
function tokens(values: readonly string[]): string[] {
  return values.flatMap((list) => list.split(',')).map((token) => token.trim().toLowerCase());
}

/** Reads lines up to an empty one. */
function* readLines(received: ReceivedBytes): Reading<string[]> {
  const lines: string[] = [];
  for (let rest = MAX_LINES_BYTES; ; ) {
    const line = yield* readLine(received, rest);
    if (line === '') return lines;
    rest -= line.length + END_BYTES;
    lines.push(line);
  }
}

/** A line ends with CR and LF. */
const END_BYTES = 2;

function* readLine(received: ReceivedBytes, most: number): Reading<string> {
  for (;;) {
    const line = received.takeLine(most);
    if (line !== undefined) return line;
    yield* waitForMore(received);
  }
}

function* waitForMore(received: ReceivedBytes): Reading<void> {
  if (received.isOver) throw cutShort();
  yield;
}

/** @returns whether the reply says where its body ends, so that another reply may follow */
function* readBody(received: ReceivedBytes, head: Head, body: Body): Reading<boolean> {
  const { status, values } = head;
  const codings = values('transfer-encoding');
  const [length, ...others] = values('content-length');
  // Whoever sees another end of the body takes a part of it for the next reply.
  if (others.length > 0 || (codings.length > 0 && length !== undefined)) throw notHttp();
  if (status === 204 || status === 304) return true;
  if (tokens(codings).at(-1) === 'chunked') yield* readChunks(received, body);
  else if (length !== undefined) yield* readBytes(received, body, readLength(length));
  else return yield* readToEnd(received, body);
  return true;
}

function readLength(text: string): number {
  if (!/^\d+$/.test(text)) throw notHttp();
  return Number(text);
}

function* readBytes(received: ReceivedBytes, body: Body, length: number): Reading<void> {
  for (let rest = length; rest > 0; ) {
    if (received.length === 0) yield* waitForMore(received);
    const piece = received.take(rest);
    body.append(piece);
    rest -= piece.length;
  }
}

function* readToEnd(received: ReceivedBytes, body: Body): Reading<false> {
  for (;;) {
    body.append(received.take(received.length));
    if (received.isOver) return false;
    yield;
  }
}

/** The size of a chunk in hexadecimal digits, with extensions, which are passed over. */
const CHUNK_SIZE = /^([\da-fA-F]{1,8})[\t ]*(?:;.*)?$/;

function* readChunks(received: ReceivedBytes, body: Body): Reading<void> {
  for (;;) {
    const [, digits] = CHUNK_SIZE.exec(yield* readLine(received, MAX_LINES_BYTES)) ?? [];
    if (digits === undefined) throw notHttp();
    const size = Number.parseInt(digits, 16);
    if (size === 0) {
      // Headers that follow the body are of no use here.
      yield* readLines(received);
      return;
    }
    yield* readBytes(received, body, size);
    if ((yield* readLine(received, END_BYTES)) !== '') throw notHttp();
  }
}

/** Collects a body in one piece of memory, however small its pieces are. */
class Body {
  readonly #most: number;
  #memory: Buffer = NOTHING;
  #length = 0;

  constructor(most: number) {
    this.#most = most;
  }

  append(piece: Buffer): void {
    const length = this.#length + piece.length;
    if (length > this.#most) {
      throw new NoAnswer(`answered more than ${this.#most / 2 ** 20} MB`);
    }
    if (length > this.#memory.length) {
      const larger = Buffer.allocUnsafe(Math.max(length, 2 * this.#memory.length));
      larger.set(this.bytes);
      this.#memory = larger;
    }
    this.#memory.set(piece, this.#length);
    this.#length = length;
  }

  get bytes(): Buffer {
    return this.#memory.subarray(0, this.#length);
  }
}

function notHttp(): Error {
  return new Error('its reply is not HTTP');
}

/** Returns the error that systems give for a connection that ends too early. */
function cutShort(): Error {
  return Object.assign(new Error('the connection was closed'), { code: 'ECONNRESET' });
}
