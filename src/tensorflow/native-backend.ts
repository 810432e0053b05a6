/**
 * Loads TensorFlow's native library with the part of `@tensorflow/tfjs-node` that speaks to it.
 *
 * @see build/tensorflow-folder.mjs, which makes the folder
 * @module
 */

import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { KernelBackend, Tensor } from '@tensorflow/tfjs-core';
import { fusedLstm } from './fused-lstm.ts';
import type { Tensorflow, TensorflowJs } from './tensorflow.ts';

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

/** The bundle of TensorFlow.js' core and tfjs-node's backend. */
interface TensorflowBundle {
  readonly tf: TensorflowJs;
  readonly NodeJSKernelBackend: new (
    binding: NativeBackend['binding'],
    packageName: string,
  ) => NativeBackend;
}

/** @param folder - with the bundle, the addon and TensorFlow's libraries */
export function loadTensorflow(folder: string): Tensorflow {
  const require = createRequire(join(folder, 'tfjs.cjs'));
  mendUtil(require('node:util'));
  const { tf, NodeJSKernelBackend }: TensorflowBundle = require('./tfjs.cjs');
  const backend = new NodeJSKernelBackend(require('./tfjs_binding.node'), '@tensorflow/tfjs-node');
  // Without its checks of every tensor, and without its advice on the console.
  tf.enableProdMode();
  tf.registerBackend('tensorflow', () => backend);
  tf.setBackend('tensorflow');
  return { tf, lstm: fusedLstm(tf, backend) };
}

/**
 * tfjs-node 4.22 calls a function that Node.js 23 dropped, and one that warns that it will go.
 * Mended in its sources, not released.
 */
function mendUtil(util: {
  isNullOrUndefined?: (value: unknown) => boolean;
  isArray?: (value: unknown) => boolean;
}): void {
  util.isNullOrUndefined ??= (value) => value === null || value === undefined;
  util.isArray = Array.isArray;
}
