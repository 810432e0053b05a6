import { referenceKernel } from '../../src/kernel/reference-kernel.ts';
import { BuiltinEngine } from '../../src/model/builtin-engine.ts';
import { engineSuite } from './engine-suite.ts';

engineSuite(
  'built-in engine on the reference kernel',
  (spec, weights) => new BuiltinEngine(referenceKernel, spec, weights),
);
