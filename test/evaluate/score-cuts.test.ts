import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { scoreCuts, thresholdAt } from '../../src/evaluate/score-cuts.ts';

describe('scoreCuts', () => {
  it('counts both sides at or above each distinct score', () => {
    const cuts = scoreCuts([1, 0, 1, 0, 1], [0.2, 0.9, 0.5, 0.5, 0.5]);

    expect([...cuts.scores]).toEqual([0.9, 0.5, 0.2]);
    expect([...cuts.positives]).toEqual([0, 2, 3]);
    expect([...cuts.negatives]).toEqual([1, 2, 2]);
  });

  it('takes one class against the rest', () => {
    const cuts = scoreCuts([2, 0, 1, 2], [0.4, 0.3, 0.2, 0.1], 2);

    expect([...cuts.positives]).toEqual([1, 1, 1, 2]);
    expect([...cuts.negatives]).toEqual([0, 1, 2, 2]);
  });

  it('has no cut without examples', () => {
    expect(scoreCuts([], []).scores).toHaveLength(0);
  });

  it('agrees with counting, whatever the scores', () => {
    const example = fc.tuple(fc.integer({ min: 0, max: 1 }), fc.double({ noNaN: true }));
    fc.assert(
      fc.property(fc.array(example), (examples) => {
        const cuts = scoreCuts(
          examples.map(([actual]) => actual),
          examples.map(([, score]) => score),
        );
        const reaching = (cut: number, actual: number): number =>
          examples.filter((e) => e[0] === actual && e[1] >= cuts.scores[cut]).length;

        expect(cuts.scores).toHaveLength(new Set(examples.map(([, score]) => score)).size);
        for (const cut of cuts.scores.keys()) {
          expect(cuts.positives[cut]).toBe(reaching(cut, 1));
          expect(cuts.negatives[cut]).toBe(reaching(cut, 0));
        }
      }),
    );
  });

  it('terminates where scores are NaN', () => {
    expect(scoreCuts([1, 0, 0], [Number.NaN, 0.5, Number.NaN]).positives.at(-1)).toBe(1);
  });
});

describe('thresholdAt', () => {
  it.each([
    [[0.9, 0.3], 0, 0.6],
    [[0.9, 0.2], -1, 0.95],
    [[0.9, 0.2], 1, 0.1],
    [[0.51, 0.5], 0, 0.505],
    [[1, 0.5], 0, 0.75],
    [[1, 0.5], -1, 1],
    [[0.5, 0], 1, 0],
    [[1e-12, 3e-13], 0, 6e-13],
    [[], -1, 0.5],
  ])('of %j at %d is %d', (scores, cut, expected) => {
    expect(thresholdAt(Float64Array.from(scores, Math.fround), cut)).toBe(expected);
  });

  it('separates neighbours, even those next to each other in float32', () => {
    const share = fc.float({ min: 0, max: 1, noNaN: true });
    const next = (value: number): number => {
      const bits = new Int32Array(Float32Array.of(value).buffer);
      bits[0] = bits[0] + 1;
      return new Float32Array(bits.buffer)[0];
    };
    const pair = fc.oneof(
      fc.tuple(share, share),
      share.map((value): [number, number] => [value, Math.min(1, next(value))]),
    );
    fc.assert(
      fc.property(pair, ([a, b]) => {
        fc.pre(a !== b);
        const [upper, lower] = [Math.max(a, b), Math.min(a, b)];
        const threshold = Math.fround(thresholdAt(Float64Array.of(upper, lower), 0));

        expect(threshold).toBeGreaterThan(lower);
        expect(threshold).toBeLessThanOrEqual(upper);
      }),
      { numRuns: 500 },
    );
  });
});
