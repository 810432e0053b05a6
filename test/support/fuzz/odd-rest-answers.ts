/**
 * Makes answers to a REST call as no splunkd gives them, out of a true one: bytes for the connection,
 * and pauses between them.
 *
 * @module
 */
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import type { Random } from '../../../src/random.ts';

/** An answer that is sent over the connection, which is closed afterwards. */
export interface OddAnswer {
  readonly kind: string;
  /** The pieces of the answer; a number is milliseconds to wait. */
  readonly pieces: Iterable<Buffer | string | number>;
  /** Whether the connection is cut instead of closed. */
  readonly isCut: boolean;
}

/** The true answer and other facts, of which an unusual answer is made. */
export interface Truth {
  readonly status: number;
  /** The body, which is JSON. */
  readonly body: string;
  /** The session key, which is a secret. */
  readonly sessionKey: string;
  /** The paths at which no model can be read. */
  readonly oddPaths: readonly string[];
}

type Maker = (random: Random, truth: Truth) => OddAnswer['pieces'];

export function pick<T>(random: Random, values: readonly T[]): T {
  return values[random.integer(values.length)] as T;
}

export function oddAnswer(random: Random, truth: Truth): OddAnswer {
  const [kind, make] = pick(random, Object.entries(MAKERS));
  return { kind, pieces: make(random, truth), isCut: random.integer(4) === 0 };
}

function http(status: number | string, body: string | Buffer, headers: string[] = []): Buffer {
  const length = `Content-Length: ${Buffer.byteLength(body)}`;
  return head(status, ['Content-Type: application/json', ...headers, length], body);
}

function head(status: number | string, headers: readonly string[], body: string | Buffer): Buffer {
  const lines = [`HTTP/1.1 ${status} Odd`, ...headers, '', ''].join('\r\n');
  return Buffer.concat([Buffer.from(lines, 'latin1'), Buffer.from(body)]);
}

/** Makes bytes that may be anything. */
function noise(random: Random, length: number): Buffer {
  return Buffer.from(Array.from({ length }, () => random.integer(256)));
}

const STATUSES = [
  ...[100, 101, 102, 199, 200, 201, 204, 205, 206, 226, 300, 301, 304, 305, 307, 308, 400, 401],
  ...[403, 404, 405, 407, 408, 409, 410, 411, 413, 418, 429, 451, 500, 501, 502, 503, 504, 599],
  ...[600, 999, '000', '-1', '20', '2000', 'OK', '65536', ''],
];

const HEADERS: readonly (readonly string[])[] = [
  ['Content-Encoding: gzip'],
  ['Transfer-Encoding: chunked'],
  ['Transfer-Encoding: gzip, chunked', 'Connection: keep-alive'],
  ['Content-Length: 1'],
  ['Content-Length: -5'],
  ['Content-Length: 99999999999999999999'],
  ['Content-Length: 0x10'],
  ['Content-Type: text/html; charset=utf-16'],
  ['Connection: Upgrade', 'Upgrade: h2c'],
  ['Trailer: X', 'Connection: close, keep-alive'],
  ['Set-Cookie: a=b', 'Set-Cookie: a=c'],
  ['no colon'],
  ['Name\u0000: x'],
  ['X: \u0001\u007f\u00ff'],
  [' folded: x'],
  [`X: ${'x'.repeat(20_000)}`],
  Array.from({ length: 3000 }, (_, at) => `X-${at}: ${at}`),
];

const TEXTS = [
  ...['', ' ', 'null', '\n', '\u0000', '\u001b[31m', '\u202e', '\ud800', '<script>', '{}', '%00'],
  ...['../../../etc/passwd', '-', '*', 'nobody', 'user', 'app', 'global', '1e999', 'x'.repeat(1e5)],
  ...['Error: broken\n    in main, file.js:1:1', 'a\r\nb', '__proto__', '\u0301'.repeat(500)],
];

const VALUES: readonly unknown[] = [
  ...[null, true, false, 0, -1, 1.5, 1e308, [], {}, [[]], [null], { toString: 5 }],
  ...[{ valueOf: null }, { toJSON: 'x' }, { length: 5 }, { entry: [] }, [{}], { text: {} }],
  ...TEXTS,
];

/** Changes, removes or repeats one of the parts of a JSON value. */
function changed(random: Random, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || random.integer(5) === 0) {
    return pick(random, VALUES);
  }
  if (Array.isArray(value)) {
    const at = random.integer(value.length + 1);
    if (random.integer(4) === 0) return value.toSpliced(at, 1);
    if (random.integer(4) === 0) return Array.from({ length: 1000 }, () => value[0]);
    return value.toSpliced(at, 1, changed(random, value[at]));
  }
  const keys = Object.keys(value);
  const key = pick(random, [...keys, 'entry', 'messages', '__proto__']);
  const record = { ...value } as Record<string, unknown>;
  const { [key]: part, ...others } = record;
  return random.integer(6) === 0 ? others : { ...record, [key]: changed(random, part) };
}

function nested(depth: number, [open, close]: readonly [string, string]): string {
  return `${open.repeat(depth)}null${close.repeat(depth)}`;
}

/** Makes the given number of megabytes, in pieces. */
function* filler(megabytes: number, text: string): Generator<string> {
  const piece = text.repeat(Math.ceil(2 ** 20 / text.length));
  for (let at = 0; at < megabytes; at++) yield piece;
}

/** Makes a body say that the model lies at another path. */
function withPath(body: string, path: string): string {
  return body.replaceAll(/("eai:data":)"[^"]*"/g, (_, key) => `${key}${JSON.stringify(path)}`);
}

function message(text: string): string {
  return JSON.stringify({ messages: [{ type: 'ERROR', text }] });
}

/** Makes parts in the chunked coding of HTTP, right and wrong ones. */
function chunks(random: Random, body: string): string {
  const bytes = Buffer.byteLength(body);
  const half = body.slice(0, body.length / 2);
  return pick(random, [
    `${bytes.toString(16)}\r\n${body}\r\n`,
    `${bytes.toString(16)}\r\n${half}`,
    `${(bytes + 7).toString(16)}\r\n${body}\r\n0\r\n\r\n`,
    `-5\r\n${body}\r\n0\r\n\r\n`,
    `ffffffffffffffffff\r\n${body}`,
    `zz\r\n${body}`,
    `5;${'x'.repeat(50_000)}\r\nabcde\r\n0\r\n\r\n`,
    `${bytes.toString(16)}\r\n${body}\r\n0\r\nX: ${'x'.repeat(50_000)}\r\n\r\n`,
    `${bytes.toString(16)}\r\n${body}\r\n0\r\n\r\n${body}`,
    '0\r\n\r\n',
  ]);
}

const MAKERS: Readonly<Record<string, Maker>> = {
  'another status': (random, { body }) => [http(pick(random, STATUSES), body)],
  'a status without a body': (random) => [http(pick(random, STATUSES), '')],
  'odd headers': (random, { status, body }) => [http(status, body, [...pick(random, HEADERS)])],
  'too much': (random, { status }) => {
    const texts = ['x', '[', '{},', ' ', '{"entry":', '[],', '"a":1,', '\\u0000'];
    const body = filler(1 + random.integer(40), pick(random, texts));
    return (function* () {
      yield head(status, ['Connection: close'], pick(random, ['{"entry":["', '{"entry":[', '']));
      yield* body;
    })();
  },
  'as much as a list may have': (random) => {
    const parts = pick(random, ['{},', '[],', '{"name":"x"},', '5,', '"\\u0041",']);
    const body = `{"entry":[${parts.repeat((4e6 - 20) / parts.length)}{}]}`;
    return [http(200, body)];
  },
  'a megabyte that is allowed': (random, { status }) => {
    const forms = ['[', '{"a":'] as const;
    const open = pick(random, forms);
    const close = open === '[' ? ']' : '}';
    const bodies = [
      nested(150_000, [open, close]),
      `{"entry":[${'{},'.repeat(300_000)}{}]}`,
      `{"entry":[],"messages":[${'{"text":"x"},'.repeat(70_000)}{}]}`,
      `{"entry":[{"name":"${'n'.repeat(900_000)}"}]}`,
    ];
    return [http(status, pick(random, bodies))];
  },
  'slow bytes': (random, { status, body }) => {
    const bytes = http(status, body);
    const count = 1 + random.integer(8);
    return Array.from({ length: count }, (_, at) => [
      bytes.subarray((at * bytes.length) / count, ((at + 1) * bytes.length) / count),
      random.integer(100),
    ]).flat();
  },
  'a cut at any byte': (random, { status, body }) => {
    const bytes = http(status, body);
    return [bytes.subarray(0, random.integer(bytes.length))];
  },
  'a cut that looks like an end': (random, { status, body }) => {
    return [head(status, ['Connection: close'], body.slice(0, random.integer(body.length)))];
  },
  'other bytes': (random, { status, body }) => {
    const bytes = Buffer.from(body);
    for (let times = 1 + random.integer(3); times > 0 && bytes.length > 0; times--) {
      bytes[random.integer(bytes.length)] = random.integer(256);
    }
    return [http(status, bytes)];
  },
  'other bytes of HTTP': (random, { status, body }) => {
    const bytes = http(status, body);
    bytes[random.integer(Math.min(bytes.length, 80))] = random.integer(256);
    return [bytes];
  },
  'other JSON': (random, { status, body }) => {
    return [http(status, JSON.stringify(changed(random, JSON.parse(body))))];
  },
  'JSON without sense': (random) => [http(200, JSON.stringify(pick(random, VALUES)))],
  'a wrong length': (random, { status, body }) => {
    const wrong = Buffer.byteLength(body) + pick(random, [-100, -1, 1, 7, 1e6, 1e15]);
    return [head(status, [`Content-Length: ${Math.max(0, wrong)}`], body)];
  },
  'odd chunks': (random, { status, body }) => {
    return [head(status, ['Transfer-Encoding: chunked'], chunks(random, body))];
  },
  'another protocol': (random) => {
    const upgrade = ['Connection: Upgrade', `Upgrade: ${pick(random, ['websocket', 'h2c', ''])}`];
    return [head(101, random.integer(2) === 0 ? upgrade : [], noise(random, 100))];
  },
  'many interim answers': (random, { status, body }) => {
    const interim = head(pick(random, [100, 102, 103]), ['Link: </x>'], '');
    return [
      Buffer.concat(Array.from({ length: random.integer(500) }, () => interim)),
      http(status, body),
    ];
  },
  'a redirect': (random) => {
    const places = ['/services/elsewhere', 'https://127.0.0.1:1/', 'file:///etc/passwd', '', '//x'];
    const location = `Location: ${pick(random, places)}`;
    return [http(pick(random, [301, 302, 303, 307, 308]), '', [location])];
  },
  'a compressed body': (random, { status, body }) => {
    const coders = { gzip: gzipSync, deflate: deflateSync, br: brotliCompressSync };
    const [name, compress] = pick(random, Object.entries(coders));
    const text = pick(random, [body, 'x'.repeat(2 ** 22)]);
    return [http(status, compress(text), [`Content-Encoding: ${name}`])];
  },
  'the session key': (random, { sessionKey, body }) => {
    const escaped = Array.from(sessionKey, (letter) => {
      return `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`;
    }).join('');
    const texts = [
      message(`no session ${sessionKey}`),
      message('no session KEY').replace('KEY', escaped),
      message(`${'x'.repeat(280)}${sessionKey}`),
      body.replaceAll('demo', sessionKey),
      body.replaceAll(/:"/g, `:"${escaped}`),
    ];
    return [http(pick(random, [200, 400, 401, 403, 500]), pick(random, texts))];
  },
  'a long text': (random) => {
    const text = pick(random, TEXTS).repeat(1 + random.integer(200));
    return [http(pick(random, [400, 401, 403, 404, 500]), message(text))];
  },
  'an odd path': (random, { status, body, oddPaths }) => {
    return [http(status, withPath(body, pick(random, [...oddPaths, ...TEXTS])))];
  },
  'two answers': (_, { status, body }) => [http(status, body), http(500, message('second'))],
  noise: (random) => [noise(random, random.integer(5000))],
  nothing: () => [],
};
