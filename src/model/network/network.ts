/**
 * A network's forward and backward pass, layer by layer, on a kernel.
 *
 * @module
 */

import type { Steps } from '../../encode/steps.ts';
import type { Kernel, LstmBatch, LstmStates, MatrixShape } from '../../kernel/kernel.ts';
import type { Random } from '../../random.ts';
import type { Batch } from './batch.ts';
import { applyMask, dropoutMask } from './dropout.ts';
import { Embedding } from './embedding.ts';
import type { Learning } from './learning.ts';
import { layoutWeights, type NetworkSpec, slotOf, type WeightLayout } from './network-spec.ts';
import { Workspace } from './workspace.ts';

/** Of a batch. */
export interface NetworkGradient {
  readonly loss: number;
  /** `[batch, outputs]` */
  readonly logits: Float32Array;
}

/** What one layer read and left, for its gradient. */
interface LayerPass {
  readonly batch: LstmBatch;
  readonly states: LstmStates;
  /** `[projections, inputs]` */
  readonly input: Float32Array;
  readonly shape: MatrixShape;
  readonly mask: Float32Array | undefined;
}

export class Network {
  readonly #kernel: Kernel;
  readonly #spec: NetworkSpec;
  readonly #layout: WeightLayout;
  readonly #learning: Learning;
  readonly #workspace: Workspace;
  readonly #embedding: Embedding;

  /** @param learning - holds the weights, and gets their gradient */
  constructor(kernel: Kernel, spec: NetworkSpec, learning: Learning) {
    this.#kernel = kernel;
    this.#spec = spec;
    this.#learning = learning;
    this.#layout = layoutWeights(spec);
    this.#workspace = new Workspace(kernel);
    this.#embedding = new Embedding(kernel, spec, this.#layout.embeddings, this.#workspace);
  }

  /** Logits of a batch, `[batch, outputs]`; valid until the next call. */
  predict(steps: Steps, batch: Batch): Float32Array {
    const last = this.#layout.layers.length - 1;
    let input = this.#embedding.forward(steps, batch, this.#learning.weights);
    for (let layer = 0; layer < last; layer++) {
      const { batch: projected } = this.#project(layer, batch, input);
      const states = this.#states(layer, batch);
      this.#kernel.lstm(projected, this.#recurrent(layer), states);
      input = states.hidden;
    }
    const { batch: projected } = this.#project(last, batch, input);
    const floats = (name: string, width: number): Float32Array =>
      this.#workspace.floats(`last ${name}`, batch.size * width);
    const units = projected.units;
    const [gates, cells] = [floats('gates', 4 * units), floats('cells', units)];
    const hidden = floats('hidden', units);
    const scratch = { gates, cells, spare: floats('spare', units) };
    this.#kernel.lstmLast(projected, this.#recurrent(last), scratch, hidden);
    return this.#dense(batch.size, hidden);
  }

  /**
   * Loss of a batch; its gradient by all weights is left in `learning`.
   *
   * @param targets - `[batch]`, in the order of the batch
   * @param random - deals the dropout masks
   * @param classWeights - factor on the gradient of each sample, by its class
   */
  gradient(
    steps: Steps,
    batch: Batch,
    targets: Float32Array,
    random: Random,
    classWeights?: readonly number[] | undefined,
  ): NetworkGradient {
    const { passes, output, logits } = this.#forwardAll(steps, batch, (layer, length) =>
      dropoutMask(this.#spec.dropout, this.#workspace.floats(`mask ${layer}`, length), random),
    );
    const { loss, gradient: logitsGradient } = this.#learning.loss(logits, targets, classWeights);
    const { gradient } = this.#learning;
    const inputGradient = this.#backwardAll(
      batch,
      passes,
      output,
      logitsGradient,
      this.#spec.embeddings.length > 0,
    );
    this.#embedding.backward(steps, batch, inputGradient, gradient);
    return { loss, logits };
  }

  /**
   * Gradient of a function of the logits by the inputs of each distinct step, `[distinct steps,
   * inputs]`; valid until the next call. Spoils the gradient in `learning`.
   *
   * @param gradientAt - by the logits, both `[batch, outputs]`
   */
  inputGradient(
    steps: Steps,
    batch: Batch,
    gradientAt: (logits: Float32Array) => Float32Array,
  ): Float32Array {
    const { passes, output, logits } = this.#forwardAll(steps, batch, () => undefined);
    const logitsGradient = this.#workspace.floats('asked gradient', logits.length);
    logitsGradient.set(gradientAt(logits));
    return this.#backwardAll(batch, passes, output, logitsGradient, true);
  }

  /** @param maskOf - dropout mask of so many outputs of a layer */
  #forwardAll(
    steps: Steps,
    batch: Batch,
    maskOf: (layer: number, length: number) => Float32Array | undefined,
  ): { passes: LayerPass[]; output: Float32Array; logits: Float32Array } {
    const passes: LayerPass[] = [];
    let output = this.#embedding.forward(steps, batch, this.#learning.weights);
    for (const layer of this.#layout.layers.keys()) {
      const pass = this.#forward(layer, batch, output, maskOf);
      passes.push(pass);
      output = this.#output(layer, batch, pass);
    }
    return { passes, output, logits: this.#dense(batch.size, output) };
  }

  #forward(
    layer: number,
    batch: Batch,
    input: Float32Array,
    maskOf: (layer: number, length: number) => Float32Array | undefined,
  ): LayerPass {
    const { batch: projected, shape } = this.#project(layer, batch, input);
    const states = this.#states(layer, batch);
    this.#kernel.lstm(projected, this.#recurrent(layer), states);
    const length = this.#isLast(layer) ? batch.size * projected.units : states.hidden.length;
    return { batch: projected, states, input, shape, mask: maskOf(layer, length) };
  }

  /** Leaves the gradient by all weights but embeddings in `learning`; returns that by the input. */
  #backwardAll(
    batch: Batch,
    passes: readonly LayerPass[],
    output: Float32Array,
    logitsGradient: Float32Array,
    isInputAsked: boolean,
  ): Float32Array {
    this.#learning.gradient.fill(0);
    let outputGradient = this.#denseGradient(batch.size, output, logitsGradient);
    for (const [layer, pass] of [...passes.entries()].reverse()) {
      outputGradient = this.#backward(layer, pass, outputGradient, layer > 0 || isInputAsked);
    }
    return outputGradient;
  }

  /** What the next layer reads: all hidden states, or the last ones, after dropout. */
  #output(
    layer: number,
    batch: Batch,
    { states, mask, batch: { units } }: LayerPass,
  ): Float32Array {
    const { hidden } = states;
    const output = this.#isLast(layer)
      ? hidden.subarray((batch.timesteps - 1) * batch.size * units)
      : hidden;
    if (mask === undefined) return output;
    return applyMask(output, mask, this.#workspace.floats(`dropped ${layer}`, output.length));
  }

  /** Adds the gradient of one layer; returns the gradient by its input. */
  #backward(
    layer: number,
    pass: LayerPass,
    outputGradient: Float32Array,
    hasInputGradient: boolean,
  ): Float32Array {
    const { states, mask, shape, batch: projected } = pass;
    const slots = this.#slots(layer);
    if (mask !== undefined) applyMask(outputGradient, mask, outputGradient);
    const hiddenGradient = this.#workspace.floats(`hidden gradient ${layer}`, states.hidden.length);
    hiddenGradient.fill(0);
    hiddenGradient.set(outputGradient, states.hidden.length - outputGradient.length);
    const projectedGradient = this.#workspace.floats(
      'projected gradient',
      projected.projected.length,
    );
    projectedGradient.fill(0);
    this.#kernel.lstmGradient(
      projected,
      this.#recurrent(layer),
      states,
      hiddenGradient,
      projectedGradient,
      slotOf(this.#learning.gradient, slots.recurrent),
    );
    const inputGradient = this.#workspace.floats(
      `input gradient ${layer}`,
      hasInputGradient ? shape.rows * shape.inner : 0,
    );
    this.#kernel.denseGradient(
      shape,
      pass.input,
      slotOf(this.#learning.weights, slots.kernel),
      projectedGradient,
      {
        weights: slotOf(this.#learning.gradient, slots.kernel),
        bias: slotOf(this.#learning.gradient, slots.bias),
        input: hasInputGradient ? inputGradient : undefined,
      },
    );
    return inputGradient;
  }

  /** input · kernel + bias: of each distinct step for the first layer, else at every timestep. */
  #project(
    layer: number,
    batch: Batch,
    input: Float32Array,
  ): { batch: LstmBatch; shape: MatrixShape } {
    const { size, timesteps, alive } = batch;
    const { kernel, bias, recurrent } = this.#slots(layer);
    const rows = layer === 0 ? batch.distinct.length : timesteps * size;
    const shape = { rows, inner: kernel.rows, columns: kernel.columns };
    const projected = this.#workspace.floats(`projected ${layer}`, rows * kernel.columns);
    this.#kernel.dense(
      shape,
      input,
      slotOf(this.#learning.weights, kernel),
      slotOf(this.#learning.weights, bias),
      projected,
    );
    const index = layer === 0 ? batch.index : this.#everyStep(timesteps * size);
    return { batch: { units: recurrent.rows, size, timesteps, alive, projected, index }, shape };
  }

  #everyStep(count: number): Int32Array {
    const index = this.#workspace.integers('every step', count);
    for (let at = 0; at < count; at++) index[at] = at;
    return index;
  }

  #states(layer: number, { size, timesteps }: Batch): LstmStates {
    const units = this.#slots(layer).recurrent.rows;
    const floats = (name: string, width: number, steps = timesteps): Float32Array =>
      this.#workspace.floats(`${name} ${layer}`, steps * size * width);
    return {
      gates: floats('gates', 4 * units),
      cells: floats('cells', units),
      tanhCells: floats('tanh cells', units),
      hidden: floats('hidden', units),
      cellGradient: floats('cell gradient', units, 1),
    };
  }

  #dense(size: number, hidden: Float32Array): Float32Array {
    const { kernel, bias } = this.#layout.dense;
    const logits = this.#workspace.floats('logits', size * kernel.columns);
    const shape = { rows: size, inner: kernel.rows, columns: kernel.columns };
    this.#kernel.dense(
      shape,
      hidden,
      slotOf(this.#learning.weights, kernel),
      slotOf(this.#learning.weights, bias),
      logits,
    );
    return logits;
  }

  #denseGradient(size: number, hidden: Float32Array, logitsGradient: Float32Array): Float32Array {
    const { kernel, bias } = this.#layout.dense;
    const shape = { rows: size, inner: kernel.rows, columns: kernel.columns };
    const input = this.#workspace.floats('last hidden gradient', size * kernel.rows);
    this.#kernel.denseGradient(
      shape,
      hidden,
      slotOf(this.#learning.weights, kernel),
      logitsGradient,
      {
        weights: slotOf(this.#learning.gradient, kernel),
        bias: slotOf(this.#learning.gradient, bias),
        input,
      },
    );
    return input;
  }

  #slots(layer: number): WeightLayout['layers'][number] {
    return this.#layout.layers[layer] as WeightLayout['layers'][number];
  }

  #recurrent(layer: number): Float32Array {
    return slotOf(this.#learning.weights, this.#slots(layer).recurrent);
  }

  #isLast(layer: number): boolean {
    return layer === this.#layout.layers.length - 1;
  }
}
