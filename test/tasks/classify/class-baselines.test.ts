import { describe, expect, it } from '@jest/globals';
import { classProbabilities } from '../../../src/evaluate/probabilities.ts';
import type { ClassTarget } from '../../../src/model/target.ts';
import type { NetworkSpec } from '../../../src/network/network-spec.ts';
import { createRandom } from '../../../src/random.ts';
import { classBaselines } from '../../../src/tasks/classify/class-baselines.ts';
import { classify } from '../../../src/tasks/classify/task.ts';
import { examplesOf, tokensOf, windowsOf } from '../../support/rows/baseline-examples.ts';

const rest = { breathe: async () => undefined };

function classesOf(...classes: string[]): ClassTarget {
  return { mode: 'classify', field: 'action', classes };
}

function networkFor(target: ClassTarget, features: number): NetworkSpec {
  return { features, embeddings: [], units: [4], dropout: 0, ...classify.output(target) };
}

describe('baselines of classes', () => {
  it.each<[string, string[], number[], string, number[]]>([
    ['two classes', ['no', 'yes'], [0, 0, 0, 1], 'always no', [0.75, 0.25]],
    ['as many of both: the positive one', ['no', 'yes'], [0, 1], 'always yes', [0.5, 0.5]],
    ['three classes', ['a', 'b', 'c'], [0, 2, 2, 1], 'always c', [0.25, 0.25, 0.5]],
    ['one without training rows', ['a', 'b', 'c'], [1, 1, 1, 0], 'always b', [0.25, 0.75, 0]],
    ['one of two without training rows', ['no', 'yes'], [0, 0], 'always no', [1, 0]],
  ])('say the shares of the classes: %s', async (_, names, targets, name, shares) => {
    const target = classesOf(...names);
    const examples = examplesOf(windowsOf(new Float32Array(targets.length), 1), targets);

    const baselines = await classBaselines(target, examples, networkFor(target, 1), rest);

    expect(baselines.map((baseline) => baseline.name)).toEqual([name, 'logistic regression']);
    const logits = await baselines[0]?.predict(Int32Array.of(0, 1));
    const probabilities = [...classProbabilities(target, logits as Float32Array)];
    const expected = shares.map((share) => expect.closeTo(share, 6));
    expect(logits?.every(Number.isFinite)).toBe(true);
    expect(probabilities).toEqual([...expected, ...expected]);
  });

  it.each([2, 3])('separate %d classes by a token that tells them', async (classes) => {
    const random = createRandom(1);
    const target = classesOf(...['a', 'b', 'c'].slice(0, classes));
    const targets = Array.from({ length: 90 }, (_, row) => row % classes);
    const rows = targets.map((index) => [random.integer(4), 4 + index, 7 + random.integer(9)]);
    const examples = examplesOf(tokensOf(rows, 16), targets);

    const baselines = await classBaselines(target, examples, networkFor(target, 0), rest);

    const logits = await baselines[1]?.predict(examples.training);
    const probabilities = classProbabilities(target, logits as Float32Array);
    for (const [row, index] of targets.entries()) {
      expect(probabilities[row * classes + index]).toBeGreaterThan(0.8);
    }
  });
});
