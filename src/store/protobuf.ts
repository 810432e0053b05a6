/**
 * Encodes the wire format of Protocol Buffers, as much of it as TensorBoard's event files and ONNX need:
 * a field is bytes, and a message is the bytes of its fields.
 *
 * @see https://protobuf.dev/programming-guides/encoding/
 * @module
 */

/** These wire types tell how the value of a field is encoded. */
const VARINT = 0;
const FIXED_64 = 1;
const LENGTH = 2;
const FIXED_32 = 5;

/** @param value - an integer of at least 0 */
export function integerField(field: number, value: number): Buffer {
  return Buffer.concat([key(field, VARINT), varint(value)]);
}

export function doubleField(field: number, value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleLE(value);
  return Buffer.concat([key(field, FIXED_64), bytes]);
}

export function floatField(field: number, value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeFloatLE(value);
  return Buffer.concat([key(field, FIXED_32), bytes]);
}

export function bytesField(field: number, bytes: Uint8Array): Buffer {
  return Buffer.concat([key(field, LENGTH), varint(bytes.length), bytes]);
}

export function textField(field: number, text: string): Buffer {
  return bytesField(field, Buffer.from(text));
}

/** Returns a field whose value is a message. */
export function messageField(field: number, fields: readonly Uint8Array[]): Buffer {
  return bytesField(field, Buffer.concat(fields));
}

function key(field: number, type: number): Buffer {
  return varint(field * 8 + type);
}

/** Encodes seven bits in each byte, lowest first; all bytes but the last have their highest bit set. */
function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 128) {
    bytes.push(128 + (rest % 128));
    rest = Math.floor(rest / 128);
  }
  return Buffer.from([...bytes, rest]);
}
