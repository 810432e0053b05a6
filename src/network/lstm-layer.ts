/**
 * Runs one LSTM layer of a network: it projects its input, computes states over time, and goes the way back.
 *
 * @module
 */

import type {
  EmbeddedColumns,
  Kernel,
  LstmBatch,
  LstmStates,
  MatrixShape,
} from '../kernel/kernel.ts';
import type { Batch } from './batch.ts';
import { applyMask } from './dropout.ts';
import type { Learning } from './learning.ts';
import { slotOf, type WeightLayout } from './network-spec.ts';
import type { Workspace } from './workspace.ts';

/** Returns the dropout mask of `length` outputs of a layer; `undefined` for none. */
export type MaskOf = (layer: number, length: number) => Float32Array | undefined;

/** `LstmPass` holds the inputs and the results of the layer that its gradient needs. */
export interface LstmPass {
  readonly batch: LstmBatch;
  readonly states: LstmStates;
  /** `[projections, inputs]` */
  readonly input: Float32Array;
  readonly shape: MatrixShape;
  readonly mask: Float32Array | undefined;
  /** `output` is what is read of the hidden states, after dropout: the input of the next layer. */
  readonly output: Float32Array;
  readonly outputPlaces: Int32Array | undefined;
}

/** `LayerPlace` tells where a layer stands in its network. */
export interface LayerPlace {
  /**
   * `index` is 0 for the first layer, which reads each distinct step once; the others read every timestep.
   */
  readonly index: number;
  /**
   * Tells whether the layer is the last one, of which the last states are read, or those at the output places of
   * the batch; the next layer reads all states of another.
   */
  readonly isLast: boolean;
}

/** The layers of a network share these tools. */
export interface LayerTools {
  readonly kernel: Kernel;
  readonly workspace: Workspace;
  readonly learning: Learning;
}

export class LstmLayer {
  readonly #kernel: Kernel;
  readonly #workspace: Workspace;
  readonly #learning: Learning;
  readonly #slots: WeightLayout['layers'][number];
  readonly #place: LayerPlace;

  /** @param slots - the places of its weights among those of `learning` */
  constructor(
    { kernel, workspace, learning }: LayerTools,
    slots: WeightLayout['layers'][number],
    place: LayerPlace,
  ) {
    this.#kernel = kernel;
    this.#workspace = workspace;
    this.#learning = learning;
    this.#slots = slots;
    this.#place = place;
  }

  /** Returns what the next layer reads; nothing is kept for a gradient. */
  predict(batch: Batch, input: Float32Array): Float32Array {
    const { batch: projected } = this.#project(batch, input);
    const { units } = projected;
    const floats = (name: string, width: number): Float32Array =>
      this.#workspace.floats(`predicted ${name}`, batch.size * width);
    const [gates, cells] = [floats('gates', 4 * units), floats('cells', units)];
    const scratch = { gates, cells, spare: floats('spare', units) };
    if (this.#place.isLast && batch.outputPlaces === undefined) {
      const hidden = floats('last hidden', units);
      this.#kernel.lstmLast(projected, this.#recurrent, scratch, hidden);
      return hidden;
    }
    const name = `predicted hidden ${this.#place.index}`;
    const hidden = this.#workspace.floats(name, batch.timesteps * batch.size * units);
    this.#kernel.lstmHidden(projected, this.#recurrent, scratch, hidden);
    return this.#read(batch, hidden);
  }

  forward(batch: Batch, input: Float32Array, maskOf: MaskOf): LstmPass {
    const { batch: projected, shape } = this.#project(batch, input);
    const states = this.#states(batch);
    this.#kernel.lstm(projected, this.#recurrent, states);
    const { index } = this.#place;
    const read = this.#read(batch, states.hidden);
    const mask = maskOf(index, read.length);
    const output =
      mask === undefined
        ? read
        : applyMask(read, mask, this.#workspace.floats(`dropped ${index}`, read.length));
    const outputPlaces = this.#place.isLast ? batch.outputPlaces : undefined;
    return { batch: projected, states, input, shape, mask, output, outputPlaces };
  }

  /**
   * Adds the gradient of the layer's weights. Returns the gradient by its input, which is empty where it
   * is not asked for.
   *
   * @param outputGradient - the gradient by `pass.output`, which is overwritten
   */
  backward(pass: LstmPass, outputGradient: Float32Array, isInputAsked: boolean): Float32Array {
    const { states, mask, shape, batch: projected, input } = pass;
    const { kernel, bias } = this.#slots;
    const { weights, gradient } = this.#learning;
    if (mask !== undefined) applyMask(outputGradient, mask, outputGradient);
    const { index } = this.#place;
    const hidden = this.#cleared(`hidden gradient ${index}`, states.hidden.length);
    if (pass.outputPlaces === undefined) {
      hidden.set(outputGradient, states.hidden.length - outputGradient.length);
    } else {
      const columns = this.#stateColumns(pass.outputPlaces);
      this.#kernel.scatter(columns, outputGradient, pass.outputPlaces, hidden);
    }
    const ofProjected =
      'below' in projected.inputs
        ? undefined
        : this.#cleared('projected gradient', projected.inputs.projected.length);
    const recurrent = slotOf(gradient, this.#slots.recurrent);
    const gradients = { hidden, projected: ofProjected, recurrent };
    this.#kernel.lstmGradient(projected, this.#recurrent, states, gradients);
    const inputs = isInputAsked ? shape.rows * shape.inner : 0;
    const inputGradient = this.#workspace.floats(`input gradient ${index}`, inputs);
    const factors = { input, weights: slotOf(weights, kernel) };
    this.#kernel.denseGradient(shape, factors, ofProjected ?? states.gates, {
      weights: slotOf(gradient, kernel),
      bias: slotOf(gradient, bias),
      input: isInputAsked ? inputGradient : undefined,
    });
    return inputGradient;
  }

  /** Returns those of the hidden states `[timesteps, batch, units]` that are read behind the layer. */
  #read({ size, timesteps, outputPlaces }: Batch, hidden: Float32Array): Float32Array {
    if (!this.#place.isLast) return hidden;
    const units = this.#slots.recurrent.rows;
    if (outputPlaces === undefined) return hidden.subarray((timesteps - 1) * size * units);
    const read = this.#workspace.floats('read states', outputPlaces.length * units);
    this.#kernel.gather(this.#stateColumns(outputPlaces), hidden, outputPlaces, read);
    return read;
  }

  #stateColumns({ length: rows }: Int32Array): EmbeddedColumns {
    const units = this.#slots.recurrent.rows;
    return { rows, stride: units, column: 0, width: units };
  }

  /** Computes input · kernel + bias of each distinct step for the first layer; the kernel projects for the others. */
  #project(batch: Batch, input: Float32Array): { batch: LstmBatch; shape: MatrixShape } {
    const { size, timesteps, alive } = batch;
    const { kernel, bias, recurrent } = this.#slots;
    const { weights } = this.#learning;
    const layer = { weights: slotOf(weights, kernel), bias: slotOf(weights, bias) };
    const { rows: inner, columns } = kernel;
    const common = { units: recurrent.rows, size, timesteps, alive };
    if (this.#place.index > 0) {
      const shape = { rows: timesteps * size, inner, columns };
      return { batch: { ...common, inputs: { below: input, inner, layer } }, shape };
    }
    const shape = { rows: batch.distinct.length, inner, columns };
    const projected = this.#workspace.floats('projected', shape.rows * columns);
    this.#kernel.dense(shape, input, layer, projected);
    return { batch: { ...common, inputs: { projected, index: batch.index } }, shape };
  }

  #cleared(name: string, length: number): Float32Array {
    const floats = this.#workspace.floats(name, length);
    this.#kernel.clear(floats);
    return floats;
  }

  #states({ size, timesteps }: Batch): LstmStates {
    const units = this.#slots.recurrent.rows;
    const floats = (name: string, width: number, steps = timesteps): Float32Array =>
      this.#workspace.floats(`${name} ${this.#place.index}`, steps * size * width);
    return {
      gates: floats('gates', 4 * units),
      cells: floats('cells', units),
      tanhCells: floats('tanh cells', units),
      hidden: floats('hidden', units),
      cellGradient: floats('cell gradient', units, 1),
    };
  }

  get #recurrent(): Float32Array {
    return slotOf(this.#learning.weights, this.#slots.recurrent);
  }
}
