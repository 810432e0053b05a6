import { describe, expect, it } from '@jest/globals';
import { range } from '../../src/encode/rows/row-lists.ts';
import { type Sequences, timestepsOf } from '../../src/encode/rows/steps.ts';
import type { Engine } from '../../src/network/engine.ts';
import { headsOf, type NetworkSpec } from '../../src/network/network-spec.ts';
import { createRandom } from '../../src/random.ts';
import {
  flat,
  type GoldenNetwork,
  goldenNetworks,
  goldenSequences,
  optimizerName,
  relativeError,
} from '../support/golden.ts';
import { prefixesOf } from '../support/rows/prefixes.ts';

/**
 * Checks what every engine must do, against Keras 3 (see test/golden/networks.py).
 *
 * @param tolerance - how far the score of a sequence may depend on its batch; 0 for equal bits
 */
export function engineSuite(
  name: string,
  createEngine: (spec: NetworkSpec, weights: Float32Array) => Engine,
  tolerance = 0,
): void {
  const engineFor = (golden: GoldenNetwork) =>
    createEngine({ ...golden.spec, dropout: 0 }, flat(golden.weights));
  const runs = goldenNetworks.flatMap((golden) =>
    Object.keys(golden.steps).map((optimizer) => [golden.name, optimizer, golden] as const),
  );

  describe(`${name} against Keras`, () => {
    it.each(runs)('%s: ten updates of %s give the same losses within 1e-4', (_, key, golden) => {
      const {
        learning_rate: learningRate,
        clip = 0,
        losses,
      } = golden.steps[key] as GoldenNetwork['steps'][string];
      const engine = engineFor(golden);
      const sequences = goldenSequences(golden);
      const samples = Int32Array.from(golden.lengths, (_length, b) => b);
      const targets = Float32Array.from(golden.targets);
      const rule = { optimizer: optimizerName(key), learningRate, clip };

      const seen = losses.map(
        () => engine.train(sequences, { samples, targets }, rule, createRandom(0)).loss,
      );

      expect(relativeError(seen, losses)).toBeLessThan(1e-4);
    });

    it.each(goldenNetworks.map((golden) => [golden.name, golden] as const))(
      `%s: a sequence scores the same alone and in any batch, ${tolerance === 0 ? 'bit for bit' : `within ${tolerance}`}`,
      (_, golden) => {
        const engine = engineFor(golden);
        const sequences = goldenSequences(golden);
        const all = Int32Array.from(golden.lengths, (_length, b) => b);

        const together = engine.predict(sequences, all);
        const alone = [...all].flatMap((b) => [...engine.predict(sequences, Int32Array.of(b))]);
        const reversed = engine.predict(sequences, all.toReversed());

        expect(relativeError(together, alone)).toBeLessThanOrEqual(tolerance);
        const { outputs } = golden.spec;
        const [last, first] = [reversed.slice(-outputs), together.slice(0, outputs)];
        expect(relativeError(last, first)).toBeLessThanOrEqual(tolerance);
      },
    );

    it.each(
      goldenNetworks
        .filter(({ spec }) => spec.loss !== 'mean_squared_error' && spec.heads === undefined)
        .map((golden) => [golden.name, golden] as const),
    )('%s: a class that weighs 2 counts as if its samples came twice', (_, golden) => {
      const sequences = goldenSequences(golden);
      const samples = [...golden.lengths.keys()];
      const heavy = samples.filter((sample) => golden.targets[sample] === 1);
      const weightsAfter = (batch: number[], learningRate: number, classWeights?: number[]) => {
        const engine = engineFor(golden);
        const targets = Float32Array.from(batch, (sample) => golden.targets[sample]);
        const rule = { optimizer: 'sgd', learningRate, clip: 0, classWeights } as const;
        engine.train(
          sequences,
          { samples: Int32Array.from(batch), targets },
          rule,
          createRandom(0),
        );
        return [...engine.weights()];
      };
      const classes = Math.max(2, golden.spec.outputs);
      const byClass = Array.from({ length: classes }, (_class, index) => (index === 1 ? 2 : 1));
      // The mean is over the samples of the batch, whatever their weights are.
      const twice = [...samples, ...heavy];
      const rate = (0.1 * twice.length) / samples.length;

      const weighed = weightsAfter(samples, 0.1, byClass);

      expect(heavy.length).toBeGreaterThan(0);
      expect(relativeError(weighed, weightsAfter(twice, rate))).toBeLessThan(1e-5);
      expect(relativeError(weighed, weightsAfter(samples, 0.1))).toBeGreaterThan(1e-4);
    });

    it.each(
      goldenNetworks
        .filter(({ spec }) => spec.features >= 2)
        .map((golden) => [golden.name, golden] as const),
    )(
      '%s: the first step of a sequence has its own last features, whatever its features say',
      (_, golden) => {
        const plain = goldenSequences(golden);
        const pausing = { ...plain, steps: { ...plain.steps, atFirst: [0, 1] } };
        /**
         * Makes the same steps with the last features of the first step of sequence b overwritten by
         * hand.
         */
        const overwritten = (b: number) => {
          const features = plain.steps.features.slice();
          const first = plain.starts[b];
          const end = ((plain.order?.[first] ?? first) + 1) * plain.steps.width;
          features.set([0, 1], end - 2);
          return { ...plain, steps: { ...plain.steps, features } };
        };
        const all = Int32Array.from(golden.lengths.keys());
        const rule = { optimizer: 'sgd', learningRate: 0.1, clip: 0 } as const;
        const trained = (sequences: Sequences) => {
          const engine = engineFor(golden);
          const target = golden.targets.slice(0, golden.targets.length / golden.batch);
          engine.train(
            sequences,
            { samples: Int32Array.of(0), targets: Float32Array.from(target) },
            rule,
            createRandom(0),
          );
          return [...engine.weights()];
        };

        const found = engineFor(golden).predict(pausing, all);

        const expected = [...all].flatMap((b) => [
          ...engineFor(golden).predict(overwritten(b), Int32Array.of(b)),
        ]);
        expect(relativeError(found, expected)).toBeLessThanOrEqual(tolerance);
        expect(relativeError(trained(pausing), trained(overwritten(0)))).toBeLessThan(1e-6);
      },
    );

    describe('outputs at every timestep', () => {
      const networks = goldenNetworks.map((golden) => [golden.name, golden] as const);
      const everyOf = ({ spec, weights }: GoldenNetwork) =>
        createEngine({ ...spec, dropout: 0, outputsAt: 'every' }, flat(weights));
      /** Returns targets for so many timesteps, `[timesteps, heads]`. */
      const targetsFor = ({ spec }: GoldenNetwork, timesteps: number) => {
        const heads = headsOf(spec);
        return Float32Array.from({ length: timesteps * heads.length }, (_, at) => {
          return (at * 7) % Math.max(2, heads[at % heads.length] ?? 1);
        });
      };

      it.each(networks)('%s: are those of each beginning of the sequence alone', (_, golden) => {
        const sequences = goldenSequences(golden);
        const samples = Int32Array.from(golden.lengths.keys()).toReversed();
        const prefixes = prefixesOf(sequences, samples);

        const whole = everyOf(golden).predict(sequences, samples);
        const alone = engineFor(golden).predict(prefixes, range(prefixes.starts.length));

        expect(whole).toHaveLength(timestepsOf(sequences, samples) * golden.spec.outputs);
        expect(relativeError(whole, alone)).toBeLessThanOrEqual(tolerance);
      });

      it.each(networks)(
        '%s: teach what all beginnings of the sequences teach together',
        (_, golden) => {
          const sequences = goldenSequences(golden);
          const samples = Int32Array.from(golden.lengths.keys());
          const prefixes = prefixesOf(sequences, samples);
          const targets = targetsFor(golden, prefixes.starts.length);
          const rule = { optimizer: 'sgd', learningRate: 0.1, clip: 0 } as const;
          const [whole, plain] = [everyOf(golden), engineFor(golden)];
          const each = { samples: range(prefixes.starts.length), targets };

          const result = whole.train(sequences, { samples, targets }, rule, createRandom(0));
          const { loss } = result;
          const logits = result.logits.slice();
          const expected = plain.train(prefixes, each, rule, createRandom(0));

          expect(relativeError([loss], [expected.loss])).toBeLessThan(1e-5);
          // The batches have other shapes, and so other orders of sums: a logit near 0 has no exact digits.
          expect(relativeError(logits, expected.logits, 0.1)).toBeLessThan(1e-5);
          expect(relativeError(whole.weights(), plain.weights(), 0.1)).toBeLessThan(1e-5);
          expect(relativeError(whole.weights(), flat(golden.weights), 0.1)).toBeGreaterThan(1e-4);
        },
      );

      it.each(networks)('%s: count a sequence as often as it is among the samples', (_, golden) => {
        const sequences = goldenSequences(golden);
        const samples = Int32Array.of(0, 1, 0, 2, 0, 1);
        const targets = targetsFor(golden, timestepsOf(sequences, samples));
        const batch = { samples, targets };
        const rule = { optimizer: 'sgd', learningRate: 0.1, clip: 0 } as const;
        const [shared, apart] = [everyOf(golden), everyOf(golden)];

        const { loss } = shared.train(
          { ...sequences, isShared: true },
          batch,
          rule,
          createRandom(0),
        );
        const expected = apart.train(sequences, batch, rule, createRandom(0));

        expect(relativeError([loss], [expected.loss])).toBeLessThan(1e-6);
        expect(relativeError(shared.weights(), apart.weights(), 0.1)).toBeLessThan(1e-6);
      });
    });

    it('trains on dropout masks of its seed: equal seeds, equal weights', () => {
      const [golden] = goldenNetworks as [GoldenNetwork];
      const train = (seed: number, dropout: number): number[] => {
        const engine = createEngine({ ...golden.spec, dropout }, flat(golden.weights));
        const samples = Int32Array.from(golden.lengths, (_length, b) => b);
        const rule = { optimizer: 'adam', learningRate: 0.01, clip: 1 } as const;
        engine.train(
          goldenSequences(golden),
          { samples, targets: Float32Array.from(golden.targets) },
          rule,
          createRandom(seed),
        );
        return [...engine.weights()];
      };

      expect(train(1, 0.5)).toEqual(train(1, 0.5));
      expect(train(1, 0.5)).not.toEqual(train(2, 0.5));
      expect(train(1, 0)).toEqual(train(2, 0));
    });
  });
}
