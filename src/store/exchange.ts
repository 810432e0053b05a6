/**
 * Sends one request over HTTP and takes its answer, within bounds of time and size, whoever answers. A
 * redirect is an answer like others: it is not followed.
 *
 * @module
 */

import type { ClientRequest } from 'node:http';

export interface Answer {
  readonly status: number;
  readonly bytes: Buffer;
}

interface Bounds {
  /** The signal ends the exchange in any state. */
  readonly signal: AbortSignal;
  /** The body of the answer may have at most this many bytes. */
  readonly maxBytes: number;
}

/** The error for a signal that came before the end of the answer. */
export class OutOfTime extends Error {}

/** The error for an answer that is too long, or in another protocol. */
export class NoAnswer extends Error {}

/**
 * Sends a request, and takes its answer.
 *
 * @param request - the request, which is not sent yet
 * @param body - the body of the request
 * @throws OutOfTime when the signal comes before the end of the answer
 * @throws NoAnswer when the answer is too long, or in another protocol
 * @throws Error of Node.js where the connection is not made, or breaks
 */
export async function exchange(
  request: ClientRequest,
  body: string | undefined,
  { signal, maxBytes }: Bounds,
): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const fail = (error: Error): void => {
    reject(error);
    request.destroy();
  };
  const onAbort = (): void => fail(new OutOfTime());
  signal.addEventListener('abort', onAbort);
  request.on('error', reject);
  // Node.js reports some ends by this event alone; once there is an answer the rejection has no effect.
  request.on('close', () => reject(new Error('the connection was closed')));
  request.on('upgrade', ({ statusCode }) => fail(new NoAnswer(`answered ${statusCode}`)));
  request.on('response', (response) => {
    const pieces: Buffer[] = [];
    let length = 0;
    response.on('error', reject);
    response.on('data', (piece: Buffer) => {
      length += piece.length;
      if (length > maxBytes) fail(new NoAnswer(`answered more than ${maxBytes / 2 ** 20} MB`));
      else pieces.push(piece);
    });
    response.on('end', () => {
      resolve({ status: response.statusCode ?? 0, bytes: Buffer.concat(pieces) });
    });
  });
  if (signal.aborted) onAbort();
  else request.end(body);
  try {
    return await promise;
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
