import { existsSync } from 'node:fs';
import { it } from '@jest/globals';
import { createSimdKernel } from '../../src/kernel/simd-kernel.ts';
import { Learning } from '../../src/network/learning.ts';
import { loadTensorflow } from '../../src/tensorflow/native-backend.ts';
import { TensorflowEngine } from '../../src/tensorflow/tensorflow-engine.ts';
import { engineSuite } from '../network/engine-suite.ts';
import { simdWasm } from '../support/kernel/simd-wasm.ts';
import { nativeFolder } from '../support/tensorflow/native-folder.ts';
import { tensorflowSuite } from '../tensorflow/tensorflow-suite.ts';

/** TensorFlow multiplies one row by other instructions than many. */
const BATCH_TOLERANCE = 1e-5;

if (existsSync(nativeFolder)) {
  const tensorflow = loadTensorflow(nativeFolder);

  engineSuite(
    'TensorFlow engine on the native backend',
    (spec, weights) =>
      new TensorflowEngine(
        tensorflow,
        spec,
        new Learning(createSimdKernel(simdWasm), spec, weights),
      ),
    BATCH_TOLERANCE,
  );
  tensorflowSuite('the native backend', tensorflow);
} else {
  // Jest does not name skipped tests.
  process.stderr.write('TensorFlow is not built here: "npm run native" builds and tests it.\n');
  it.skip('TensorFlow engine on the native backend: not built here, "npm run native" builds and tests it', () =>
    undefined);
}
