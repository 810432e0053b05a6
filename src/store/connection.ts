/**
 * Holds a connection to a server of HTTP, over which requests go one after the other.
 *
 * @module
 */

import { connect, isIP, type Socket } from 'node:net';
import { type ConnectionOptions, connect as connectSecurely } from 'node:tls';
import { type HttpReply, ReceivedBytes, readReply } from './http-reply.ts';

/** The options by which `node:tls` checks a certificate. */
export type Trust = Pick<ConnectionOptions, 'ca' | 'checkServerIdentity' | 'rejectUnauthorized'>;

export interface Bounds {
  /** The signal ends the exchange in any state. */
  readonly signal: AbortSignal;
  /** The body of the answer may have at most this many bytes. */
  readonly maxBytes: number;
}

/** The error for a signal that came before the end of the answer. */
export class OutOfTime extends Error {}

/** The request whose reply is being read. */
interface Asked {
  /** Reads what has come. */
  readonly advance: () => void;
  readonly fail: (error: Error) => void;
}

export class Connection {
  readonly #socket: Socket;
  readonly #received = new ReceivedBytes();
  #asked: Asked | undefined;
  /** Whether the connection is made, and trusted. */
  #isReady = false;
  /** The request that was made before that. */
  #early: Buffer | undefined;

  /**
   * Begins to connect.
   *
   * @param url - an address of `http:` or `https:`
   * @throws TypeError for another one
   */
  static open(url: URL, trust: Trust): Connection {
    if (!/^https?:$/.test(url.protocol)) throw new TypeError(`no address of HTTP: ${url.protocol}`);
    const host = url.hostname.replace(/^\[|\]$/g, '');
    const port = Number(url.port) || (url.protocol === 'http:' ? 80 : 443);
    const address = { host, port, noDelay: true };
    if (url.protocol === 'http:') return new Connection(connect(address), 'connect');
    const options = { ...address, ...trust, ALPNProtocols: ['http/1.1'] };
    // The name of a host is told to the server, but no address.
    const named = isIP(host) === 0 ? { ...options, servername: host } : options;
    return new Connection(connectSecurely(named), 'secureConnect');
  }

  private constructor(socket: Socket, event: 'connect' | 'secureConnect') {
    this.#socket = socket;
    socket.once(event, () => {
      this.#isReady = true;
      if (this.#early !== undefined) socket.write(this.#early);
    });
    socket.on('data', (piece: Buffer) => {
      this.#received.push(piece);
      this.#advance();
    });
    for (const name of ['end', 'close']) {
      socket.on(name, () => {
        this.#received.isOver = true;
        this.#advance();
      });
    }
    socket.on('error', (error) => this.#fail(error));
  }

  /** Tells whether another request may be sent, as far as is known. */
  get isOpen(): boolean {
    return !this.#received.isOver && !this.#socket.destroyed;
  }

  /** Does not keep the process alive until another request is sent. */
  rest(): void {
    this.#socket.unref();
  }

  close(): void {
    this.#socket.destroy();
  }

  /**
   * Sends a request, and takes its reply. A connection on which that fails is closed.
   *
   * @param message - the whole request
   */
  async ask(message: Buffer, { signal, maxBytes }: Bounds): Promise<HttpReply> {
    const { promise, resolve, reject } = Promise.withResolvers<HttpReply>();
    const reading = readReply(this.#received, maxBytes);
    const advance = (): void => {
      const { done, value } = reading.next();
      if (!done) return;
      this.#asked = undefined;
      resolve(value);
    };
    const onAbort = (): void => this.#fail(new OutOfTime());
    this.#asked = { advance, fail: reject };
    this.#socket.ref();
    signal.addEventListener('abort', onAbort);
    if (signal.aborted) onAbort();
    else if (this.#isReady) this.#socket.write(message);
    else this.#early = message;
    try {
      return await promise;
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  }

  /** Reads on; what comes without a request is no reply, and ends the connection. */
  #advance(): void {
    try {
      if (this.#asked === undefined) this.close();
      else this.#asked.advance();
    } catch (error) {
      this.#fail(error as Error);
    }
  }

  #fail(error: Error): void {
    this.#asked?.fail(error);
    this.#asked = undefined;
    this.close();
  }
}
