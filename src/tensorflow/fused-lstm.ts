/**
 * Computes an LSTM layer with one operation of TensorFlow each way; only its native backend has these
 * operations.
 *
 * @see tensorflow/core/ops/rnn_ops.cc: BlockLSTMV2 and BlockLSTMGradV2, gates in order i, f, c, o
 * @module
 */

import type { KernelBackend, Tensor, Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import type { LstmLayer, LstmWeights, TensorflowJs } from './tensorflow.ts';

/** An attribute of an operation, as TensorFlow's C interface takes it. */
export interface OperationAttribute {
  readonly name: string;
  readonly type: number;
  readonly value: number | boolean;
}

/** The part of tfjs-node's backend that this file uses; `tensorMap` is private there. */
export interface NativeBackend extends KernelBackend {
  readonly binding: {
    readonly TF_ATTR_TYPE: number;
    readonly TF_ATTR_BOOL: number;
    readonly TF_FLOAT: number;
    readonly TF_INT64: number;
  };
  readonly tensorMap: {
    get(dataId: object): { dtype: number; shape: number[] };
  };
  executeMultipleOutputs(
    name: string,
    attributes: readonly OperationAttribute[],
    inputs: readonly Tensor[],
    outputs: number,
  ): Tensor[];
}

/** The outputs i, cs, f, o, ci, co, h, which the gradient needs, each `[T, B, U]`. */
const OUTPUTS = 7;
/** The gradients by x, cs_prev, h_prev, w, wci, wcf, wco, b. */
const GRADIENTS = 8;

export function fusedLstm(tf: TensorflowJs, backend: NativeBackend): LstmLayer {
  const { TF_ATTR_TYPE, TF_ATTR_BOOL, TF_FLOAT } = backend.binding;
  // The attribute cell_clip stays at its default, which is no clipping.
  const attributes: OperationAttribute[] = [
    { name: 'T', type: TF_ATTR_TYPE, value: TF_FLOAT },
    { name: 'use_peephole', type: TF_ATTR_BOOL, value: false },
  ];
  return (input, weights) => {
    const given = operands(tf, backend, input, weights);
    const outputs = backend.executeMultipleOutputs('BlockLSTMV2', attributes, given, OUTPUTS);
    const hidden = outputs[OUTPUTS - 1] as Tensor3D;
    return {
      hidden,
      gradient: (hiddenGradient) => {
        const cellGradient = tf.zerosLike(hidden);
        const all = [...given, ...outputs, cellGradient, hiddenGradient];
        const gradients = backend.executeMultipleOutputs(
          'BlockLSTMGradV2',
          attributes,
          all,
          GRADIENTS,
        );
        return {
          input: gradients[0] as Tensor3D,
          matrix: gradients[3] as Tensor2D,
          bias: gradients[7] as Tensor1D,
        };
      },
    };
  };
}

/** Returns the operands seq_len_max, x, cs_prev, h_prev, w, wci, wcf, wco, b. */
function operands(
  tf: TensorflowJs,
  backend: NativeBackend,
  input: Tensor3D,
  { matrix, bias }: LstmWeights,
): Tensor[] {
  const units = bias.size / 4;
  const [timesteps, size] = input.shape;
  const state = tf.zeros([size, units]);
  const peephole = tf.zeros([units]);
  const length = int64Scalar(tf, backend, timesteps);
  return [length, input, state, state, matrix, peephole, peephole, peephole, bias];
}

/**
 * Makes an int64 tensor. TensorFlow.js has none, and what tfjs-node has instead leaks one at each use,
 * so this is an int32 tensor of the two halves of the number, whose type is changed before the backend
 * writes them.
 */
function int64Scalar(tf: TensorflowJs, backend: NativeBackend, value: number): Tensor {
  const halves = tf.tensor1d([value, 0], 'int32');
  const info = backend.tensorMap.get(halves.dataId);
  info.dtype = backend.binding.TF_INT64;
  info.shape = [];
  return halves;
}
