/**
 * Reads a pipe through one buffer that is used again and again: Node.js' own streams take new memory
 * for every 64 kB, which costs more than the reading.
 *
 * @module
 */

import { Socket } from 'node:net';

const BUFFER_BYTES = 2 ** 18;

/**
 * Returns the bytes of a pipe, piece by piece. A piece is only valid until the next one is asked for, and
 * the pipe is not read meanwhile, so that whoever writes to it waits.
 *
 * @param fd - the descriptor of a pipe or a socket
 * @throws {TypeError} when it is that of something else, such as a file
 */
export function readPipe(fd: number): AsyncIterableIterator<Uint8Array> {
  return new PipeReader(fd);
}

class PipeReader implements AsyncIterableIterator<Uint8Array> {
  readonly #socket: Socket;
  #isOver = false;
  /** The reader who waits for the next piece; there is always one when a piece arrives. */
  #waiting: ((result: IteratorResult<Uint8Array>) => void) | undefined;

  constructor(fd: number) {
    const options = {
      fd,
      readable: true,
      writable: false,
      onread: {
        buffer: new Uint8Array(BUFFER_BYTES),
        callback: (length: number, buffer: Uint8Array) => {
          this.#deliver({ done: false, value: buffer.subarray(0, length) });
          // The value false pauses the socket.
          return false;
        },
      },
    };
    this.#socket = new Socket(options);
    this.#socket.pause();
    // A broken pipe counts as an end, because nobody sends any more.
    for (const event of ['end', 'error', 'close']) this.#socket.on(event, () => this.#end());
  }

  next(): Promise<IteratorResult<Uint8Array>> {
    if (this.#isOver) return Promise.resolve({ done: true, value: undefined });
    const { promise, resolve } = Promise.withResolvers<IteratorResult<Uint8Array>>();
    this.#waiting = resolve;
    this.#socket.resume();
    return promise;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #end(): void {
    this.#isOver = true;
    this.#deliver({ done: true, value: undefined });
  }

  #deliver(result: IteratorResult<Uint8Array>): void {
    const resolve = this.#waiting;
    this.#waiting = undefined;
    resolve?.(result);
  }
}
