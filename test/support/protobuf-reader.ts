/**
 * The value of a field of a Protocol Buffers message: an integer, or the bytes of a text, a message or a
 * float.
 */
type Value = number | Buffer;

/** Returns the values of each field by its number, in their order. */
export function readMessage(bytes: Buffer): Map<number, Value[]> {
  const fields = new Map<number, Value[]>();
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = bytes[at++];
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  };
  const take = (length: number): Buffer => {
    at += length;
    return bytes.subarray(at - length, at);
  };
  while (at < bytes.length) {
    const key = varint();
    const read = { 0: varint, 1: () => take(8), 2: () => take(varint()), 5: () => take(4) }[
      key & 7
    ];
    if (read === undefined) throw new Error(`no such wire type: ${key & 7}`);
    const field = Math.floor(key / 8);
    fields.set(field, [...(fields.get(field) ?? []), read()]);
  }
  return fields;
}

/** Returns the messages, or the bytes of texts, that a field holds. */
export function bytesOfField(fields: Map<number, Value[]>, field: number): Buffer[] {
  return (fields.get(field) ?? []).filter((value) => typeof value !== 'number');
}

export function textsOfField(fields: Map<number, Value[]>, field: number): string[] {
  return bytesOfField(fields, field).map(String);
}
