/**
 * Loads TensorFlow's native library with the part of `@tensorflow/tfjs-node` that calls it.
 *
 * @see build/tensorflow-files.mjs, which makes the folder
 * @module
 */

import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fusedLstm, type NativeBackend } from './fused-lstm.ts';
import type { Tensorflow, TensorflowJs } from './tensorflow.ts';

/** The bundle of TensorFlow.js' core and tfjs-node's backend. */
interface TensorflowBundle {
  readonly tf: TensorflowJs;
  readonly NodeJSKernelBackend: new (
    binding: NativeBackend['binding'],
    packageName: string,
  ) => NativeBackend;
}

/** @param folder - the folder of the bundle, the addon and TensorFlow's libraries */
export function loadTensorflow(folder: string): Tensorflow {
  const require = createRequire(join(folder, 'tfjs.cjs'));
  mendUtil(require('node:util'));
  const { tf, NodeJSKernelBackend }: TensorflowBundle = require('./tfjs.cjs');
  const backend = new NodeJSKernelBackend(require('./tfjs_binding.node'), '@tensorflow/tfjs-node');
  // This turns off the checks of every tensor and the advice on the console.
  tf.enableProdMode();
  tf.registerBackend('tensorflow', () => backend);
  tf.setBackend('tensorflow');
  return { tf, lstm: fusedLstm(tf, backend) };
}

/**
 * Restores a function that tfjs-node 4.22 calls and Node.js 23 dropped, and replaces another one that
 * warns that it will be dropped. The sources of tfjs-node call neither any more, but no release has that.
 */
function mendUtil(util: {
  isNullOrUndefined?: (value: unknown) => boolean;
  isArray?: (value: unknown) => boolean;
}): void {
  util.isNullOrUndefined ??= (value) => value === null || value === undefined;
  util.isArray = Array.isArray;
}
