import { describe, expect, it } from '@jest/globals';
import { fitLinearBaseline } from '../../src/baseline/linear-baseline.ts';
import { createRandom } from '../../src/random.ts';
import { windowsOf } from '../support/rows/baseline-examples.ts';

const rest = { breathe: async () => undefined };
const network = { embeddings: [], outputs: 1, loss: 'mean_squared_error' } as const;

describe('a linear baseline', () => {
  const encoder = { kind: 'features' } as const;
  const random = createRandom(3);
  const [width, count] = [60, 9000];
  const features = Float32Array.from({ length: count * width }, random.normal);
  const sequences = windowsOf(features, width, 3);
  const training = Int32Array.from({ length: count / 2 }, (_, row) => row);
  const targets = Float32Array.from({ length: count }, (_, row) => features[row * width]);

  it('does not see held-out rows', async () => {
    const hidden = targets.map((value, row) => (row < count / 2 ? value : Number.NaN));
    const altered = windowsOf(
      features.map((value, at) => (at < features.length / 2 ? value : 9)),
      width,
      3,
    );
    const samples = Int32Array.of(0, 700, count / 2 - 1);
    const one = await fitLinearBaseline({ encoder, sequences, training, targets }, network, rest);
    const other = await fitLinearBaseline(
      { encoder, sequences: altered, training, targets: hidden },
      network,
      rest,
    );

    expect(await one(samples)).toEqual(await other(samples));
  });

  it('predicts many samples in parts as each alone', async () => {
    const samples = Int32Array.from({ length: count }, (_, at) => count - 1 - at);
    const predict = await fitLinearBaseline(
      { encoder, sequences, training, targets },
      network,
      rest,
    );

    const all = await predict(samples);
    expect(all).toHaveLength(count);
    for (const at of [0, 554, 555, 556, count - 1]) {
      const alone = await predict(samples.subarray(at, at + 1));
      expect([...alone]).toEqual([all[at]]);
    }
    expect(await predict(new Int32Array(0))).toHaveLength(0);
  });

  it('learns from 200,000 examples at most, evenly', async () => {
    const many = 400_000;
    const values = Float32Array.from({ length: many }, random.normal);
    const examples = {
      encoder,
      sequences: windowsOf(values, 1),
      training: Int32Array.from({ length: many }, (_, row) => row),
      // One that is read makes every prediction NaN.
      targets: values.map((value, row) => (row % 2 === 0 ? value : Number.NaN)),
    };
    const predict = await fitLinearBaseline(examples, network, rest);

    const [predicted] = await predict(Int32Array.of(7));
    expect(predicted).toBeCloseTo(values[7], 3);
  });

  it('learns a trend over the rows of a window', async () => {
    const features = Float32Array.from({ length: 200 }, createRandom(2).normal);
    const mean = (row: number): number =>
      features.subarray(row - 3, row + 1).reduce((sum, value) => sum + value / 4, 0);
    const rows = Int32Array.from({ length: 190 }, (_, at) => at + 10);
    const trend = Float32Array.from(features, (value, row) => (row < 3 ? 0 : value - mean(row)));
    const examples = {
      encoder,
      sequences: windowsOf(features, 1, 4),
      training: rows,
      targets: trend,
    };
    const predict = await fitLinearBaseline(examples, network, rest);

    const predicted = await predict(rows);
    for (const [at, row] of rows.entries()) {
      expect(Math.abs(predicted[at] - trend[row])).toBeLessThan(0.1);
    }
  });
});
