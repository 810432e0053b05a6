/**
 * Writes a network in ONNX' operators.
 *
 * @see https://onnx.ai/onnx/operators/onnx__LSTM.html
 * @module
 */

import { FEATURES, idsName, inputsOf, LAST_VALUE, UNIT } from '../export-metadata.ts';
import type { ExportedNetwork, LstmWeights } from '../exported-network.ts';
import type { OutputHead } from '../output-heads.ts';
import type { Tensor } from '../tensor.ts';
import { GraphBuilder } from './graph-builder.ts';
import { FLOAT, INT32, type OnnxGraph } from './onnx-proto.ts';
import { addWide } from './onnx-wide.ts';

/** The place of each of ONNX' gates i, o, f, c in Keras' order i, f, c, o. */
const GATES = [0, 3, 1, 2] as const;

export function onnxGraph(name: string, network: ExportedNetwork): OnnxGraph {
  const graph = new GraphBuilder();
  const last = addLstmLayers(graph, network.layers, addSteps(graph, network));
  const read = network.wide === undefined ? last : addWide(graph, network, network.wide, last);
  for (const head of network.heads) addHead(graph, read, head);
  return {
    name,
    nodes: graph.nodes,
    initializers: graph.initializers,
    inputs: inputsOf(network).map(({ dtype, ...input }) => {
      return { ...input, type: dtype === 'float32' ? FLOAT : INT32 };
    }),
    outputs: network.heads.map(({ name: output, columns }) => {
      return { name: output, type: FLOAT, shape: ['batch', columns.length] };
    }),
  };
}

/** Adds features and embeddings side by side, `[timesteps, batch, inputs]`, as ONNX' LSTM requires. */
function addSteps(graph: GraphBuilder, { features, embeddings }: ExportedNetwork): string {
  const parts = embeddings.map((table, index) => {
    const name = `embedding_${index}`;
    return graph.add('Gather', [graph.constant(name, table), idsName(index)], `${name}/rows`);
  });
  if (features > 0) parts.unshift(FEATURES);
  const steps = graph.add('Concat', parts, 'steps', { axis: 2 });
  return graph.add('Transpose', [steps], 'steps/by_time', { perm: [1, 0, 2] });
}

/** @returns the last layer's last hidden state, `[batch, units]` */
function addLstmLayers(graph: GraphBuilder, layers: readonly LstmWeights[], steps: string): string {
  let input = steps;
  for (const [index, layer] of layers.entries()) {
    const name = `lstm_${index}`;
    const isLast = index === layers.length - 1;
    const state = addLstm(graph, name, layer, { input, isLast });
    // This is the axis of directions: [timesteps, directions, batch, units], or [directions, batch,
    // units].
    const axis = graph.integers(`${name}/direction`, [isLast ? 0 : 1]);
    input = graph.add('Squeeze', [state, axis], `${name}/output`);
  }
  return input;
}

/** @returns the name of the layer's states at all timesteps, or of its last one */
function addLstm(
  graph: GraphBuilder,
  name: string,
  { kernel, recurrent, bias }: LstmWeights,
  { input, isLast }: { readonly input: string; readonly isLast: boolean },
): string {
  const units = recurrent.shape[0] as number;
  const inputs = [
    input,
    graph.constant(`${name}/kernel`, gateRows(kernel, units)),
    graph.constant(`${name}/recurrent_kernel`, gateRows(recurrent, units)),
    graph.constant(`${name}/bias`, twoBiases(bias, units)),
  ];
  const state = `${name}/states`;
  // The outputs of LSTM are all states and the last one; a missing name says that one is not needed.
  const outputs = isLast ? ['', state] : [state];
  graph.nodes.push({ operator: 'LSTM', inputs, outputs, attributes: { hidden_size: units } });
  return state;
}

/** Turns `[inputs, 4·units]` in Keras' order of gates into `[1, 4·units, inputs]` in that of ONNX. */
function gateRows({ shape: [inputs = 0], values }: Tensor, units: number): Tensor {
  const out = new Float32Array(values.length);
  for (let row = 0; row < 4 * units; row++) {
    const column = gateColumn(row, units);
    for (let input = 0; input < inputs; input++) {
      out[row * inputs + input] = values[input * 4 * units + column] as number;
    }
  }
  return { shape: [1, 4 * units, inputs], values: out };
}

/** Makes the two biases that ONNX adds, for the input and for the recurrence; the second one stays zero. */
function twoBiases({ values }: Tensor, units: number): Tensor {
  const out = new Float32Array(8 * units);
  for (let row = 0; row < 4 * units; row++) out[row] = values[gateColumn(row, units)] as number;
  return { shape: [1, 8 * units], values: out };
}

/** Returns the column of Keras' weights that stands in a row of ONNX' weights. */
function gateColumn(row: number, units: number): number {
  return (GATES[Math.floor(row / units)] as number) * units + (row % units);
}

function addHead(
  graph: GraphBuilder,
  input: string,
  { name, activation, kernel, bias }: OutputHead,
): void {
  const inputs = [
    input,
    graph.constant(`${name}/kernel`, kernel),
    graph.constant(`${name}/bias`, bias),
  ];
  if (activation === 'linear') {
    graph.add('Gemm', inputs, name);
    return;
  }
  const logits = graph.add('Gemm', inputs, `${name}/logits`);
  if (activation === 'sigmoid') graph.add('Sigmoid', [logits], name);
  else if (activation === 'softmax') graph.add('Softmax', [logits], name, { axis: 1 });
  else if (activation === 'change') graph.add('Add', [logits, LAST_VALUE], name);
  else graph.add('Add', [graph.add('Mul', [logits, UNIT], `${name}/change`), LAST_VALUE], name);
}
