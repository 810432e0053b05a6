import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Chunk, encodeChunkHead, FramingError, isObject } from '../../src/protocol/chunk.ts';
import { cutStream } from '../support/protocol/streams.ts';
import { wholeChunks } from '../support/protocol/whole-chunks.ts';

const decode = (bytes: string | Uint8Array, cuts: readonly number[] = []): Promise<Chunk[]> =>
  wholeChunks(cutStream(Buffer.from(bytes), cuts));

const encode = ({ metadata, body }: Chunk): Buffer =>
  Buffer.concat([encodeChunkHead(metadata, body.length), body]);

describe('encodeChunkHead', () => {
  it('counts bytes, not characters, and puts nothing after the metadata', () => {
    const head = encodeChunkHead({ error: 'größer – 💥' }, 7);

    expect(Buffer.from(head).toString()).toBe('chunked 1.0,29,7\n{"error":"größer – 💥"}');
  });

  it('keeps the order of the keys, as splunkd wants inspector before error', () => {
    const head = encodeChunkHead({ inspector: {}, finished: true, error: 'x' }, 0);

    expect(Buffer.from(head).toString()).toBe(
      'chunked 1.0,44,0\n{"inspector":{},"finished":true,"error":"x"}',
    );
  });
});

describe('decodeChunks', () => {
  it('reads the getinfo request splunkd opens with', async () => {
    expect(await decode('chunked 1.0,20,0\n{"action":"getinfo"}')).toEqual([
      { metadata: { action: 'getinfo' }, body: Buffer.alloc(0) },
    ]);
  });

  it.each([
    ['as splunkd writes it', 'chunked 1.0,2,1\n{}x'],
    ['with blanks', 'chunked  1.0 , 2 , 1 \n{}x'],
    ['with a carriage return', 'chunked 1.0,2,1\r\n{}x'],
    ['with spaced metadata that ends in a newline', 'chunked 1.0,4,1\n{ }\nx'],
  ])('reads a header %s', async (_, stream) => {
    expect(await decode(stream)).toEqual([{ metadata: {}, body: Buffer.from('x') }]);
  });

  it.each([
    ['between chunks', ''],
    ['in a header', 'chunked 1.0'],
    ['in the metadata', 'chunked 1.0,20,0\n{"action":'],
    ['in a body', 'chunked 1.0,2,9\n{}a,b'],
  ])('ends quietly when the search is cancelled %s', async (_, rest) => {
    const whole = 'chunked 1.0,2,1\n{}x';

    expect(await decode(whole + rest)).toHaveLength(1);
  });

  it.each([
    ['another protocol', 'GET / HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['version 1 of the protocol', 'authString:<auth></auth>\n\n_time,x\n1,2\n'],
    ['another version', 'chunked 2.0,2,0\n{}'],
    ['no lengths', 'chunked 1.0\n{}'],
    ['a length in hexadecimal', 'chunked 1.0,0x2,0\n{}'],
    ['a fraction of a length', 'chunked 1.0,2.5,0\n{}'],
    ['a body of more digits than numbers have', `chunked 1.0,2,${'9'.repeat(30)}\n{}`],
    ['bytes that are no text', '\u00ff\u00fe\u0000\n\u0080'],
    ['no metadata', 'chunked 1.0,0,0\n'],
    ['a negative length', 'chunked 1.0,-2,0\n{}'],
    ['no length of the body', 'chunked 1.0,2\n{}'],
    ['a length that is no integer', 'chunked 1.0,2e0,0\n{}'],
    ['a length that no buffer can hold', 'chunked 1.0,2,999999999999\n{}'],
    ['a body with places of more than 32 bits', 'chunked 1.0,2,4294967295\n{}'],
    ['metadata that is not JSON', 'chunked 1.0,2,0\n{{'],
    ['metadata that is not an object', 'chunked 1.0,2,0\n[]'],
    ['metadata that is null', 'chunked 1.0,4,0\nnull'],
    ['a blank between chunks', 'chunked 1.0,2,0\n{}\nchunked 1.0,2,0\n{}'],
    ['a header without end', 'x'.repeat(65)],
  ])('refuses %s', async (_, stream) => {
    await expect(decode(stream)).rejects.toThrow(FramingError);
  });

  it('refuses a header without end before the stream ends', async () => {
    let pieces = 0;
    async function* endless(): AsyncGenerator<Uint8Array> {
      for (;;) {
        pieces++;
        yield Buffer.alloc(16, 'x');
      }
    }

    await expect(wholeChunks(endless())).rejects.toThrow(FramingError);
    expect(pieces).toBeLessThan(10);
  });

  it('does not depend on where the pipe cuts the stream', async () => {
    const chunk = fc.record({
      metadata: fc.record({ action: fc.string({ unit: 'grapheme' }), finished: fc.boolean() }),
      body: fc.uint8Array({ maxLength: 64 }).map((bytes) => Buffer.from(bytes)),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(chunk, { maxLength: 4 }),
        fc.array(fc.nat(500)),
        async (chunks, positions) => {
          const bytes = Buffer.concat(chunks.map(encode));
          const cuts = positions.map((position) => Math.min(position, bytes.length));

          expect(await decode(bytes, cuts)).toEqual(chunks);
        },
      ),
    );
  });

  it('reads a body of many pieces without copying it again and again', async () => {
    const body = Buffer.alloc(4 * 2 ** 20, 'a');
    const bytes = encode({ metadata: {}, body });
    const cuts = Array.from({ length: 4000 }, (_, index) => index * 1000);

    const [chunk] = await decode(bytes, cuts);

    expect(body.equals(chunk?.body as Uint8Array)).toBe(true);
  });
});

describe('isObject', () => {
  it.each([
    [{}, true],
    [{ a: 1 }, true],
    [[], false],
    [null, false],
    ['{}', false],
    [undefined, false],
  ])('of %j is %j', (value, expected) => {
    expect(isObject(value)).toBe(expected);
  });
});
