/**
 * The one file of this folder that the rest of the app names, and loads only for `engine=tensorflow`.
 *
 * @module
 */

import type { Engine } from '../network/engine.ts';
import type { Learning } from '../network/learning.ts';
import type { NetworkSpec } from '../network/network-spec.ts';
import { loadTensorflow } from './native-backend.ts';
import { TensorflowEngine } from './tensorflow-engine.ts';

/** What TensorFlow reads when it is loaded. */
const SETTINGS = {
  // One thread: sums keep their order.
  TF_NUM_INTRAOP_THREADS: '1',
  TF_NUM_INTEROP_THREADS: '1',
  // Errors only, which go to search.log: it warns at each operation on odd sizes.
  TF_CPP_MIN_LOG_LEVEL: '2',
};

/** Where TensorFlow is, and the environment of the process. */
export interface TensorflowPlace {
  readonly folder: string;
  /** Settings that it lacks are added. */
  readonly env: Record<string, string | undefined>;
}

/**
 * @param learning - with the weights to start from
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
