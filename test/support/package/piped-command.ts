/**
 * Runs a built command between two pipes of the system, as splunkd does: Node.js' own children get sockets
 * instead. Each pipe may be set not to block.
 *
 * @module
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, constants, openSync, readFileSync, readlinkSync } from 'node:fs';
import { Socket } from 'node:net';
import { basename, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { makeTempFolder } from '../local-splunk/temp-folder.ts';
import { appFolder, type CommandName } from './wire-command.ts';

/** A process that was seen asleep so often in a row has started. */
const STEADY = 20;

const { O_RDONLY, O_RDWR, O_WRONLY, O_NONBLOCK } = constants;

/** Which of the command's ends wait: for bytes to read, and for room to write. */
export interface Blocking {
  readonly input: boolean;
  readonly output: boolean;
}

export interface PipedEnd {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stderr: string;
  /** All that it wrote. */
  readonly output: string;
}

interface Pipe {
  readonly reader: number;
  readonly writer: number;
}

/** Makes a pipe; `readFlag` and `writeFlag` are O_NONBLOCK for an end that does not block, or 0. */
function makePipe(path: string, readFlag: number, writeFlag: number): Pipe {
  execFileSync('mkfifo', [path]);
  // Opening one end alone would wait for the other.
  const both = openSync(path, O_RDWR | O_NONBLOCK);
  const pipe = {
    reader: openSync(path, O_RDONLY | readFlag),
    writer: openSync(path, O_WRONLY | writeFlag),
  };
  closeSync(both);
  return pipe;
}

export class PipedCommand {
  readonly #child: ChildProcess;
  readonly #input: Socket;
  readonly #output: Socket;
  readonly #closed: Promise<unknown>;
  readonly #over: Promise<unknown>;
  #received = '';
  #stderr = '';

  constructor(name: CommandName, env: Readonly<Record<string, string>>, blocking: Blocking) {
    const folder = makeTempFolder();
    const input = makePipe(join(folder, 'in'), blocking.input ? 0 : O_NONBLOCK, O_NONBLOCK);
    const output = makePipe(join(folder, 'out'), O_NONBLOCK, blocking.output ? 0 : O_NONBLOCK);
    // Node.js makes the descriptors 0 to 2 of a child block, and leaves others as they are.
    this.#child = spawn(
      '/bin/sh',
      ['-c', 'exec "$0" <&3 >&4 3<&- 4>&-', join(appFolder, 'bin', `${name}.sh`)],
      { env, stdio: ['ignore', 'ignore', 'pipe', input.reader, output.writer] },
    );
    this.#closed = once(this.#child, 'close');
    closeSync(input.reader);
    closeSync(output.writer);
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr += text;
    });
    this.#input = new Socket({ fd: input.writer, readable: false, writable: true });
    this.#output = new Socket({ fd: output.reader, readable: true, writable: false });
    this.#over = once(this.#output, 'close');
    // The command may go while it is written to.
    this.#input.on('error', () => undefined);
    this.#output.setEncoding('utf8').pause();
    this.#output.on('data', (text: string) => {
      this.#received += text;
    });
  }

  write(bytes: Uint8Array): void {
    this.#input.write(bytes);
  }

  /** Closes the command's input once all has been written. */
  endInput(): void {
    this.#input.end();
  }

  /** Stops reading for good. */
  closeOutput(): void {
    this.#output.destroy();
  }

  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Waits until the command writes, and leaves unread what is more than the first piece. */
  async firstPiece(): Promise<void> {
    this.#output.resume();
    await once(this.#output, 'data');
    this.#output.pause();
  }

  /** Waits until the process is Node.js and sleeps, which it does for its input alone. */
  async sleeping(): Promise<void> {
    const of = (file: string): string => join('/proc', String(this.#child.pid), file);
    for (let times = 0; times < STEADY; await pause(10)) {
      const isNode = basename(readlinkSync(of('exe'))) === 'node';
      const isAsleep = /\) S /.test(readFileSync(of('stat'), 'latin1'));
      times = isNode && isAsleep ? times + 1 : 0;
    }
  }

  /** Waits for the process to go, and reads nothing meanwhile. */
  async goneUnread(): Promise<PipedEnd> {
    await this.#closed;
    return await this.gone();
  }

  /** Reads what still comes, and waits for the process to go. */
  async gone(): Promise<PipedEnd> {
    this.#output.resume();
    await Promise.all([this.#closed, this.#over]);
    const { exitCode, signalCode: signal } = this.#child;
    return { exitCode, signal, stderr: this.#stderr, output: this.#received };
  }
}
