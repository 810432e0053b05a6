import { describe, expect, it } from '@jest/globals';
import { applyCalibration, classWeightCalibration } from '../../src/evaluate/calibration.ts';

describe('applyCalibration', () => {
  it('gives each output its offset', () => {
    const logits = Float32Array.of(1, 2, 3, -1, 0, 1);

    const found = applyCalibration(logits, { slope: 2, offsets: [0.5, 0, -1] });

    expect([...found]).toEqual([2.5, 4, 5, -1.5, 0, 1]);
  });

  it('takes one output alone', () => {
    const logits = Float32Array.of(1.5, -2, 0);

    expect([...applyCalibration(logits, { slope: 2, offsets: [1] })]).toEqual([4, -3, 1]);
  });
});

describe('classWeightCalibration', () => {
  it.each([
    { weights: [1, 1], before: 0.3, after: 0.3 },
    { weights: [1, 4], before: 0.8, after: 0.5 },
    { weights: [2, 0.5], before: 0.2, after: 0.5 },
  ])('of two classes takes $before to $after for $weights', ({ weights, before, after }) => {
    const { slope, offsets } = classWeightCalibration(weights);
    const logit = slope * Math.log(before / (1 - before)) + offsets[0];

    expect(offsets).toHaveLength(1);
    expect(1 / (1 + Math.exp(-logit))).toBeCloseTo(after, 12);
  });

  it('of more classes divides the shares by the weights', () => {
    const { slope, offsets } = classWeightCalibration([1, 2, 5]);

    expect(slope).toBe(1);
    expect(offsets.map(Math.exp)).toEqual([1, 0.5, 0.2].map((share) => expect.closeTo(share, 12)));
  });
});
