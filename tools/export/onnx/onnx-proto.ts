/**
 * Encodes the messages of ONNX that an export needs.
 *
 * @see https://github.com/onnx/onnx/blob/main/onnx/onnx.proto
 * @module
 */

import { bytesField, integerField, messageField, textField } from '../../../src/store/protobuf.ts';

export const FLOAT = 1;
export const INT32 = 6;
const INT64 = 7;

/** These are types of attributes. */
const INT = 2;
const STRING = 3;
const INTS = 7;

/** An operation that makes these outputs of these inputs. */
export interface OnnxNode {
  readonly operator: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes?: Readonly<Record<string, number | string | readonly number[]>>;
}

/** An input or an output; sizes that may vary have names. */
export interface OnnxValue {
  readonly name: string;
  readonly type: typeof FLOAT | typeof INT32;
  readonly shape: readonly (string | number)[];
}

export interface OnnxGraph {
  readonly name: string;
  readonly nodes: readonly OnnxNode[];
  /** The constants, encoded by `floatTensor` and `integerTensor`. */
  readonly initializers: readonly Buffer[];
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
}

/** Returns the fields of the message `GraphProto`. */
export function graphFields({ name, nodes, initializers, inputs, outputs }: OnnxGraph): Buffer[] {
  return [
    ...nodes.map((node) => messageField(1, nodeFields(node))),
    textField(2, name),
    ...initializers.map((tensor) => bytesField(5, tensor)),
    ...inputs.map((value) => messageField(11, valueFields(value))),
    ...outputs.map((value) => messageField(12, valueFields(value))),
  ];
}

/** Encodes floats as a `TensorProto`. */
export function floatTensor(name: string, shape: readonly number[], values: Float32Array): Buffer {
  const raw = Buffer.alloc(4 * values.length);
  for (const [at, value] of values.entries()) raw.writeFloatLE(value, 4 * at);
  return tensor(name, shape, FLOAT, raw);
}

/** Encodes integers as a `TensorProto`. */
export function integerTensor(name: string, values: readonly number[]): Buffer {
  const raw = Buffer.alloc(8 * values.length);
  for (const [at, value] of values.entries()) raw.writeBigInt64LE(BigInt(value), 8 * at);
  return tensor(name, [values.length], INT64, raw);
}

function tensor(name: string, shape: readonly number[], type: number, raw: Buffer): Buffer {
  return Buffer.concat([
    ...shape.map((size) => integerField(1, size)),
    integerField(2, type),
    textField(8, name),
    bytesField(9, raw),
  ]);
}

function nodeFields({ operator, inputs, outputs, attributes = {} }: OnnxNode): Buffer[] {
  return [
    ...inputs.map((name) => textField(1, name)),
    ...outputs.map((name) => textField(2, name)),
    textField(3, outputs.find((name) => name !== '') ?? operator),
    textField(4, operator),
    ...Object.entries(attributes).map(([name, value]) =>
      messageField(5, [textField(1, name), ...attributeFields(value)]),
    ),
  ];
}

/** Returns the fields of a value and of its type. */
function attributeFields(value: number | string | readonly number[]): Buffer[] {
  if (typeof value === 'number') return [integerField(3, value), integerField(20, INT)];
  if (typeof value === 'string') return [textField(4, value), integerField(20, STRING)];
  return [...value.map((item) => integerField(8, item)), integerField(20, INTS)];
}

function valueFields({ name, type, shape }: OnnxValue): Buffer[] {
  const sizes = shape.map((size) =>
    messageField(1, [typeof size === 'number' ? integerField(1, size) : textField(2, size)]),
  );
  return [
    textField(1, name),
    messageField(2, [messageField(1, [integerField(1, type), messageField(2, sizes)])]),
  ];
}
