/**
 * Makes answers that no splunkd gives, byte for byte.
 *
 * @module
 */
import type { Socket } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as pause } from 'node:timers/promises';
import type { Fault } from '../../../tools/local-splunk/splunkd/splunkd.ts';

type Piece = string | Buffer;

/** Sends the pieces as fast as they are taken, and closes the connection. */
export function onWire(pieces: () => Iterable<Piece> | AsyncIterable<Piece>): Fault {
  const wire = (socket: Socket): void => {
    // A client that has read enough closes the connection, which is no failure of the test.
    pipeline(Readable.from(pieces()), socket).catch(() => undefined);
  };
  return { wire };
}

/** Joins the lines of a head as HTTP wants them, and a body. */
export function answer(lines: readonly string[], body: Piece = ''): Buffer {
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), Buffer.from(body)]);
}

/** Answers 200 and the given number of megabytes of JSON, which begin as splunkd's answers do. */
export function hugeAnswer(megabytes: number): Fault {
  const piece = Buffer.alloc(2 ** 20, 'x');
  return onWire(function* () {
    yield answer(['HTTP/1.1 200 OK', 'Connection: close'], '{"entry":[],"filler":"');
    for (let at = 0; at < megabytes; at++) yield piece;
    yield '"}';
  });
}

/** Answers 200, and then a byte a second, for as long as somebody reads. */
export function slowAnswer(): Fault {
  return onWire(async function* () {
    yield answer(['HTTP/1.1 200 OK', 'Connection: close'], '{"entry":[');
    for (let seconds = 0; seconds < 600; seconds++) {
      await pause(1000, undefined, { ref: false });
      yield ' ';
    }
  });
}
