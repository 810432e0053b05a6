/**
 * Computes the layers of a network in TensorFlow, forward and backward.
 *
 * @module
 */

import type { Tensor3D } from '@tensorflow/tfjs-core';
import { dropoutMask } from '../network/dropout.ts';
import { layoutWeights, type NetworkSpec, type WeightLayout } from '../network/network-spec.ts';
import type { Random } from '../random.ts';
import type { BatchInputs } from './batch-inputs.ts';
import { denseLayer, denseLayerGradient } from './dense-layer.ts';
import { inputLayer, inputLayerGradient } from './input-layer.ts';
import { readStates, statesGradient } from './read-states.ts';
import type { LstmPass, Tensorflow } from './tensorflow.ts';
import {
  type LstmSlots,
  lstmWeights,
  type WeightsToLearn,
  writeLstmGradient,
} from './weight-tensors.ts';

interface LayerInput {
  readonly layer: number;
  readonly input: Tensor3D;
  /** `random` draws the dropout mask; there is no dropout where it is absent. */
  readonly random?: Random;
}

/** The results of one LSTM layer that its gradient needs. */
interface LayerPass {
  /** The number of the layer. */
  readonly layer: number;
  readonly lstm: LstmPass;
  /** The input of the next layer, after dropout: `[T, B, U]`; the last layer has `[1, output rows, U]`. */
  readonly output: Tensor3D;
  readonly mask: Tensor3D | undefined;
}

export class Layers {
  readonly #tensorflow: Tensorflow;
  readonly #dropout: number;
  readonly #layout: WeightLayout;

  constructor(tensorflow: Tensorflow, spec: NetworkSpec) {
    this.#tensorflow = tensorflow;
    this.#dropout = spec.dropout;
    this.#layout = layoutWeights(spec);
  }

  /** Returns the logits, `[output rows, outputs]`. */
  predict(weights: Float32Array, inputs: BatchInputs): Float32Array {
    const { tf } = this.#tensorflow;
    const { embeddings, layers, dense } = this.#layout;
    return tf.tidy(() => {
      let input = inputLayer(tf, weights, embeddings, inputs);
      for (const layer of layers.keys()) {
        const before = input;
        // Each layer has a scope of its own, because the states of all layers would stay until the end
        // otherwise.
        input = tf.tidy(() => this.#forward(weights, inputs, { layer, input: before }).output);
        before.dispose();
      }
      return denseLayer(tf, weights, dense, input);
    });
  }

  /**
   * Writes the gradient of all weights.
   *
   * @param random - gives the dropout masks
   * @param logitsGradient - returns the gradient of the loss by the logits, at the logits; both are
   *   `[output rows, outputs]`
   */
  gradient(
    { weights, gradient }: WeightsToLearn,
    inputs: BatchInputs,
    random: Random,
    logitsGradient: (logits: Float32Array) => Float32Array,
  ): void {
    const { tf } = this.#tensorflow;
    const { embeddings, layers, dense } = this.#layout;
    tf.tidy(() => {
      const passes: LayerPass[] = [];
      let input = inputLayer(tf, weights, embeddings, inputs);
      for (const layer of layers.keys()) {
        const pass = this.#forward(weights, inputs, { layer, input, random });
        passes.push(pass);
        input = pass.output;
      }
      const byLogits = logitsGradient(denseLayer(tf, weights, dense, input));
      const last = { hidden: input, logitsGradient: byLogits };
      let by = denseLayerGradient(tf, { weights, gradient }, dense, last);
      for (const pass of passes.reverse()) by = this.#backward(pass, inputs, by, gradient);
      inputLayerGradient(tf, embeddings, inputs, { inputGradient: by, gradient });
    });
  }

  #forward(
    weights: Float32Array,
    inputs: BatchInputs,
    { layer, input, random }: LayerInput,
  ): LayerPass {
    const { tf } = this.#tensorflow;
    const { timesteps, size, absent } = inputs;
    const slots = this.#slots(layer);
    const given =
      absent === undefined
        ? input
        : tf.concat([input, tf.tensor3d(absent, [timesteps, size, 1])], 2);
    const lstm = this.#tensorflow.lstm(
      given,
      lstmWeights(tf, weights, slots, absent !== undefined),
    );
    const isLast = layer === this.#layout.layers.length - 1;
    const output = isLast ? readStates(tf, lstm.hidden, inputs) : lstm.hidden;
    const mask = random && this.#mask(output, random);
    return { layer, lstm, mask, output: mask === undefined ? output : tf.mul(output, mask) };
  }

  #mask({ size, shape }: Tensor3D, random: Random): Tensor3D | undefined {
    const dealt = dropoutMask(this.#dropout, new Float32Array(size), random);
    return dealt && this.#tensorflow.tf.tensor3d(dealt, shape);
  }

  /**
   * Writes the gradient of one layer.
   *
   * @param outputGradient - the gradient by the layer's output, in its shape
   * @returns the gradient by its input, `[T, B, inputs]`
   */
  #backward(
    { layer, lstm, mask }: LayerPass,
    inputs: BatchInputs,
    outputGradient: Tensor3D,
    gradient: Float32Array,
  ): Tensor3D {
    const { tf } = this.#tensorflow;
    const by = mask === undefined ? outputGradient : tf.mul<Tensor3D>(outputGradient, mask);
    const isLast = layer === this.#layout.layers.length - 1;
    const byHidden = isLast ? statesGradient(tf, by, inputs) : by;
    const written = { by: lstm.gradient(byHidden), hasAbsent: inputs.absent !== undefined };
    return writeLstmGradient(tf, written, this.#slots(layer), gradient);
  }

  #slots(layer: number): LstmSlots {
    return this.#layout.layers[layer] as LstmSlots;
  }
}
