/**
 * Reads and writes the frames of Splunk's search command protocol, version 2 ("chunked").
 *
 * A chunk is a header line `chunked 1.0,<metadata length>,<body length>\n`, then that many bytes
 * of JSON metadata and of CSV body. Lengths count bytes, not characters.
 *
 * @see https://dev.splunk.com/enterprise/docs/devtools/customsearchcommands
 * @module
 */

/** A frame, in either direction. */
export interface Chunk {
  readonly metadata: Readonly<Record<string, unknown>>;
  /** The body as CSV in UTF-8; it is empty in the `getinfo` exchange. */
  readonly body: Uint8Array;
}

/** The error for a broken frame from splunkd, after which the stream cannot be resynchronised. */
export class FramingError extends Error {
  override readonly name = 'FramingError';
}

const HEADER = /^chunked\s+1\.0\s*,\s*(\d{1,15})\s*,\s*(\d{1,15})\s*$/;
const NEWLINE = 0x0a;

/** The longest header that splunkd can send: two 10-digit lengths and some blanks. */
const MAX_HEADER_BYTES = 64;

/**
 * The largest part of a chunk: a place behind its cells, and behind a newline that may be added, is a number of 32
 * bits. The largest part seen was 16 MB.
 */
const MAX_PART_BYTES = 2 ** 32 - 2;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Encodes the header and the metadata of a chunk as they go before its body. */
export function encodeChunkHead(metadata: Chunk['metadata'], bodyLength: number): Uint8Array {
  const json = encoder.encode(JSON.stringify(metadata));
  const header = encoder.encode(`chunked 1.0,${json.length},${bodyLength}\n`);
  return concat([header, json]);
}

/** Reads a body while it comes. */
interface BodyReader {
  /** Is called when the first `length` bytes of the body are there; an error ends the stream. */
  advance(length: number): void;
}

/**
 * Splits a byte stream into chunks, whatever the boundaries of the pipe's reads. Pieces of the stream
 * need only be valid until the next one is asked for. The stream may end
 * anywhere: splunkd closes it when a search is over or cancelled, and a chunk cut short has no
 * reader any more.
 *
 * @param startReading - makes the reader of a body, which gets its bytes from then on
 * @throws FramingError on a malformed header or metadata that is not a JSON object
 */
export async function* decodeChunks<Reader extends BodyReader | undefined>(
  source: AsyncIterable<Uint8Array>,
  startReading: (body: Uint8Array) => Reader,
): AsyncGenerator<Chunk & { readonly reader: Reader }> {
  const bytes = new ByteQueue(source);
  for (;;) {
    const header = await bytes.takeLine();
    if (header === undefined) return;
    const { metadataLength, bodyLength } = parseHeader(header);
    const metadata = Buffer.allocUnsafeSlow(metadataLength);
    if (!(await bytes.fill(metadata))) return;
    const body = Buffer.allocUnsafeSlow(bodyLength);
    const reader = startReading(body);
    if (!(await bytes.fill(body, reader))) return;
    yield { metadata: parseMetadata(metadata), body, reader };
  }
}

function parseHeader(line: Uint8Array): { metadataLength: number; bodyLength: number } {
  const text = decoder.decode(line);
  const match = HEADER.exec(text);
  if (match === null) throw new FramingError(`not a chunk header: ${JSON.stringify(text)}`);
  const [metadataLength, bodyLength] = [Number(match[1]), Number(match[2])];
  if (Math.max(metadataLength, bodyLength) > MAX_PART_BYTES) {
    throw new FramingError(`a chunk of ${metadataLength} and ${bodyLength} bytes is too large`);
  }
  return { metadataLength, bodyLength };
}

function parseMetadata(json: Uint8Array): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(decoder.decode(json));
  } catch (cause) {
    throw new FramingError('chunk metadata is not JSON', { cause });
  }
  if (!isObject(value)) throw new FramingError('chunk metadata is not a JSON object');
  return value;
}

/** Tells whether `value` is a JSON object. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Reads exact byte counts from a stream of arbitrarily sized pieces, copying each byte once. A piece is
 * read to its end before the next one is asked for.
 */
class ByteQueue {
  readonly #source: AsyncIterator<Uint8Array>;
  #pending: Uint8Array = new Uint8Array(0);

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** Returns the next line without its newline, or `undefined` when the stream ends before it does. */
  async takeLine(): Promise<Uint8Array | undefined> {
    for (;;) {
      const end = this.#pending.subarray(0, MAX_HEADER_BYTES + 1).indexOf(NEWLINE);
      if (end >= 0) {
        const line = this.#pending.subarray(0, end);
        this.#pending = this.#pending.subarray(end + 1);
        return line;
      }
      if (this.#pending.length > MAX_HEADER_BYTES) {
        const start = decoder.decode(this.#pending.subarray(0, MAX_HEADER_BYTES));
        throw new FramingError(`not a chunk header: ${JSON.stringify(start)}`);
      }
      // The bytes are copied before the next piece is read, because that may come in the memory of this
      // one.
      const start = this.#pending.slice();
      const more = await this.#source.next();
      if (more.done) return undefined;
      this.#pending = concat([start, more.value]);
    }
  }

  /**
   * Fills `target` with the next bytes; returns `false` when the stream ends before that. They are copied
   * as they come, so that a large chunk never stands in memory twice.
   */
  async fill(target: Uint8Array, reader?: BodyReader): Promise<boolean> {
    for (let filled = 0; ; ) {
      const piece = this.#pending.subarray(0, target.length - filled);
      target.set(piece, filled);
      filled += piece.length;
      this.#pending = this.#pending.subarray(piece.length);
      if (filled === target.length) return true;
      reader?.advance(filled);
      const more = await this.#source.next();
      if (more.done) return false;
      this.#pending = more.value;
    }
  }
}

function concat(pieces: readonly Uint8Array[]): Uint8Array {
  const total = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let offset = 0;
  for (const piece of pieces) {
    total.set(piece, offset);
    offset += piece.length;
  }
  return total;
}
