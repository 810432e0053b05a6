import { describe, expect, it } from '@jest/globals';
import { fitModel } from '../../src/fit/pipeline.ts';
import { referenceKernel } from '../../src/kernel/reference-kernel.ts';
import type { HeldOut } from '../../src/model/examples.ts';
import { BuiltinEngine } from '../../src/network/builtin-engine.ts';
import type { EngineFactory } from '../../src/network/engine.ts';
import { Learning } from '../../src/network/learning.ts';
import { TensorflowEngine } from '../../src/tensorflow/tensorflow-engine.ts';
import { engineSuite } from '../network/engine-suite.ts';
import { relativeError } from '../support/golden.ts';
import { prepare } from '../support/models/models.ts';
import { type Row, resultsOf } from '../support/rows/rows.ts';
import { cpuTensorflow } from '../support/tensorflow/cpu-backend.ts';
import { tensorflowSuite } from './tensorflow-suite.ts';

engineSuite(
  'TensorFlow engine on the CPU backend of TensorFlow.js',
  (spec, weights) =>
    new TensorflowEngine(cpuTensorflow, spec, new Learning(referenceKernel, spec, weights)),
);

tensorflowSuite('the CPU backend of TensorFlow.js', cpuTensorflow);

const rows = Array.from({ length: 90 }, (_, at): Row => {
  return { _time: 3600 * at, load: at % 9 === 4 ? '' : 10 + 3 * Math.sin(at / 4) };
});

const builtin: EngineFactory = async (spec, weights) =>
  new BuiltinEngine(referenceKernel, spec, weights);
const tensorflow: EngineFactory = async (spec, weights) =>
  new TensorflowEngine(cpuTensorflow, spec, new Learning(referenceKernel, spec, weights));

const predictedIn = ({ prediction }: HeldOut): Float32Array =>
  prediction.mode === 'forecast' ? prediction.values : new Float32Array(0);

describe('a forecast fitted by TensorFlow', () => {
  it('is the one that the built-in engine fits', async () => {
    const fit = prepare(
      resultsOf(rows),
      'load from load into m horizon=3 window=4 units=3 epochs=2',
    );
    const hooks = {
      onEpoch: () => undefined,
      breathe: async () => undefined,
      now: () => 0,
      stop: () => undefined,
    };

    const [ours, theirs] = [
      await fitModel(fit, builtin, hooks),
      await fitModel(fit, tensorflow, hooks),
    ];

    const [expected, actual] = [ours, theirs].map(({ held }) => predictedIn(held));
    expect(relativeError(actual ?? [], expected ?? [])).toBeLessThan(1e-3);
    expect(theirs.model.header).toMatchObject({ forecast: { step: 3600 } });
    expect(theirs.model.header.training.metrics['mae']).toBeCloseTo(
      ours.model.header.training.metrics['mae'] ?? Number.NaN,
      3,
    );
  });
});
