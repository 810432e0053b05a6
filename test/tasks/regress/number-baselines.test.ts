import { describe, expect, it } from '@jest/globals';
import { createRandom } from '../../../src/random.ts';
import { numberBaselines } from '../../../src/tasks/regress/number-baselines.ts';
import { examplesOf, windowsOf } from '../../support/rows/baseline-examples.ts';

const rest = { breathe: async () => undefined };
const network = { embeddings: [], outputs: 1, loss: 'mean_squared_error' } as const;

describe('baselines of numbers', () => {
  const random = createRandom(2);
  const features = Float32Array.from({ length: 200 }, random.normal);
  const targets = Array.from(
    features,
    (value, row) => 0.8 * value + 0.3 * (features[row - 1] ?? 0),
  );

  it('are the mean and ridge, and the value before where rows have one', async () => {
    const examples = examplesOf(windowsOf(features, 1, 3), targets);
    const previous = (sample: number): number => targets[sample - 1] ?? Number.NaN;

    const without = await numberBaselines(undefined, examples, network, rest);
    const [mean, last, ridge] = await numberBaselines(previous, examples, network, rest);

    const samples = Int32Array.of(0, 1, 50);
    expect(without.map(({ name }) => name)).toEqual(['mean', 'ridge']);
    expect([mean?.name, last?.name, ridge?.name]).toEqual(['mean', 'last value', 'ridge']);
    expect([...((await mean?.predict(samples)) ?? [])]).toEqual([0, 0, 0]);
    expect([...((await last?.predict(samples)) ?? [])]).toEqual(
      [0, targets[0], targets[49]].map((value) => expect.closeTo(value as number, 6)),
    );
  });
});
