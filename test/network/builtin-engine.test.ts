import { referenceKernel } from '../../src/kernel/reference-kernel.ts';
import { createSimdKernel } from '../../src/kernel/simd-kernel.ts';
import { BuiltinEngine } from '../../src/network/builtin-engine.ts';
import { engineSuite } from '../model/engine-suite.ts';
import { simdWasm } from '../support/simd-wasm.ts';

engineSuite(
  'built-in engine on the reference kernel',
  (spec, weights) => new BuiltinEngine(referenceKernel, spec, weights),
);

engineSuite(
  'built-in engine on the SIMD kernel',
  (spec, weights) => new BuiltinEngine(createSimdKernel(simdWasm), spec, weights),
);
