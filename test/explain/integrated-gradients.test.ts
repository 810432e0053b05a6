import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { embedded, flatNetwork } from '../../src/explain/flat-network.ts';
import { integratedGradients, TOLERANCE } from '../../src/explain/integrated-gradients.ts';
import { referenceKernel } from '../../src/kernel/reference-kernel.ts';
import type { TaskPart } from '../../src/model/header.ts';
import type { Prediction } from '../../src/model/prediction.ts';
import type { Calibration } from '../../src/model/record.ts';
import type { LabelledTarget } from '../../src/model/target.ts';
import { BuiltinEngine } from '../../src/network/builtin-engine.ts';
import { initialWeights } from '../../src/network/initial-weights.ts';
import type { NetworkSpec } from '../../src/network/network-spec.ts';
import { createRandom } from '../../src/random.ts';
import type { Explained } from '../../src/tasks/explained-row.ts';
import { taskOf } from '../../src/tasks/table.ts';
import { flat, goldenNetworks, goldenSequences, relativeError } from '../support/golden.ts';

const TIMESTEPS = 4;
const WIDTH = 3;

const spec: NetworkSpec = {
  features: WIDTH,
  embeddings: [],
  units: [5, 4],
  dropout: 0,
  outputs: 3,
  loss: 'categorical_crossentropy',
};

/**
 * Makes an engine with larger weights than a fresh network has, so that every gate is far from linear.
 */
function engineOf(seed: number): BuiltinEngine {
  const random = createRandom(seed);
  const weights = initialWeights(spec, seed).map((weight) => weight + 0.5 * random.normal());
  return new BuiltinEngine(referenceKernel, spec, weights);
}

const first: Explained = {
  value: ([logit = 0]) => logit,
  gradient: () => Float32Array.of(1, 0, 0),
};

const input = fc
  .array(fc.double({ min: -3, max: 3, noNaN: true }), {
    minLength: TIMESTEPS * WIDTH,
    maxLength: TIMESTEPS * WIDTH,
  })
  .map((values) => Float32Array.from(values));

describe('integratedGradients', () => {
  it('has parts that add up to the difference of the outputs', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 99 }), input, input, (seed, from, to) => {
        const found = integratedGradients(engineOf(seed), { from, to, timesteps: 4 }, first);

        const sum = found.parts.reduce((total, part) => total + part, 0);
        const change = found.to - found.from;
        expect(Math.abs(sum - change)).toBeLessThanOrEqual(
          TOLERANCE * Math.max(1, Math.abs(change)),
        );
      }),
      { numRuns: 40 },
    );
  });

  it('gives nothing to an input that does not change', () => {
    const to = Float32Array.from({ length: 12 }, (_, at) => Math.sin(at + 1));
    const from = to.map((value, at) => (at % WIDTH === 1 ? value : -value));

    const { parts } = integratedGradients(engineOf(1), { from, to, timesteps: 4 }, first);

    for (const [at, part] of parts.entries()) {
      expect(part === 0).toBe(at % WIDTH === 1);
    }
  });

  it('is the slope times the difference on a short way', () => {
    const engine = engineOf(2);
    const from = Float32Array.from({ length: 12 }, (_, at) => Math.cos(at));
    const to = from.map((value, at) => (at === 7 ? value + 2 ** -6 : value));

    const found = integratedGradients(engine, { from, to, timesteps: 4 }, first);

    expect(found.parts[7]).toBeCloseTo(found.to - found.from, 6);
  });
});

describe('what a task explains', () => {
  const calibration: Calibration = { slope: 1.5, offsets: [0.2, -0.1, 0.4] };
  const [features, ids, levels] = [new Float32Array(0), new Int32Array(0), Float64Array.of(0)];
  const steps = { count: 1, width: 0, idCount: 0, features, ids, levels };
  const sequences = { steps, starts: Int32Array.of(0), lengths: Int32Array.of(1) };
  const explainedOf = (target: LabelledTarget, logits: Float32Array): Explained => {
    const part = { mode: target.mode, target, calibration, threshold: null } as TaskPart;
    const prediction = { mode: target.mode, logits } as Prediction;
    const predicted = { sequences, ends: Int32Array.of(0), prediction };
    const found = taskOf(part).explained(part, predicted, 0);
    if (found.by !== 'inputs') throw new Error('a label is explained by inputs');
    return found.value;
  };
  const classes = (count: number): LabelledTarget => ({
    mode: 'classify',
    field: 'y',
    classes: ['a', 'b', 'c'].slice(0, count),
  });
  const number: LabelledTarget = { mode: 'regress', field: 'y', mean: 7, scale: 3 };
  const values: [string, LabelledTarget, number[], number][] = [
    ['the calibrated logit of the positive class of two', classes(2), [2], 1.5 * 2 + 0.2],
    [
      'the log odds of the predicted class against the others',
      classes(3),
      [1, 2, 0],
      2.9 - Math.log(Math.exp(1.7) + Math.exp(0.4)),
    ],
    ['a number in its unit', number, [2], 13],
    ['a forecast, at its horizon', { ...number, mode: 'forecast', horizon: 3 }, [9, 5, 2], 13],
  ];

  it.each(values)('explains %s', (_, target, logits, value) => {
    const raw = Float32Array.from(logits);

    expect(explainedOf(target, raw).value(raw)).toBeCloseTo(value, 5);
  });

  it.each(values)('has the gradient that finite differences find: %s', (_, target, logits) => {
    const raw = Float32Array.from(logits);
    const explained = explainedOf(target, raw);

    const gradient = explained.gradient(raw);

    for (const at of raw.keys()) {
      const moved = (by: number) =>
        explained.value(raw.map((logit, index) => logit + (index === at ? by : 0)));
      const slope = (moved(2 ** -6) - moved(-(2 ** -6))) / 2 ** -5;
      expect(gradient[at]).toBeCloseTo(slope, 3);
    }
  });
});

describe('flatNetwork', () => {
  it.each(goldenNetworks.map((golden) => [golden.name, golden] as const))(
    '%s: says of embedded inputs what the network says of ids',
    (_, golden) => {
      const whole: NetworkSpec = { ...golden.spec, dropout: 0 };
      const weights = flat(golden.weights);
      const sequences = goldenSequences(golden);
      const all = Int32Array.from(golden.lengths.keys());
      const expected = new BuiltinEngine(referenceKernel, whole, weights).predict(sequences, all);

      const part = flatNetwork(whole, weights);
      const engine = new BuiltinEngine(referenceKernel, part.spec, part.weights);
      const found = golden.lengths.flatMap((length, sample) => {
        const features = embedded(whole, weights, sequences, sample);
        const width = features.length / length;
        const steps = { count: length, width, features, idCount: 0, ids: new Int32Array(0) };
        const single = { steps, starts: Int32Array.of(0), lengths: Int32Array.of(length) };
        return [...engine.predict(single, Int32Array.of(0))];
      });

      expect(relativeError(found, [...expected])).toBeLessThan(1e-6);
    },
  );
});
