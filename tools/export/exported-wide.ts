/**
 * Describes the linear model beside the LSTM layers as layers that other frameworks have, and how what both
 * sides say is joined.
 *
 * Two classes are exported as two columns, the first of which is always 0: the softmax of both is the sigmoid
 * of the second, so that classes of any number are joined in one way. Numbers are joined by adding, as their parts
 * are multiplied into the weights, and so are logits above a floor, which have one column.
 *
 * @module
 */

import type { FittedModel } from '../../src/model/header.ts';
import {
  layoutWeights,
  type NetworkSpec,
  slotOf,
  type WideSpec,
} from '../../src/network/network-spec.ts';
import { besideWidth } from '../../src/readings/characters/beside.ts';
import { tokensPerRow } from '../../src/readings/fields/tokens.ts';
import type { Encoder } from '../../src/readings/reading.ts';
import { type Dense, scaled } from './output-heads.ts';
import type { Tensor } from './tensor.ts';

/** Both sides of a network have the same columns. */
export interface ExportedWide {
  /** The side of the LSTM layers, which reads their last state. */
  readonly deep: Dense;
  /** The tables of the linear model in which the inputs `ids_<index>` are looked up, `[vocabulary, columns]` each. */
  readonly tables: readonly Tensor[];
  /**
   * Reads the features of the last timestep, and what the tables have for it. Where it is absent, the linear model
   * is the mean of what the one table has for all timesteps, or is that of a text.
   */
  readonly last?: Dense;
  /** Reads what stands beside a text, and the sum of what a table has for its pieces. */
  readonly text?: ExportedPieces;
  /** `[2·features, columns]`: is multiplied by the mean and the maximum of each feature, and added. */
  readonly window?: Tensor;
  /** What the side of the LSTM layers says goes through softplus, this factor and this summand. */
  readonly aboveFloor?: { readonly scale: number; readonly offset: number };
  /** The logarithms of the parts of the mean of probabilities; absent where both sides are added. */
  readonly logParts?: { readonly deep: number; readonly wide: number };
  /** The dense layer of the outputs reads what is joined: the network's own outputs come out. */
  readonly joined: Dense;
}

export interface ExportedPieces {
  /**
   * The table in which the input `pieces` is looked up, `[one-hot columns + 1, columns]`: zeros are last, for texts
   * that are filled up to the length of longer ones.
   */
  readonly table: Tensor;
  /** Reads the input `beside`. */
  readonly beside: Dense;
}

/** A part of 0 has this logarithm, because files hold only finite numbers. */
const LEAST_LOG = -1000;

/**
 * @param deep - the last layer of the LSTM layers' side, as the model file has it
 * @returns `undefined` where the network is the LSTM layers alone
 */
export function exportWide(
  { header: { encoder, network }, weights }: FittedModel,
  deep: Dense,
): ExportedWide | undefined {
  const { wide } = network;
  if (wide === undefined) return undefined;
  const isNumber = network.loss === 'mean_squared_error';
  const { part, oddsFloor } = wide;
  const isAdded = isNumber || oddsFloor !== undefined;
  const columns = columnsOf(network);
  const terms = linearTerms(network, { weights, factor: isAdded ? part : 1 });
  return {
    deep: inColumns(calibratedDeep(wide, deep, isNumber ? 1 - part : 1), columns),
    ...linearLayers(encoder, network, terms),
    ...(oddsFloor !== undefined && {
      aboveFloor: { scale: 1 - part, offset: (1 - part) * Math.log(oddsFloor) },
    }),
    ...(isAdded ? {} : { logParts: { deep: logOf(1 - part), wide: logOf(part) } }),
    joined: joinedOutputs(network, columns.length),
  };
}

/** Returns which output of the network each column is; `undefined` for a column of zeros. */
function columnsOf({ loss, outputs, wide }: NetworkSpec): (number | undefined)[] {
  if (loss === 'binary_crossentropy' && wide?.oddsFloor === undefined) return [undefined, 0];
  return Array.from({ length: outputs }, (_, output) => output);
}

function logOf(part: number): number {
  return Math.max(LEAST_LOG, Math.log(part));
}

/** Calibrates the side of the LSTM layers, multiplies it by a factor, and measures its logits from a floor. */
function calibratedDeep({ deep, oddsFloor = 1 }: WideSpec, dense: Dense, factor: number): Dense {
  const { slope, offsets } = deep ?? { slope: 1, offsets: [...dense.bias.values].fill(0) };
  return scaled(dense, {
    slope: factor * slope,
    offsets: offsets.map((offset) => factor * offset - Math.log(oddsFloor)),
  });
}

function inColumns({ kernel, bias }: Dense, columns: readonly (number | undefined)[]): Dense {
  const [units = 0, outputs = 0] = kernel.shape;
  const pick = (values: Float32Array, first: number): number[] =>
    columns.map((output) => (output === undefined ? 0 : (values[first + output] as number)));
  const rows = Array.from({ length: units }, (_, unit) => pick(kernel.values, unit * outputs));
  return {
    kernel: matrixOf(rows, columns.length),
    bias: { shape: [columns.length], values: Float32Array.from(pick(bias.values, 0)) },
  };
}

/** The weights of the linear model in the columns of the export. */
interface LinearTerms {
  readonly columns: number;
  /** Returns the weights of one input, `[columns]`. */
  of(input: number): number[];
  /** `[columns]` */
  readonly bias: readonly number[];
}

function linearTerms(
  network: NetworkSpec,
  { weights, factor }: { readonly weights: Float32Array; readonly factor: number },
): LinearTerms {
  const { wide } = layoutWeights(network);
  if (wide === undefined) throw new RangeError('the network has no linear model');
  const [kernel, bias] = [slotOf(weights, wide.kernel), slotOf(weights, wide.bias)];
  const columns = columnsOf(network);
  const pick = (value: (output: number) => number): number[] =>
    columns.map((output) => (output === undefined ? 0 : factor * value(output)));
  return {
    columns: columns.length,
    of: (input) => pick((output) => kernel[output * wide.kernel.columns + input] as number),
    bias: pick((output) => bias[output] as number),
  };
}

type LinearLayers = Pick<ExportedWide, 'tables' | 'last' | 'window' | 'text'>;

/** The linear model of each reading reads sequences in its own way. */
function linearLayers(encoder: Encoder, network: NetworkSpec, terms: LinearTerms): LinearLayers {
  if (encoder.kind === 'tokens') return ofTokens(network, terms, encoder);
  if (encoder.kind === 'characters') return ofText(network, terms, encoder);
  return ofWindows(network, terms);
}

/** Models from before what stands beside a text was an input have weights of 0 for it. */
function ofText(
  { wide }: NetworkSpec,
  { columns, bias, of }: LinearTerms,
  encoder: Encoder & { kind: 'characters' },
): LinearLayers {
  const { dense, columns: oneHot } = wide ?? { dense: 0, columns: 0 };
  const zeros = new Array<number>(columns).fill(0);
  const rows = Array.from({ length: oneHot }, (_, column) => of(dense + column));
  const kernel = Array.from({ length: besideWidth(encoder) }, (_, input) =>
    input < dense ? of(input) : zeros,
  );
  const beside = {
    kernel: matrixOf(kernel, columns),
    bias: { shape: [columns], values: Float32Array.from(bias) },
  };
  return { tables: [], text: { table: matrixOf([...rows, zeros], columns), beside } };
}

/**
 * Makes the sum of the weights of all tokens a mean, as each row has the same number of them: the bias is a part
 * of every mean.
 */
function ofTokens(
  network: NetworkSpec,
  terms: LinearTerms,
  encoder: Encoder & { kind: 'tokens' },
): LinearLayers {
  const count = tokensPerRow(encoder);
  const tables = tablesOf(network, (input) =>
    terms.of(input).map((weight, column) => count * weight + (terms.bias[column] as number)),
  );
  return { tables: tables.map((rows) => matrixOf(rows, terms.columns)) };
}

function ofWindows(network: NetworkSpec, terms: LinearTerms): LinearLayers {
  const { features, wide } = network;
  const { columns, bias } = terms;
  const inputs = (first: number, count: number): number[][] =>
    Array.from({ length: count }, (_, at) => terms.of(first + at));
  const tables = tablesOf(network, terms.of);
  // What a table has for the last timestep is added as it is.
  const kernel = [...inputs(0, features), ...tables.flatMap(() => identity(columns))];
  const last = {
    kernel: matrixOf(kernel, columns),
    bias: { shape: [columns], values: Float32Array.from(bias) },
  };
  const hasWindow = (wide?.dense ?? 0) > features;
  return {
    tables: tables.map((rows) => matrixOf(rows, columns)),
    last,
    ...(hasWindow && { window: matrixOf(inputs(features, 2 * features), columns) }),
  };
}

/** Returns the rows of each embedding's table; ids beyond the one-hot columns share them. */
function tablesOf({ embeddings, wide }: NetworkSpec, of: LinearTerms['of']): number[][][] {
  const { dense, columns } = wide ?? { dense: 0, columns: 1 };
  let base = 0;
  return embeddings.map(({ vocabulary }) => {
    const first = base;
    base += vocabulary;
    return Array.from({ length: vocabulary }, (_, id) => of(dense + ((first + id) % columns)));
  });
}

/** Returns the layer that makes the network's outputs of what is joined: of two classes, the logarithm of the odds. */
function joinedOutputs({ outputs }: NetworkSpec, columns: number): Dense {
  const kernel = outputs === columns ? identity(columns) : [[-1], [1]];
  return {
    kernel: matrixOf(kernel, outputs),
    bias: { shape: [outputs], values: new Float32Array(outputs) },
  };
}

function identity(size: number): number[][] {
  return Array.from({ length: size }, (_, row) =>
    Array.from({ length: size }, (_, column) => Number(row === column)),
  );
}

function matrixOf(rows: readonly (readonly number[])[], columns: number): Tensor {
  const values = new Float32Array(rows.length * columns);
  for (const [at, row] of rows.entries()) values.set(row, at * columns);
  return { shape: [rows.length, columns], values };
}
