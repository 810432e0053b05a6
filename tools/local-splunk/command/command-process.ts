/**
 * Runs one process of a search command, seen from splunkd: it writes requests and reads exactly one reply
 * to each.
 *
 * Frames are `chunked 1.0,<metadata bytes>,<body bytes>\n<JSON><CSV>`. splunkd may be more lenient
 * than this; a command that passes here sends not a byte more or less than it should.
 *
 * @module
 */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { ProtocolError } from './protocol-error.ts';

export interface Reply {
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly body: Uint8Array;
}

/** How a process ended and what it cost. */
export interface ProcessEnd {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stderr: readonly string[];
  readonly seconds: number;
  /** The largest resident set size, where /proc tells it. */
  readonly peakKilobytes: number | undefined;
}

export interface ProcessSettings {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** The longest wait for one reply. */
  readonly replyTimeoutMs: number;
}

const HEADER = /^chunked 1\.0,(\d+),(\d+)\n$/;
const MAX_HEADER_BYTES = 64;
const EXIT_TIMEOUT_MS = 10_000;

export class CommandProcess {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #replyTimeoutMs: number;
  readonly #startedAt = performance.now();
  #received: Buffer[] = [];
  #receivedLength = 0;
  #wake: () => void = () => undefined;
  /** The time at which the process ended; it is set when nothing more can come. */
  #goneAt: number | undefined;
  #stderr = '';

  constructor({ file, args, cwd, env, replyTimeoutMs }: ProcessSettings) {
    this.#replyTimeoutMs = replyTimeoutMs;
    const child = spawn(file, args, { cwd, env });
    this.#child = child;
    child.stdout.on('data', (bytes: Buffer) => {
      this.#received.push(bytes);
      this.#receivedLength += bytes.length;
      this.#wake();
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr += text;
    });
    child.on('error', ({ message }) => {
      this.#stderr += message;
    });
    child.on('close', () => {
      this.#goneAt = performance.now();
      this.#wake();
    });
    // A process that has ended shows as the end of its stdout, which says more than EPIPE.
    child.stdin.on('error', () => undefined);
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** @throws ProtocolError on stray bytes, a malformed reply, the process' end, or a time-out */
  async ask(metadata: object, body = ''): Promise<Reply> {
    this.#expectSilence('before it was asked');
    const json = JSON.stringify(metadata);
    const header = `chunked 1.0,${Buffer.byteLength(json)},${Buffer.byteLength(body)}\n`;
    this.#child.stdin.write(header + json + body);
    const reply = this.#readReply();
    return await this.#within(reply, this.#replyTimeoutMs, `no reply to ${json.slice(0, 60)}`);
  }

  /**
   * Closes stdin, as splunkd does after the last reply, and waits for the process to go.
   *
   * @throws ProtocolError when it says anything more or does not go
   */
  async end(): Promise<ProcessEnd> {
    const peakKilobytes = this.#readPeak();
    this.#child.stdin.end();
    await this.#within(this.#waitUntilGone(), EXIT_TIMEOUT_MS, 'still running after stdin ended');
    this.#expectSilence('after its last reply');
    return {
      exitCode: this.#child.exitCode,
      signal: this.#child.signalCode,
      stderr: this.#stderr.split('\n').filter((line) => line !== ''),
      seconds: ((this.#goneAt ?? performance.now()) - this.#startedAt) / 1000,
      peakKilobytes,
    };
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }

  async #readReply(): Promise<Reply> {
    const line = (await this.#takeLine()).toString('latin1');
    const match = HEADER.exec(line);
    if (match === null) throw new ProtocolError(`not a chunk header: ${JSON.stringify(line)}`);
    const metadata = parseMetadata(await this.#take(Number(match[1])));
    return { metadata, body: await this.#take(Number(match[2])) };
  }

  /** Returns a line with its newline, or as many bytes as no header has. */
  async #takeLine(): Promise<Buffer> {
    for (let length = 1; ; length = this.#receivedLength + 1) {
      if (length > MAX_HEADER_BYTES) return await this.#take(MAX_HEADER_BYTES);
      await this.#receive(length);
      const newline = this.#bytes().indexOf(0x0a);
      if (newline >= 0) return await this.#take(newline + 1);
    }
  }

  async #take(length: number): Promise<Buffer> {
    await this.#receive(length);
    const bytes = this.#bytes();
    this.#received = [bytes.subarray(length)];
    this.#receivedLength -= length;
    return bytes.subarray(0, length);
  }

  async #receive(length: number): Promise<void> {
    while (this.#receivedLength < length) {
      if (this.#goneAt !== undefined) throw this.#goneError();
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  #bytes(): Buffer {
    const bytes = Buffer.concat(this.#received);
    this.#received = [bytes];
    return bytes;
  }

  async #waitUntilGone(): Promise<void> {
    while (this.#goneAt === undefined) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  #expectSilence(when: string): void {
    if (this.#receivedLength === 0) return;
    throw new ProtocolError(`stray bytes on stdout ${when}: ${quoteBytes(this.#bytes())}`);
  }

  #goneError(): ProtocolError {
    const { exitCode, signalCode } = this.#child;
    const how = signalCode ?? (exitCode === 0 ? 'error code 0' : `non-zero error code ${exitCode}`);
    const unread = this.#receivedLength === 0 ? [] : [`after ${quoteBytes(this.#bytes())}`];
    const said = [...unread, this.#stderr.trim()].join('; ');
    return new ProtocolError(`External search command exited unexpectedly with ${how}. ${said}`);
  }

  async #within<T>(work: Promise<T>, limitMs: number, otherwise: string): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        this.kill();
        reject(new ProtocolError(`${otherwise} (waited ${limitMs / 1000} s)`));
      }, limitMs);
    });
    try {
      return await Promise.race([work, timeout]);
    } finally {
      clearTimeout(timer);
    }
  }

  #readPeak(): number | undefined {
    try {
      const status = readFileSync(`/proc/${this.pid}/status`, 'utf8');
      return Number(/^VmHWM:\s*(\d+)/m.exec(status)?.[1]) || undefined;
    } catch {
      return undefined; // There is no /proc on this system, or the process has ended.
    }
  }
}

function parseMetadata(bytes: Buffer): Record<string, unknown> {
  let metadata: unknown;
  try {
    metadata = JSON.parse(bytes.toString());
  } catch (cause) {
    throw new ProtocolError(`reply metadata is not JSON: ${quoteBytes(bytes)}`, { cause });
  }
  if (isObject(metadata)) return metadata;
  throw new ProtocolError(`reply metadata is not an object: ${quoteBytes(bytes)}`);
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function quoteBytes(bytes: Buffer): string {
  return JSON.stringify(bytes.subarray(0, 200).toString());
}
