/**
 * Encodes the records of TensorBoard's event files: `Event` messages in TFRecord's framing.
 *
 * @see https://github.com/tensorflow/tensorboard/blob/master/tensorboard/compat/proto/event.proto
 * @see https://www.tensorflow.org/tutorials/load_data/tfrecord#tfrecords_format_details
 * @module
 */

import { doubleField, floatField, integerField, messageField, textField } from '../protobuf.ts';
import { crc32c } from './crc32c.ts';

/** The figures of one step, by name. */
export type Scalars = Readonly<Record<string, number>>;

/**
 * Returns the record that a file begins with.
 *
 * @param seconds - the seconds since 1970
 */
export function firstRecord(seconds: number): Buffer {
  return frame(Buffer.concat([doubleField(1, seconds), textField(3, 'brain.Event:2')]));
}

/**
 * @param seconds - the seconds since 1970
 * @param step - the step of training, which is an epoch here
 */
export function scalarsRecord(seconds: number, step: number, scalars: Scalars): Buffer {
  const values = Object.entries(scalars).map(([tag, value]) =>
    messageField(1, [textField(1, tag), floatField(2, value)]),
  );
  return frame(
    Buffer.concat([doubleField(1, seconds), integerField(2, step), messageField(5, values)]),
  );
}

/** Frames a record: its length and the checksum of that, its bytes and their checksum. */
function frame(record: Buffer): Buffer {
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(record.length));
  return Buffer.concat([length, maskedChecksum(length), record, maskedChecksum(record)]);
}

/** Returns a masked checksum, because checksums of bytes that hold checksums are weak. */
function maskedChecksum(bytes: Uint8Array): Buffer {
  const sum = crc32c(bytes);
  const masked = Buffer.alloc(4);
  masked.writeUInt32LE((((sum >>> 15) | (sum << 17)) + 0xa282ead8) >>> 0);
  return masked;
}
