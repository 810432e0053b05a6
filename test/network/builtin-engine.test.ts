import { referenceKernel } from '../../src/kernel/reference-kernel.ts';
import { createSimdKernel } from '../../src/kernel/simd-kernel.ts';
import { BuiltinEngine } from '../../src/network/builtin-engine.ts';
import { simdWasm } from '../support/kernel/simd-wasm.ts';
import { engineSuite } from './engine-suite.ts';

engineSuite(
  'built-in engine on the reference kernel',
  (spec, weights) => new BuiltinEngine(referenceKernel, spec, weights),
);

engineSuite(
  'built-in engine on the SIMD kernel',
  (spec, weights) => new BuiltinEngine(createSimdKernel(simdWasm), spec, weights),
);
