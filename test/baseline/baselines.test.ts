import { describe, expect, it } from '@jest/globals';
import {
  type Baseline,
  type BaselineExamples,
  fitBaselines,
} from '../../src/baseline/baselines.ts';
import type { Sequences } from '../../src/encode/rows/steps.ts';
import { classProbabilities } from '../../src/evaluate/probabilities.ts';
import type { ClassTarget, NumberTarget } from '../../src/model/target.ts';
import type { NetworkSpec } from '../../src/network/network-spec.ts';
import { createRandom } from '../../src/random.ts';
import { taskOf } from '../../src/tasks/table.ts';

const rest = { breathe: async () => undefined };
const number: NumberTarget = { mode: 'regress', field: 'bytes', mean: 10, scale: 2 };

function classesOf(...classes: string[]): ClassTarget {
  return { mode: 'classify', field: 'action', classes };
}

function networkFor(target: ClassTarget | NumberTarget, features: number): NetworkSpec {
  return { features, embeddings: [], units: [4], dropout: 0, ...taskOf(target).output(target) };
}

/** Makes a window of each row and, where `window` is larger than 1, of the rows before it. */
function windowsOf(features: Float32Array, width: number, window = 1): Sequences {
  const count = features.length / width;
  const at = Int32Array.from({ length: count }, (_, row) => row);
  return {
    steps: { count, width, features, idCount: 0, ids: new Int32Array(0) },
    starts: at.map((row) => Math.max(0, row - window + 1)),
    lengths: at.map((row) => Math.min(window, row + 1)),
  };
}

/** Makes one sequence of tokens for each row. */
function tokensOf(rows: readonly (readonly number[])[], count: number): Sequences {
  const length = rows[0]?.length ?? 0;
  return {
    steps: {
      count,
      width: 0,
      features: new Float32Array(0),
      idCount: 1,
      ids: Int32Array.from({ length: count }, (_, token) => token),
    },
    starts: Int32Array.from(rows, (_, row) => row * length),
    lengths: new Int32Array(rows.length).fill(length),
    order: Int32Array.from(rows.flat()),
  };
}

function named(baselines: readonly Baseline[], name: string): Baseline {
  const found = baselines.find((baseline) => baseline.name === name);
  if (found === undefined) throw new Error(`no baseline ${name}`);
  return found;
}

/** Makes examples of which all rows are training rows. */
function examplesOf(sequences: Sequences, targets: readonly number[]): BaselineExamples {
  return {
    sequences,
    training: Int32Array.from(targets, (_, row) => row),
    targets: Float32Array.from(targets),
  };
}

describe('baselines of classes', () => {
  it.each<[string, string[], number[], string, number[]]>([
    ['two classes', ['no', 'yes'], [0, 0, 0, 1], 'always no', [0.75, 0.25]],
    ['as many of both: the positive one', ['no', 'yes'], [0, 1], 'always yes', [0.5, 0.5]],
    ['three classes', ['a', 'b', 'c'], [0, 2, 2, 1], 'always c', [0.25, 0.25, 0.5]],
    ['one without training rows', ['a', 'b', 'c'], [1, 1, 1, 0], 'always b', [0.25, 0.75, 0]],
    ['one of two without training rows', ['no', 'yes'], [0, 0], 'always no', [1, 0]],
  ])('predict the shares of the classes: %s', async (_, names, targets, name, shares) => {
    const target = classesOf(...names);
    const examples = examplesOf(windowsOf(new Float32Array(targets.length), 1), targets);

    const baselines = await fitBaselines(
      { ...examples, target, previous: undefined },
      networkFor(target, 1),
      rest,
    );

    expect(baselines.map((baseline) => baseline.name)).toEqual([name, 'logistic regression']);
    const logits = await named(baselines, name).predict(Int32Array.of(0, 1));
    const probabilities = [...classProbabilities(target, logits)];
    const expected = shares.map((share) => expect.closeTo(share, 6));
    expect(logits.every(Number.isFinite)).toBe(true);
    expect(probabilities).toEqual([...expected, ...expected]);
  });

  it.each([2, 3])('separate %d classes by a token that tells them', async (classes) => {
    const random = createRandom(1);
    const target = classesOf(...['a', 'b', 'c'].slice(0, classes));
    const targets = Array.from({ length: 90 }, (_, row) => row % classes);
    const rows = targets.map((index) => [random.integer(4), 4 + index, 7 + random.integer(9)]);
    const examples = examplesOf(tokensOf(rows, 16), targets);

    const baselines = await fitBaselines(
      { ...examples, target, previous: undefined },
      networkFor(target, 0),
      rest,
    );

    const logits = await named(baselines, 'logistic regression').predict(examples.training);
    const probabilities = classProbabilities(target, logits);
    for (const [row, index] of targets.entries()) {
      expect(probabilities[row * classes + index]).toBeGreaterThan(0.8);
    }
  });
});

describe('baselines of numbers', () => {
  const random = createRandom(2);
  const features = Float32Array.from({ length: 200 }, random.normal);
  const targets = Array.from(
    features,
    (value, row) => 0.8 * value + 0.3 * (features[row - 1] ?? 0),
  );
  const network = networkFor(number, 1);

  it('are the mean and ridge, and the last value where rows have one', async () => {
    const examples = examplesOf(windowsOf(features, 1, 3), targets);
    const previous = (sample: number): number => targets[sample - 1] ?? Number.NaN;

    const without = await fitBaselines(
      { ...examples, target: number, previous: undefined },
      network,
      rest,
    );
    const baselines = await fitBaselines({ ...examples, target: number, previous }, network, rest);

    const samples = Int32Array.of(0, 1, 50);
    expect(without.map(({ name }) => name)).toEqual(['mean', 'ridge']);
    expect(baselines.map(({ name }) => name)).toEqual(['mean', 'last value', 'ridge']);
    expect([...(await named(baselines, 'mean').predict(samples))]).toEqual([0, 0, 0]);
    expect([...(await named(baselines, 'last value').predict(samples))]).toEqual(
      [0, targets[0], targets[49]].map((value) => expect.closeTo(value as number, 6)),
    );
  });

  it('learn a trend over the rows of a window', async () => {
    const mean = (row: number): number =>
      features.subarray(row - 3, row + 1).reduce((sum, value) => sum + value / 4, 0);
    const rows = Int32Array.from({ length: 190 }, (_, at) => at + 10);
    const trend = Float32Array.from(features, (value, row) => (row < 3 ? 0 : value - mean(row)));
    const examples = { sequences: windowsOf(features, 1, 4), training: rows, targets: trend };

    const baselines = await fitBaselines(
      { ...examples, target: number, previous: undefined },
      network,
      rest,
    );

    const predicted = await named(baselines, 'ridge').predict(rows);
    for (const [at, row] of rows.entries()) {
      expect(Math.abs(predicted[at] - trend[row])).toBeLessThan(0.1);
    }
  });
});

describe('baselines', () => {
  const random = createRandom(3);
  const [width, count] = [60, 9000];
  const features = Float32Array.from({ length: count * width }, random.normal);
  const sequences = windowsOf(features, width, 3);
  const training = Int32Array.from({ length: count / 2 }, (_, row) => row);
  const targets = Float32Array.from({ length: count }, (_, row) => features[row * width]);
  const network = networkFor(number, width);

  it('do not see held-out rows', async () => {
    const hidden = targets.map((value, row) => (row < count / 2 ? value : Number.NaN));
    const altered = windowsOf(
      features.map((value, at) => (at < features.length / 2 ? value : 9)),
      width,
      3,
    );
    const samples = Int32Array.of(0, 700, count / 2 - 1);

    const one = await fitBaselines(
      { sequences, training, targets, target: number, previous: undefined },
      network,
      rest,
    );
    const other = await fitBaselines(
      { sequences: altered, training, targets: hidden, target: number, previous: undefined },
      network,
      rest,
    );

    expect(await named(one, 'ridge').predict(samples)).toEqual(
      await named(other, 'ridge').predict(samples),
    );
  });

  it('predict many samples in parts as they predict each alone', async () => {
    const samples = Int32Array.from({ length: count }, (_, at) => count - 1 - at);

    const baselines = await fitBaselines(
      { sequences, training, targets, target: number, previous: undefined },
      network,
      rest,
    );

    const all = await named(baselines, 'ridge').predict(samples);
    expect(all).toHaveLength(count);
    for (const at of [0, 554, 555, 556, count - 1]) {
      const alone = await named(baselines, 'ridge').predict(samples.subarray(at, at + 1));
      expect([...alone]).toEqual([all[at]]);
    }
    expect(await named(baselines, 'ridge').predict(new Int32Array(0))).toHaveLength(0);
  });

  it('learn from 200,000 examples at most, evenly', async () => {
    const many = 400_000;
    const values = Float32Array.from({ length: many }, random.normal);
    const examples = {
      sequences: windowsOf(values, 1),
      training: Int32Array.from({ length: many }, (_, row) => row),
      // A null target that is read would make every prediction NaN.
      targets: values.map((value, row) => (row % 2 === 0 ? value : Number.NaN)),
    };

    const baselines = await fitBaselines(
      { ...examples, target: number, previous: undefined },
      networkFor(number, 1),
      rest,
    );

    const [predicted] = await named(baselines, 'ridge').predict(Int32Array.of(7));
    expect(predicted).toBeCloseTo(values[7], 3);
  });
});
