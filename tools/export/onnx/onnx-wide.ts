/**
 * Adds the linear model beside the LSTM layers in ONNX' operators, and joins both sides.
 *
 * @module
 */

import { BESIDE, FEATURES, idsName, PIECES } from '../export-metadata.ts';
import type { ExportedNetwork } from '../exported-network.ts';
import type { ExportedPieces, ExportedWide } from '../exported-wide.ts';
import type { Dense } from '../output-heads.ts';
import type { GraphBuilder } from './graph-builder.ts';

/** Pools over the timesteps. */
const OVER_TIME = { axes: [1], keepdims: 0 };

/**
 * @param last - the last state of the last LSTM layer
 * @returns what both sides say together, `[batch, columns]`
 */
export function addWide(
  graph: GraphBuilder,
  { features }: Pick<ExportedNetwork, 'features'>,
  wide: ExportedWide,
  last: string,
): string {
  const deep = addDeep(graph, wide, last);
  const linear = addLinear(graph, features, wide);
  const { logParts } = wide;
  if (logParts === undefined) return graph.add('Add', [deep, linear], 'joined');
  return addLogMean(graph, [
    addPart(graph, deep, logParts.deep),
    addPart(graph, linear, logParts.wide),
  ]);
}

function addDeep(graph: GraphBuilder, { deep, aboveFloor }: ExportedWide, last: string): string {
  const own = addDense(graph, 'deep', deep, last);
  if (aboveFloor === undefined) return own;
  const constant = (name: string, value: number): string =>
    graph.constant(`deep/${name}`, { shape: [1], values: Float32Array.of(value) });
  const above = graph.add('Softplus', [own], 'deep/softplus');
  const scaled = graph.add('Mul', [above, constant('scale', aboveFloor.scale)], 'deep/scaled');
  return graph.add('Add', [scaled, constant('offset', aboveFloor.offset)], 'deep/above_floor');
}

function addDense(
  graph: GraphBuilder,
  name: string,
  { kernel, bias }: Dense,
  input: string,
): string {
  const weights = [graph.constant(`${name}/kernel`, kernel), graph.constant(`${name}/bias`, bias)];
  return graph.add('Gemm', [input, ...weights], name);
}

function addLinear(
  graph: GraphBuilder,
  features: number,
  { tables, last, window, text }: ExportedWide,
): string {
  if (text !== undefined) return addText(graph, text);
  const parts = tables.map((table, index) => {
    const name = `wide/embedding_${index}`;
    return graph.add('Gather', [graph.constant(name, table), idsName(index)], `${name}/rows`);
  });
  if (last === undefined) return graph.add('ReduceMean', parts, 'wide', OVER_TIME);
  if (features > 0) parts.unshift(FEATURES);
  const steps = graph.add('Concat', parts, 'wide/steps', { axis: 2 });
  const end = graph.integers('wide/end', [-1]);
  const row = graph.add('Gather', [steps, end], 'wide/last_step', { axis: 1 });
  const time = graph.integers('wide/time', [1]);
  const own = addDense(graph, 'wide/last', last, graph.add('Squeeze', [row, time], 'wide/row'));
  if (window === undefined) return own;
  const pooled = [
    graph.add('ReduceMean', [FEATURES], 'wide/mean', OVER_TIME),
    graph.add('ReduceMax', [FEATURES], 'wide/max', OVER_TIME),
  ];
  const both = graph.add('Concat', pooled, 'wide/pooled', { axis: 1 });
  const kernel = graph.constant('wide/window/kernel', window);
  return graph.add('Add', [own, graph.add('MatMul', [both, kernel], 'wide/window')], 'wide');
}

function addText(graph: GraphBuilder, { table, beside }: ExportedPieces): string {
  const weights = graph.constant('wide/pieces', table);
  const pieces = graph.add('Gather', [weights, PIECES], 'wide/pieces/rows');
  const axes = graph.integers('wide/pieces/axes', [1]);
  const sum = graph.add('ReduceSum', [pieces, axes], 'wide/pieces/sum', { keepdims: 0 });
  return graph.add('Add', [sum, addDense(graph, 'wide/beside', beside, BESIDE)], 'wide');
}

/** Adds the logarithm of a side's part of the mean of probabilities. */
function addPart(graph: GraphBuilder, side: string, logPart: number): string {
  const logs = graph.add('LogSoftmax', [side], `${side}/log`, { axis: 1 });
  const values = Float32Array.of(logPart);
  return graph.add(
    'Add',
    [logs, graph.constant(`${side}/log_part`, { shape: [1], values })],
    `${side}/part`,
  );
}

/** Adds the logarithm of the sum of both: the larger one, and softplus of the difference. */
function addLogMean(graph: GraphBuilder, sides: readonly string[]): string {
  const larger = graph.add('Max', sides, 'larger');
  const smaller = graph.add('Min', sides, 'smaller');
  const below = graph.add('Sub', [smaller, larger], 'below');
  return graph.add('Add', [larger, graph.add('Softplus', [below], 'more')], 'joined');
}
