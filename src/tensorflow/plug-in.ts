/**
 * Makes the engine of TensorFlow. The rest of the app names no other file of this folder, and loads this
 * one only for `engine=tensorflow`.
 *
 * @module
 */

import type { Engine } from '../network/engine.ts';
import type { Learning } from '../network/learning.ts';
import type { NetworkSpec } from '../network/network-spec.ts';
import { loadTensorflow } from './native-backend.ts';
import { TensorflowEngine } from './tensorflow-engine.ts';

/** TensorFlow reads these settings when it is loaded. */
const SETTINGS = {
  // With one thread, sums keep their order.
  TF_NUM_INTRAOP_THREADS: '1',
  TF_NUM_INTEROP_THREADS: '1',
  // Only errors go to search.log: TensorFlow warns at each operation on unusual sizes.
  TF_CPP_MIN_LOG_LEVEL: '2',
};

/** The folder of the app's programs, and the environment of the process. */
export interface TensorflowPlace {
  readonly folder: string;
  /** The environment; the settings that it lacks are added. */
  readonly env: Record<string, string | undefined>;
}

/**
 * @param learning - holds the weights to start from
 * @throws Error when this machine cannot load the libraries
 */
export function createTensorflowEngine(
  { folder, env }: TensorflowPlace,
  network: NetworkSpec,
  learning: Learning,
): Engine {
  for (const [name, value] of Object.entries(SETTINGS)) env[name] ??= value;
  return new TensorflowEngine(loadTensorflow(folder), network, learning);
}
