/**
 * Runs a built command under a client of protocol version 2 that knows nothing of `src/`.
 *
 * The client writes bytes and parses replies by byte length. Every byte on stdout must belong to a
 * reply, and every reply to a request: anything else fails the test.
 *
 * @module
 */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { join } from 'node:path';

export const appFolder = join(import.meta.dirname, '../../../dist/lstm_toolkit');

export type CommandName = 'lstmfit' | 'lstmscore' | 'lstmmodels' | 'lstmmanage';

/** A reply, byte for byte. */
export interface WireReply {
  readonly json: string;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly body: Buffer;
}

export interface WireEnd {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stderr: string;
  /** The time from the moment when stdin was closed. */
  readonly milliseconds: number;
}

const HEADER = /^chunked 1\.0,(0|[1-9]\d*),(0|[1-9]\d*)$/;
const LONGEST_HEADER = 64;

/** This is longer than any reply takes on a busy machine. */
const PATIENCE_MS = 60_000;

/** Returns a frame: `chunked 1.0,<metadata bytes>,<body bytes>\n<metadata><body>`. */
export function frame(metadata: object | string, body: string | Uint8Array = ''): Buffer {
  const json = Buffer.from(typeof metadata === 'string' ? metadata : JSON.stringify(metadata));
  const rows = Buffer.from(body);
  return Buffer.concat([Buffer.from(`chunked 1.0,${json.length},${rows.length}\n`), json, rows]);
}

export class WireCommand {
  readonly #child: ChildProcessWithoutNullStreams;
  #pieces: Buffer[] = [];
  #length = 0;
  #stderr = '';
  #isClosed = false;
  #wake: () => void = () => undefined;

  /** @param folder - the app, that of the build unless given */
  constructor(name: CommandName, env: Readonly<Record<string, string>>, folder = appFolder) {
    const bin = join(folder, 'bin');
    this.#child = spawn(join(bin, `${name}.sh`), [], { cwd: bin, env });
    this.#child.stdout.on('data', (bytes: Buffer) => {
      this.#pieces.push(bytes);
      this.#length += bytes.length;
      this.#wake();
    });
    this.#child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr += text;
    });
    this.#child.on('close', () => {
      this.#isClosed = true;
      this.#wake();
    });
    this.#child.stdin.on('error', () => undefined);
  }

  get pid(): number {
    return this.#child.pid ?? Number.NaN;
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Returns all bytes that came and were not yet read. */
  get #received(): Buffer {
    if (this.#pieces.length !== 1) this.#pieces = [Buffer.concat(this.#pieces)];
    return this.#pieces[0] ?? Buffer.alloc(0);
  }

  /** Writes bytes as they are, and resolves when the process has taken them. */
  async write(bytes: Uint8Array | string): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#child.stdin.write(bytes, () => resolve());
    });
  }

  /** Writes one request, and returns the one reply to it. */
  async ask(metadata: object | string, body: string | Uint8Array = ''): Promise<WireReply> {
    if (this.#length > 0) throw new Error(`unasked: ${quote(this.#received)}`);
    void this.write(frame(metadata, body));
    return await this.reply();
  }

  /** Returns the next reply. */
  async reply(): Promise<WireReply> {
    const hasHeader = (): boolean =>
      this.#received.includes(0x0a) || this.#length >= LONGEST_HEADER;
    await this.#until(hasHeader, 'a reply');
    const end = this.#received.indexOf(0x0a);
    const line = this.#received.toString('latin1', 0, end < 0 ? LONGEST_HEADER : end);
    const match = HEADER.exec(line);
    if (match === null) throw new Error(`not a chunk header: ${quote(this.#received)}`);
    this.#take(end + 1);
    const [metadataLength, bodyLength] = [Number(match[1]), Number(match[2])];
    const length = metadataLength + bodyLength;
    await this.#until(() => this.#length >= length, `${length} bytes of a reply`);
    const json = utf8(this.#take(metadataLength));
    const metadata: unknown = JSON.parse(json);
    if (typeof metadata !== 'object' || metadata === null || Array.isArray(metadata)) {
      throw new Error(`metadata is no object: ${json}`);
    }
    return { json, metadata: { ...metadata }, body: this.#take(bodyLength) };
  }

  #take(length: number): Buffer {
    const all = this.#received;
    this.#pieces = [all.subarray(length)];
    this.#length -= length;
    return all.subarray(0, length);
  }

  /** Stops reading, as splunkd does when `head` has enough. */
  closeStdout(): void {
    this.#child.stdout.destroy();
  }

  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Closes stdin and waits for the process to go; nothing more may be on stdout. */
  async end(): Promise<WireEnd> {
    this.#child.stdin.end();
    return await this.gone();
  }

  /** Waits for the process to go; nothing more may be on stdout. */
  async gone(): Promise<WireEnd> {
    const started = performance.now();
    await this.#until(() => this.#isClosed, 'the end of the process', true);
    if (this.#length > 0) throw new Error(`stray bytes: ${quote(this.#received)}`);
    const { exitCode, signalCode: signal } = this.#child;
    const milliseconds = performance.now() - started;
    return { exitCode, signal, stderr: this.#stderr, milliseconds };
  }

  async #until(isTrue: () => boolean, what: string, mayBeClosed = false): Promise<void> {
    const timer = setTimeout(() => {
      this.#stderr += `(killed: waited ${PATIENCE_MS} ms for ${what})`;
      this.#child.kill('SIGKILL');
    }, PATIENCE_MS);
    try {
      while (!isTrue()) {
        if (this.#isClosed && !mayBeClosed) {
          const { exitCode, signalCode } = this.#child;
          const rest = `${quote(this.#received)}, stderr ${JSON.stringify(this.#stderr)}`;
          throw new Error(`gone (${exitCode ?? signalCode}) before ${what}; has ${rest}`);
        }
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
    } finally {
      clearTimeout(timer);
    }
  }
}

function utf8(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
}

function quote(bytes: Buffer): string {
  return JSON.stringify(bytes.toString('latin1', 0, 300));
}
