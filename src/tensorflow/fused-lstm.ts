/**
 * An LSTM layer as one operation of TensorFlow each way, which only its native backend has.
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

/** What we use of tfjs-node's backend; `tensorMap` is private there. */
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

/** i, cs, f, o, ci, co, h: what the gradient wants back, each `[T, B, U]`. */
const OUTPUTS = 7;
/** By x, cs_prev, h_prev, w, wci, wcf, wco, b. */
const GRADIENTS = 8;

export function fusedLstm(tf: TensorflowJs, backend: NativeBackend): LstmLayer {
  const { TF_ATTR_TYPE, TF_ATTR_BOOL, TF_FLOAT } = backend.binding;
  // cell_clip is left at its default, which is none.
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

/** seq_len_max, x, cs_prev, h_prev, w, wci, wcf, wco, b. */
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
 * TensorFlow.js has no int64 tensors, and what tfjs-node has instead leaks one at each use: this is
 * an int32 tensor whose two halves of the number are renamed before the backend writes them.
 */
function int64Scalar(tf: TensorflowJs, backend: NativeBackend, value: number): Tensor {
  const halves = tf.tensor1d([value, 0], 'int32');
  const info = backend.tensorMap.get(halves.dataId);
  info.dtype = backend.binding.TF_INT64;
  info.shape = [];
  return halves;
}
