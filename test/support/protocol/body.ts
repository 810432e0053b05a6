import type { Body } from '../../../src/protocol/dialogue.ts';

/** Returns the bytes of a reply's body. */
export function bytesOf(body: Body): Uint8Array {
  return body instanceof Uint8Array
    ? body
    : Buffer.concat(Array.from(body.pieces(), (piece) => piece.slice()));
}
