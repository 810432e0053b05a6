import { describe, expect, it } from '@jest/globals';
import type { Sequences } from '../../src/encode/rows/steps.ts';
import { referenceKernel } from '../../src/kernel/reference-kernel.ts';
import { BuiltinEngine } from '../../src/network/builtin-engine.ts';
import type { Engine } from '../../src/network/engine.ts';
import { initialWeights } from '../../src/network/initial-weights.ts';
import { Learning } from '../../src/network/learning.ts';
import type { NetworkSpec } from '../../src/network/network-spec.ts';
import { createRandom } from '../../src/random.ts';
import type { Tensorflow } from '../../src/tensorflow/tensorflow.ts';
import { TensorflowEngine } from '../../src/tensorflow/tensorflow-engine.ts';
import { relativeError } from '../support/golden.ts';

const spec: NetworkSpec = {
  features: 3,
  embeddings: [{ vocabulary: 7, width: 2 }],
  units: [6, 5],
  dropout: 0.3,
  outputs: 3,
  loss: 'categorical_crossentropy',
};
const lengths = Int32Array.of(4, 1, 9, 9, 2, 7);
const samples = Int32Array.of(5, 1, 0, 3, 2, 4);
const targets = Float32Array.of(0, 2, 1, 1, 0, 2);

/** Makes windows of several lengths over the same steps, some of them backwards. */
function someSequences(): Sequences {
  const random = createRandom(1);
  const count = 12;
  return {
    steps: {
      count,
      width: spec.features,
      features: Float32Array.from({ length: count * spec.features }, () => random.normal()),
      idCount: 1,
      ids: Int32Array.from({ length: count }, () => random.integer(7)),
    },
    starts: Int32Array.of(0, 3, 2, 1, 10, 5),
    lengths,
    order: Int32Array.from({ length: count }, (_, at) => count - 1 - at),
  };
}

/**
 * Checks what holds wherever TensorFlow runs: it gives the same model as our engine, and leaves no tensor
 * behind.
 */
export function tensorflowSuite(name: string, tensorflow: Tensorflow): void {
  const weights = initialWeights(spec, 3);
  const ours = (): Engine => new BuiltinEngine(referenceKernel, spec, weights);
  const theirs = (): Engine =>
    new TensorflowEngine(tensorflow, spec, new Learning(referenceKernel, spec, weights));
  const train = (engine: Engine, updates: number): number[] => {
    const random = createRandom(4);
    const rule = { optimizer: 'adam', learningRate: 0.01, clip: 1 } as const;
    return Array.from(
      { length: updates },
      () => engine.train(someSequences(), { samples, targets }, rule, random).loss,
    );
  };

  describe(`TensorFlow engine on ${name} beside the built-in engine`, () => {
    it('scores sequences of all lengths the same', () => {
      const expected = ours().predict(someSequences(), samples);

      expect(relativeError(theirs().predict(someSequences(), samples), expected)).toBeLessThan(
        1e-5,
      );
    });

    it('trains on the same dropout masks to the same losses and weights', () => {
      const [expected, actual] = [ours(), theirs()];

      expect(relativeError(train(actual, 10), train(expected, 10))).toBeLessThan(1e-4);
      expect(relativeError(actual.weights(), expected.weights(), 0.1)).toBeLessThan(1e-3);
    });

    it('takes the weights of the other engine and scores as it does', () => {
      const [trained, fresh] = [ours(), theirs()];
      train(trained, 5);

      fresh.setWeights(trained.weights());

      expect([...fresh.weights()]).toEqual([...trained.weights()]);
      const expected = trained.predict(someSequences(), samples);
      expect(relativeError(fresh.predict(someSequences(), samples), expected)).toBeLessThan(1e-5);
    });

    it('leaves no tensor', () => {
      const before = tensorflow.tf.memory().numTensors;
      const engine = theirs();

      train(engine, 3);
      engine.predict(someSequences(), samples);

      expect(tensorflow.tf.memory().numTensors).toBe(before);
    });
  });
}
