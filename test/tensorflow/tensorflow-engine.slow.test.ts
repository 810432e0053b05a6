import { referenceKernel } from '../../src/kernel/reference-kernel.ts';
import { Learning } from '../../src/network/learning.ts';
import { TensorflowEngine } from '../../src/tensorflow/tensorflow-engine.ts';
import { engineSuite } from '../network/engine-suite.ts';
import { cpuTensorflow } from '../support/tensorflow/cpu-backend.ts';
import { tensorflowSuite } from './tensorflow-suite.ts';

engineSuite(
  'TensorFlow engine on the CPU backend of TensorFlow.js',
  (spec, weights) =>
    new TensorflowEngine(cpuTensorflow, spec, new Learning(referenceKernel, spec, weights)),
);

tensorflowSuite('the CPU backend of TensorFlow.js', cpuTensorflow);
