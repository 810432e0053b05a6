import { once } from 'node:events';
import { request as requestOfNode } from 'node:http';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { OutOfTime } from '../../src/store/connection.ts';
import { type Answer, exchange } from '../../src/store/exchange.ts';

/** Answers a request, of which it gets the whole text. */
type Answering = (socket: Socket, text: string) => void | Promise<void>;

let server: Server;
let answering: Answering;
/** What each connection has sent. */
let received: string[];
let sockets: Socket[];

beforeEach(async () => {
  [received, sockets] = [[], []];
  answering = (socket) => void socket.write(reply('hello'));
  server = createServer((socket) => {
    const at = received.push('') - 1;
    sockets.push(socket);
    socket.on('error', () => undefined);
    socket.on('data', (piece) => {
      received[at] += piece.toString('latin1');
      void answering(socket, piece.toString('latin1'));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});

afterEach(() => {
  for (const socket of sockets) socket.destroy();
  server.close();
});

const reply = (body: string, ...headers: string[]): string =>
  ['HTTP/1.1 200 OK', ...headers, `Content-Length: ${body.length}`, '', body].join('\r\n');

const urlOf = (path: string): URL =>
  new URL(path, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);

async function ask(path = '/', { signal = AbortSignal.timeout(10_000), body = '' } = {}) {
  const request = {
    url: urlOf(path),
    method: body === '' ? 'GET' : 'POST',
    headers: {},
    trust: {},
  };
  const bounds = { signal, maxBytes: 1000 };
  return await exchange({ ...request, body: body === '' ? undefined : body }, bounds);
}

const textOf = ({ bytes }: Answer): string => bytes.toString();

describe('a request', () => {
  it('is sent with its headers and its body', async () => {
    const url = urlOf('/a%20b?c=d');
    const headers = { Authorization: 'Splunk k\xe9y' };
    const bounds = { signal: AbortSignal.timeout(10_000), maxBytes: 1000 };

    await exchange({ url, method: 'POST', headers, body: 'x=ä', trust: {} }, bounds);

    expect(received).toEqual([
      `POST /a%20b?c=d HTTP/1.1\r\nHost: ${url.host}\r\nAuthorization: Splunk k\xe9y\r\nContent-Length: 4\r\n\r\nx=\xc3\xa4`,
    ]);
  });

  it.each(['a\r\nX: y', 'a\nb', 'a\u0000', '€'])(
    'is not sent with the header %j',
    async (value) => {
      const bounds = { signal: AbortSignal.timeout(10_000), maxBytes: 1000 };
      const request = { url: urlOf('/'), method: 'GET', body: undefined, trust: {} };

      await expect(
        exchange({ ...request, headers: { Authorization: value } }, bounds),
      ).rejects.toThrow('Authorization has characters of no header');
      expect(received).toEqual([]);
    },
  );

  it('goes to no address but those of HTTP', async () => {
    const bounds = { signal: AbortSignal.timeout(10_000), maxBytes: 1000 };
    const request = { method: 'GET', headers: {}, body: undefined, trust: {} };
    const url = new URL('ftp://127.0.0.1/');

    await expect(exchange({ ...request, url }, bounds)).rejects.toThrow('no address of HTTP');
  });

  it('to a port where nobody listens is refused', async () => {
    const url = urlOf('/');
    server.close();
    const bounds = { signal: AbortSignal.timeout(10_000), maxBytes: 1000 };

    await expect(
      exchange({ url, method: 'GET', headers: {}, body: undefined, trust: {} }, bounds),
    ).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });
});

describe('a connection', () => {
  it('takes one request after the other, and as many at once as there are connections', async () => {
    expect(textOf(await ask('/', { body: 'x' }))).toBe('hello');
    expect(textOf(await ask())).toBe('hello');
    expect(textOf(await ask())).toBe('hello');
    expect(sockets).toHaveLength(1);

    await Promise.all([ask(), ask(), ask()]);

    expect(sockets).toHaveLength(3);
  });

  it.each<[string, Answering]>([
    ['says that it will be closed', (socket) => void socket.write(reply('a', 'Connection: close'))],
    ['sends more than the reply', (socket) => void socket.write(`${reply('a')}b`)],
    ['is closed after the reply', (socket) => void socket.end(reply('a'))],
    ['ends the body by closing it', (socket) => void socket.end('HTTP/1.1 200 OK\r\n\r\na')],
    [
      'sends something later',
      async (socket) => {
        socket.write(reply('a'));
        await pause(20);
        socket.write(reply('b'));
      },
    ],
  ])('that %s takes no other request', async (_, answer) => {
    answering = answer;

    for (let at = 0; at < 2; at++) {
      expect(textOf(await ask())).toBe('a');
      await pause(50);
    }

    expect(sockets).toHaveLength(2);
  });

  it('that has taken a request takes no change, because the server may just have closed it', async () => {
    await ask();
    for (let at = 0; at < 2; at++) expect(textOf(await ask('/', { body: 'x' }))).toBe('hello');

    expect(sockets).toHaveLength(3);
    expect(received.map((text) => text.split(' ')[0])).toEqual(['GET', 'POST', 'POST']);
  });

  it.each<[string, Answering]>([
    ['before the reply', (socket) => void socket.end()],
    ['in the reply', (socket) => void socket.end(reply('hello').slice(0, -1))],
    ['by a reset', (socket) => void socket.resetAndDestroy()],
  ])('that was kept and is closed %s makes way for a new one, once', async (_, answer) => {
    await ask();
    answering = async (socket, text) => {
      if (socket === sockets[0]) await answer(socket, text);
      else socket.write(reply('new'));
    };

    expect(textOf(await ask())).toBe('new');
    expect(received.map((text) => text.split('GET').length - 1)).toEqual([2, 1]);

    answering = answer;

    await expect(ask()).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(sockets).toHaveLength(3);
  });

  it.each<[string, number, Answering]>([
    ['nothing comes', 50, () => undefined],
    ['no HTTP comes', 10_000, (socket) => void socket.write('hello\r\n')],
    ['too much comes', 10_000, (socket) => void socket.write(reply('x'.repeat(1001)))],
  ])('that was kept makes no way for a new one where %s', async (_, milliseconds, answer) => {
    await ask();
    answering = answer;

    await expect(ask('/', { signal: AbortSignal.timeout(milliseconds) })).rejects.toThrow();
    expect(sockets).toHaveLength(1);
  });

  it('that was idle for a while takes no other request', async () => {
    await ask();
    await pause(2100);
    await ask();

    expect(sockets).toHaveLength(2);
  });

  it('is not used for a request of another trust', async () => {
    const bounds = { signal: AbortSignal.timeout(10_000), maxBytes: 1000 };
    const request = { url: urlOf('/'), method: 'GET', headers: {}, body: undefined };
    const trusts = [{ rejectUnauthorized: false, ca: [] }, { ca: 'x' }, { ca: 'y' }, {}];

    for (const trust of trusts) await exchange({ ...request, trust }, bounds);

    expect(sockets).toHaveLength(trusts.length);
  });

  it.each<[string, Answering]>([
    ['before the reply', (socket) => void socket.end()],
    ['in the reply', (socket) => void socket.end(reply('hello').slice(0, -1))],
    ['by a reset', (socket) => void socket.resetAndDestroy()],
  ])('that is closed %s is an error', async (_, answer) => {
    answering = answer;

    await expect(ask()).rejects.toMatchObject({ code: 'ECONNRESET' });
  });

  it.each<[string, Answering]>([
    ['nothing comes', () => undefined],
    ['a part has come', (socket) => void socket.write(reply('hello').slice(0, -1))],
  ])('is closed by the signal when %s', async (_, answer) => {
    answering = answer;
    const closed = once(server, 'connection').then(async ([socket]) => await once(socket, 'close'));

    await expect(ask('/', { signal: AbortSignal.timeout(50) })).rejects.toThrow(OutOfTime);
    await expect(ask('/', { signal: AbortSignal.abort() })).rejects.toThrow(OutOfTime);
    await closed;
  });
});

/** Asks by Node.js' own client. */
async function askByNode(): Promise<{ status: number | undefined; body: string }> {
  const { promise, resolve, reject } = Promise.withResolvers<{
    status: number | undefined;
    body: string;
  }>();
  const request = requestOfNode(urlOf('/'), (response) => {
    let body = '';
    response.setEncoding('latin1').on('data', (piece) => {
      body += piece;
    });
    response.on('end', () => resolve({ status: response.statusCode, body }));
  });
  request.on('error', reject).end();
  return await promise;
}

type Kind = 'length' | 'chunks' | 'end';

/** Sends a reply, after early hints, in these parts. */
async function sendReply(
  socket: Socket,
  { status, parts, kind }: { status: number; parts: readonly string[]; kind: Kind },
): Promise<void> {
  const framing = {
    length: `Content-Length: ${parts.join('').length}`,
    chunks: 'Transfer-Encoding: chunked',
    end: 'Connection: close',
  };
  socket.write(`HTTP/1.1 103 Early\r\n\r\nHTTP/1.1 ${status} X\r\n${framing[kind]}\r\n\r\n`);
  for (const part of parts) {
    await pause(1);
    socket.write(kind === 'chunks' ? `${part.length.toString(16)}\r\n${part}\r\n` : part);
  }
  if (kind === 'chunks') socket.write('0\r\n\r\n');
  if (kind === 'end') socket.end();
}

it("an answer is that of Node.js' own client", async () => {
  const sent = fc.record({
    // Replies of two statuses have no body.
    status: fc.integer({ min: 200, max: 599 }).filter((status) => ![204, 304].includes(status)),
    parts: fc.array(fc.stringMatching(/^[!-~]{1,30}$/), { maxLength: 5 }),
    kind: fc.constantFrom<Kind>('length', 'chunks', 'end'),
  });
  await fc.assert(
    fc.asyncProperty(sent, async (parts) => {
      answering = async (socket) => await sendReply(socket, parts);

      const ours = await ask();

      expect({ status: ours.status, body: textOf(ours) }).toEqual(await askByNode());
    }),
    { numRuns: 50 },
  );
});
