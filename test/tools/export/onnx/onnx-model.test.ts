import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { decodeModel } from '../../../../src/store/model-file.ts';
import type { ExportedNetwork } from '../../../../tools/export/exported-network.ts';
import type { ExportedWide } from '../../../../tools/export/exported-wide.ts';
import { onnxGraph } from '../../../../tools/export/onnx/onnx-graph.ts';
import { onnxModel } from '../../../../tools/export/onnx/onnx-model.ts';
import type { OnnxNode } from '../../../../tools/export/onnx/onnx-proto.ts';
import type { Tensor } from '../../../../tools/export/tensor.ts';
import { bytesOfField, readMessage, textsOfField } from '../../../support/protobuf-reader.ts';

// `npm run exports` runs models in onnxruntime; this test checks what can be seen without it.
const file = readFileSync(join(import.meta.dirname, '../../../fixtures/format-1-windows.mlmodel'));
const model = { name: 'windows', ...decodeModel(file, 'windows') };

function tensor(shape: readonly number[], values: readonly number[]): Tensor {
  return { shape, values: Float32Array.from(values) };
}

/**
 * The network has one unit that reads one feature; its gates i, f, c, o have weights that end in 1, 2, 3,
 * 4.
 */
const small: ExportedNetwork = {
  features: 1,
  embeddings: [],
  layers: [
    {
      kernel: tensor([1, 4], [11, 12, 13, 14]),
      recurrent: tensor([1, 4], [21, 22, 23, 24]),
      bias: tensor([4], [31, 32, 33, 34]),
    },
  ],
  heads: [
    {
      name: 'value',
      field: 'y',
      activation: 'linear',
      columns: ['y'],
      kernel: tensor([1, 1], [5]),
      bias: tensor([1], [6]),
    },
  ],
};

/** The linear model beside it reads the last row, and the mean and the maximum of all rows. */
const wide: ExportedWide = {
  deep: { kernel: tensor([1, 1], [5]), bias: tensor([1], [6]) },
  tables: [],
  last: { kernel: tensor([1, 1], [7]), bias: tensor([1], [8]) },
  window: tensor([2, 1], [9, 10]),
  joined: { kernel: tensor([1, 1], [1]), bias: tensor([1], [0]) },
};

function operators(nodes: readonly OnnxNode[]): string[] {
  return nodes.map(({ operator }) => operator);
}

/** Returns the values of each constant by its name. */
function constants(initializers: readonly Buffer[]): Record<string, number[]> {
  return Object.fromEntries(
    initializers.map((bytes) => {
      const fields = readMessage(bytes);
      const raw = Buffer.concat(bytesOfField(fields, 9));
      const values = Array.from({ length: raw.length / 4 }, (_, at) => raw.readFloatLE(4 * at));
      return [textsOfField(fields, 8)[0], values];
    }),
  );
}

describe('onnxGraph', () => {
  it('puts the gates in the order i, o, f, c, and has two biases', () => {
    const { initializers } = onnxGraph('m', small);

    expect(constants(initializers)).toMatchObject({
      'lstm_0/kernel': [11, 14, 12, 13],
      'lstm_0/recurrent_kernel': [21, 24, 22, 23],
      'lstm_0/bias': [31, 34, 32, 33, 0, 0, 0, 0],
    });
  });
});

describe('the linear model beside the LSTM', () => {
  const before = operators(onnxGraph('m', small).nodes).slice(0, -1);
  const linear = ['Concat', 'Gather', 'Squeeze', 'Gemm'];
  const pooled = ['ReduceMean', 'ReduceMax', 'Concat', 'MatMul', 'Add'];

  it('is added to what the LSTM says of a number', () => {
    const { nodes } = onnxGraph('m', { ...small, wide });

    expect(operators(nodes)).toEqual([...before, 'Gemm', ...linear, ...pooled, 'Add', 'Gemm']);
    expect(nodes.slice(-2).map(({ inputs }) => inputs)).toEqual([
      ['deep', 'wide'],
      ['joined', 'value/kernel', 'value/bias'],
    ]);
  });

  it('is joined to that of classes in logarithms', () => {
    const logParts = { deep: Math.log(0.25), wide: Math.log(0.75) };

    const { nodes, initializers } = onnxGraph('m', { ...small, wide: { ...wide, logParts } });

    const part = ['LogSoftmax', 'Add'];
    const mean = ['Max', 'Min', 'Sub', 'Softplus', 'Add'];
    expect(operators(nodes).slice(-10)).toEqual([...part, ...part, ...mean, 'Gemm']);
    expect(constants(initializers)).toMatchObject({
      'deep/log_part': [Math.fround(Math.log(0.25))],
      'wide/log_part': [Math.fround(Math.log(0.75))],
    });
  });
});

describe('onnxModel', () => {
  it('has the operators of a network, and our metadata', () => {
    const fields = readMessage(Buffer.from(onnxModel(model)));

    const [graph = Buffer.alloc(0)] = bytesOfField(fields, 7);
    const nodes = bytesOfField(readMessage(graph), 1).map(readMessage);
    expect(nodes.flatMap((node) => textsOfField(node, 4))).toEqual([
      'Concat',
      'Transpose',
      'LSTM',
      'Squeeze',
      'Gemm',
      'Sigmoid',
    ]);
    const [property = Buffer.alloc(0)] = bytesOfField(fields, 14);
    const [about = ''] = textsOfField(readMessage(property), 2);
    expect(textsOfField(readMessage(property), 1)).toEqual(['lstm_toolkit']);
    expect(JSON.parse(about)).toMatchObject({ model: 'windows', version: 1 });
  });
});
