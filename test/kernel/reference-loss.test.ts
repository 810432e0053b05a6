import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Loss } from '../../src/kernel/kernel.ts';
import { meanLoss } from '../../src/kernel/reference-loss.ts';

/** @param heads - the number of outputs of each target of a sample; one target by default */
function loss(
  kind: Loss,
  logits: readonly number[],
  targets: readonly number[],
  heads: readonly number[] = [logits.length / targets.length],
) {
  const gradient = new Float32Array(logits.length);
  const value = meanLoss(
    kind,
    heads,
    { logits: Float32Array.from(logits), targets: Float32Array.from(targets) },
    gradient,
  );
  return { value, gradient: [...gradient] };
}

const near = (values: readonly number[], digits = 6): unknown[] =>
  values.map((value) => expect.closeTo(value, digits));

describe('meanLoss', () => {
  // The values are computed by hand: σ(ln 3) = 3/4, softmax(ln 1, ln 2, ln 3) = 1/6, 2/6, 3/6.
  it.each<[Loss, number[], number[], number, number[]]>([
    ['binary_crossentropy', [Math.log(3)], [1], Math.log(4 / 3), [-1 / 4]],
    ['binary_crossentropy', [Math.log(3)], [0], Math.log(4), [3 / 4]],
    ['binary_crossentropy', [0, 0], [0, 1], Math.log(2), [1 / 4, -1 / 4]],
    [
      'categorical_crossentropy',
      [0, Math.log(2), Math.log(3)],
      [1],
      Math.log(3),
      [1 / 6, -2 / 3, 1 / 2],
    ],
    ['categorical_crossentropy', [0, 0, 5, 5], [0, 1], Math.log(2), [-1 / 4, 1 / 4, 1 / 4, -1 / 4]],
    ['mean_squared_error', [3], [1], 4, [4]],
    ['mean_squared_error', [3, 0], [1, 1], 2.5, [2, -1]],
  ])('%s of %j for %j', (kind, logits, targets, value, gradient) => {
    const found = loss(kind, logits, targets);

    expect(found.value).toBeCloseTo(value, 6);
    expect(found.gradient).toEqual(near(gradient));
  });

  it.each<[string, Loss, readonly number[], number[], number[], number, number[]]>([
    [
      'adds the cross-entropies of several targets',
      'categorical_crossentropy',
      [2, 3],
      [0, Math.log(3), 0, Math.log(2), Math.log(3)],
      [0, 2],
      Math.log(4) + Math.log(2),
      [-3 / 4, 3 / 4, 1 / 6, 1 / 3, -1 / 2],
    ],
    [
      'leaves out a target that is not known',
      'categorical_crossentropy',
      [2, 2],
      [0, 0, 5, 9, 1, 1, 0, 0],
      [0, Number.NaN, Number.NaN, 1],
      Math.log(2),
      [-1 / 4, 1 / 4, 0, 0, 0, 0, 1 / 4, -1 / 4],
    ],
    ['has the mean of squared errors', 'mean_squared_error', [1, 1], [3, 0], [1, 1], 2.5, [2, -1]],
    [
      'counts an unknown number as no error',
      'mean_squared_error',
      [1, 1],
      [3, 7],
      [1, Number.NaN],
      2,
      [2, 0],
    ],
  ])('%s: %s with heads %j', (_, kind, heads, logits, targets, value, gradient) => {
    const found = loss(kind, logits, targets, heads);

    expect(found.value).toBeCloseTo(value, 6);
    expect(found.gradient).toEqual(near(gradient));
  });

  it.each<[Loss, number[], number[], number]>([
    ['binary_crossentropy', [1000], [0], 1000],
    ['binary_crossentropy', [-1000], [1], 1000],
    ['binary_crossentropy', [1000], [1], 0],
    ['categorical_crossentropy', [1000, 0, -1000], [2], 2000],
    ['categorical_crossentropy', [1000, 0, -1000], [0], 0],
  ])('%s of %j for %j does not overflow', (kind, logits, targets, value) => {
    const found = loss(kind, logits, targets);

    expect(found.value).toBeCloseTo(value, 3);
    expect(found.gradient.every(Number.isFinite)).toBe(true);
  });

  it('has gradients that finite differences find too', () => {
    const logit = fc.double({ min: -3, max: 3, noNaN: true });
    const kinds: readonly [Loss, number][] = [
      ['binary_crossentropy', 1],
      ['categorical_crossentropy', 4],
      ['mean_squared_error', 1],
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...kinds),
        fc.array(logit, { minLength: 8, maxLength: 8 }),
        ([kind, outputs], logits) => {
          const targets = Array.from({ length: 8 / outputs }, (_, sample) => sample % 2);
          const { gradient } = loss(kind, logits, targets);

          for (const at of logits.keys()) {
            const moved = (step: number): number =>
              loss(
                kind,
                logits.map((value, index) => value + (index === at ? step : 0)),
                targets,
              ).value;
            const slope = (moved(2 ** -7) - moved(-(2 ** -7))) / 2 ** -6;
            expect(gradient[at]).toBeCloseTo(slope, 3);
          }
        },
      ),
      { numRuns: 30 },
    );
  });
});
