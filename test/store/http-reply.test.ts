import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type HttpReply, ReceivedBytes, readReply } from '../../src/store/http-reply.ts';

const MAX_BYTES = 2 ** 20;

/** Reads a reply that comes in these pieces, after which the connection ends, or stays open. */
function read(
  pieces: readonly (string | Buffer)[],
  { isOver = true, maxBytes = MAX_BYTES } = {},
): HttpReply | string {
  const received = new ReceivedBytes();
  const reading = readReply(received, maxBytes);
  try {
    for (const piece of pieces) {
      received.push(typeof piece === 'string' ? Buffer.from(piece, 'latin1') : piece);
      const { done, value } = reading.next();
      if (done) return value;
    }
    if (!isOver) return 'waits';
    received.isOver = true;
    return reading.next().value ?? 'waits';
  } catch (error) {
    return (error as Error).message;
  }
}

/** Returns the status, the body and whether the connection is used again, or what is wrong. */
function told(...args: Parameters<typeof read>): string {
  const reply = read(...args);
  if (typeof reply === 'string') return reply;
  const { status, bytes, isReusable } = reply;
  return `${status} ${JSON.stringify(bytes.toString('latin1'))}${isReusable ? ', open' : ''}`;
}

const OK = 'HTTP/1.1 200 OK\r\n';
const NOT_HTTP = 'its reply is not HTTP';
const CLOSED = 'the connection was closed';

describe('a reply', () => {
  it.each<[string, string, string]>([
    ['a length', `${OK}Content-Length: 5\r\n\r\nhello`, '200 "hello", open'],
    ['a length of 0', `${OK}content-length:0\r\n\r\n`, '200 "", open'],
    ['no reason', 'HTTP/1.1 404\r\nContent-Length: 0\r\n\r\n', '404 "", open'],
    ['an older protocol', 'HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\nx', '200 "x"'],
    ['no length', `${OK}\r\nall there is`, '200 "all there is"'],
    ['no body', 'HTTP/1.1 204 No Content\r\n\r\n', '204 "", open'],
    ['no body, with a length', 'HTTP/1.1 304 X\r\nContent-Length: 9\r\n\r\n', '304 "", open'],
    ['the end', `${OK}Connection: x, Close\r\nContent-Length: 1\r\n\r\nx`, '200 "x"'],
    ['more bytes than its length', `${OK}Content-Length: 1\r\n\r\nxy`, '200 "x"'],
    [
      'early hints',
      `HTTP/1.1 103 X\r\nLink: y\r\n\r\n${OK}Content-Length: 0\r\n\r\n`,
      '200 "", open',
    ],
    ['another protocol', 'HTTP/1.1 101 Switching\r\nUpgrade: x\r\n\r\nbinary', '101 ""'],
    [
      'chunks',
      `${OK}Transfer-Encoding: chunked\r\n\r\n2;a=b\r\nab\r\n0A\r\n0123456789\r\n0\r\nX: y\r\n\r\n`,
      '200 "ab0123456789", open',
    ],
    ['another coding', `${OK}Transfer-Encoding: gzip\r\n\r\nzipped`, '200 "zipped"'],
    ['two codings', `${OK}Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n`, '200 "", open'],
    [
      'blanks',
      `${OK}X: y${' '.repeat(9000)}z\r\nA: \t\r\nContent-Length:\t 1 \t\r\n\r\nx`,
      '200 "x", open',
    ],
    ['values of Latin-1', `${OK}X: \xe4\t\r\nContent-Length: 0\r\n\r\n`, '200 "", open'],
  ])('with %s', (_, bytes, expected) => {
    expect(told([bytes])).toBe(expected);
  });

  it.each<[string, string]>([
    ['another protocol', 'SSH-2.0-OpenSSH_9.6\r\n'],
    ['another version', 'HTTP/2.0 200 OK\r\n\r\n'],
    ['a status of two digits', 'HTTP/1.1 20 OK\r\n\r\n'],
    ['a status below 100', 'HTTP/1.1 000 OK\r\n\r\n'],
    ['a line without CR', 'HTTP/1.1 200 OK\n\n'],
    ['a control character', `${OK}X: \u0001\r\n\r\n`],
    ['a header without a colon', `${OK}no colon\r\n\r\n`],
    ['a folded header', `${OK}X: y\r\n z\r\n\r\n`],
    ['two lengths', `${OK}Content-Length: 1\r\nContent-Length: 1\r\n\r\nx`],
    [
      'a length and chunks',
      `${OK}Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    ],
    ['a negative length', `${OK}Content-Length: -5\r\n\r\n`],
    ['a length in hexadecimal digits', `${OK}Content-Length: 0x10\r\n\r\n`],
    ['a chunk without a size', `${OK}Transfer-Encoding: chunked\r\n\r\nx\r\n`],
    ['a chunk that goes on', `${OK}Transfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n`],
    ['a header that is too long', `${OK}X: ${'x'.repeat(20_000)}\r\n\r\n`],
    ['too many headers', `${OK}${'X: y\r\n'.repeat(3000)}\r\n`],
    ['a line that does not end', `HTTP/1.1 200 ${'x'.repeat(20_000)}`],
  ])('with %s is refused', (_, bytes) => {
    expect(told([bytes])).toBe(NOT_HTTP);
  });

  it.each<[string, string]>([
    ['before it begins', ''],
    ['in its head', `${OK}Content-Le`],
    ['in its body', `${OK}Content-Length: 5\r\n\r\nhell`],
    ['in a chunk', `${OK}Transfer-Encoding: chunked\r\n\r\n5\r\nhell`],
    ['before the last chunk', `${OK}Transfer-Encoding: chunked\r\n\r\n1\r\nx\r\n`],
  ])('that ends %s is an error, and waits while the connection is open', (_, bytes) => {
    expect(told([bytes])).toBe(CLOSED);
    expect(told([bytes], { isOver: false })).toBe('waits');
  });

  it.each<[string, (length: number) => [string, string]]>([
    ['a length', (length) => [`Content-Length: ${length}\r\n\r\n`, '']],
    [
      'chunks',
      (length) => [`Transfer-Encoding: chunked\r\n\r\n${length.toString(16)}\r\n`, '\r\n0\r\n\r\n'],
    ],
    ['no length', () => ['\r\n', '']],
  ])('with %s may have so many bytes and no more', (_, framing) => {
    const sent = (length: number): Buffer[] => {
      const [head, end] = framing(length);
      return [Buffer.from(OK + head), Buffer.alloc(length, 'x'), Buffer.from(end)];
    };

    expect(read(sent(MAX_BYTES))).toMatchObject({ status: 200, bytes: { length: MAX_BYTES } });
    expect(read(sent(MAX_BYTES + 1))).toBe('answered more than 1 MB');
  });
});

/** Makes a reply in one of the framings, and what is read of it. */
const replies = fc
  .record({
    status: fc.constantFrom(200, 201, 302, 404, 500, 503),
    body: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
    framing: fc.constantFrom('length', 'chunks', 'end'),
    hints: fc.nat({ max: 2 }),
    sizes: fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 }),
    headers: fc.array(fc.stringMatching(/^[\t -~]{0,20}$/), { maxLength: 4 }),
  })
  .map(({ status, body, framing, hints, sizes, headers }) => {
    const lines = headers.map((value, at) => `X-${at}: ${value}`);
    if (framing === 'length') lines.push(`Content-Length: ${body.length}`);
    if (framing === 'chunks') lines.push('Transfer-Encoding: chunked');
    const head = [`HTTP/1.1 ${status} Some reason`, ...lines, '', ''].join('\r\n');
    const early = 'HTTP/1.1 103 Early\r\nLink: <x>\r\n\r\n'.repeat(hints);
    const sent = framing === 'chunks' ? chunked(body, sizes) : body;
    const bytes = Buffer.concat([Buffer.from(early + head, 'latin1'), sent]);
    return { bytes, expected: { status, bytes: body, isReusable: framing !== 'end' } };
  });

function chunked(body: Buffer, sizes: readonly number[]): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0, turn = 0; at < body.length; turn++) {
    const piece = body.subarray(at, at + (sizes[turn % sizes.length] ?? 1));
    parts.push(Buffer.from(`${piece.length.toString(16)}\r\n`), piece, Buffer.from('\r\n'));
    at += piece.length;
  }
  return Buffer.concat([...parts, Buffer.from('0\r\n\r\n')]);
}

/** Cuts bytes at these places. */
function cut(bytes: Buffer, cuts: readonly number[]): Buffer[] {
  const places = cuts.map((place) => place % (bytes.length + 1)).toSorted((a, b) => a - b);
  return [0, ...places].map((place, at) => bytes.subarray(place, places[at] ?? bytes.length));
}

const cuts = fc.array(fc.nat(), { maxLength: 12 });

describe('laws', () => {
  it('a reply is read as it was written, wherever its bytes are cut', () => {
    fc.assert(
      fc.property(replies, cuts, ({ bytes, expected }, places) => {
        expect(read(cut(bytes, places))).toEqual(expected);
      }),
    );
  });

  it('bytes of any kind end in the same way, wherever they are cut', () => {
    const changed = fc
      .tuple(replies, fc.nat(), fc.uint8Array({ maxLength: 4 }))
      .map(([{ bytes }, place, patch]) => {
        const at = place % (bytes.length + 1);
        return Buffer.concat([bytes.subarray(0, at), patch, bytes.subarray(at + patch.length)]);
      });
    // What follows the reply in one piece tells that the connection is not used again, and may come later.
    const ended = (reply: HttpReply | string): unknown =>
      typeof reply === 'string' ? reply : [reply.status, reply.bytes];
    fc.assert(
      fc.property(changed, cuts, (bytes, places) => {
        expect(ended(read(cut(bytes, places)))).toEqual(ended(read([bytes])));
      }),
      { numRuns: 500 },
    );
  });
});
