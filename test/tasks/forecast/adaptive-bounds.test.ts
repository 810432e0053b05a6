import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createRandom, type Random } from '../../../src/random.ts';
import { AdaptiveBounds, USUAL_WIDTHS } from '../../../src/tasks/forecast/adaptive-bounds.ts';

/** A normal error of standard deviation 1 has the mean size 0.485 in half intervals of 90 %, which are 1.645. */
const HALF = 1.645;
const SIZE = 0.7979 / HALF;

/** Returns the share of values within bounds that adapt to errors of the sizes that `sizeAt` gives. */
function coverage(
  horizon: number,
  sizeAt: (row: number) => number,
  { rows = 4000, share = 0.9, noise = (random: Random): number => random.normal() } = {},
): number {
  const bounds = new AdaptiveBounds({ share, size: SIZE, horizon });
  const random = createRandom(1);
  let within = 0;
  for (let row = 0; row < rows; row++) {
    const distance = (sizeAt(row) * noise(random)) / HALF;
    const { below, above } = bounds.next('', distance).widths;
    if (distance >= -below && distance <= above) within++;
  }
  return within / rows;
}

describe('AdaptiveBounds', () => {
  it.each([
    ['errors as those of held-out rows', () => 1],
    ['errors four times as large', () => 4],
    ['errors half as large', () => 0.5],
    ['errors that double on the way', (row: number) => (row < 2000 ? 1 : 2)],
    ['errors that grow twentyfold', (row: number) => Math.exp((3 * row) / 4000)],
  ])('hold nine of ten values with %s', (_, sizeAt) => {
    for (const horizon of [1, 12]) {
      const held = coverage(horizon, sizeAt);
      expect(held).toBeGreaterThan(0.88);
      expect(held).toBeLessThan(0.92);
    }
  });

  it('hold another share as well', () => {
    const held = coverage(1, () => 3, { share: 0.5 });

    expect(held).toBeGreaterThan(0.47);
    expect(held).toBeLessThan(0.53);
  });

  it('hold values that come to lie on one side', () => {
    expect(coverage(1, () => 1, { noise: (random) => random.normal() + 1.5 })).toBeGreaterThan(
      0.88,
    );
  });

  it('are those of the model until the forecast of a row could know the error of another', () => {
    const bounds = new AdaptiveBounds({ share: 0.9, size: SIZE, horizon: 3 });

    const widths = [9, 9, 9, 0].map((distance) => bounds.next('', distance).widths);

    expect(widths.slice(0, 3)).toEqual([USUAL_WIDTHS, USUAL_WIDTHS, USUAL_WIDTHS]);
    expect(widths[3]?.above).toBeGreaterThan(1);
  });

  it('know all errors of an entity after its last row, and count none twice', () => {
    const bounds = new AdaptiveBounds({ share: 0.9, size: SIZE, horizon: 3 });
    for (const distance of [9, 9]) bounds.next('', distance);

    const after = bounds.after('');

    expect(after.above).toBeGreaterThan(1);
    expect(bounds.after('')).toEqual(after);
  });

  it('learn nothing of values that are not known, nor of other entities', () => {
    const bounds = new AdaptiveBounds({ share: 0.9, size: SIZE, horizon: 1 });
    for (let row = 0; row < 9; row++) bounds.next('a', row < 5 ? 9 : Number.NaN);

    expect(bounds.next('b', 0)).toEqual({ widths: USUAL_WIDTHS, size: 1 });
    const known = bounds.next('a', Number.NaN);
    expect(bounds.next('a', Number.NaN)).toEqual(known);
  });

  it('stay finite and in order, whatever comes', () => {
    const distances = fc.array(fc.oneof(fc.double(), fc.constant(Number.POSITIVE_INFINITY)));
    fc.assert(
      fc.property(distances, fc.integer({ min: 1, max: 5 }), (all, horizon) => {
        const bounds = new AdaptiveBounds({ share: 0.9, size: 0.5, horizon });
        return all.every((distance) => {
          const { below, above } = bounds.next('', distance).widths;
          return below > 0 && above > 0 && Number.isFinite(below) && Number.isFinite(above);
        });
      }),
    );
  });

  it('know the size of errors: quickly where they grow, and slowly where they shrink', () => {
    const sizeAfter = (rows: number, distance: number): number => {
      const bounds = new AdaptiveBounds({ share: 0.9, size: 0.5, horizon: 1 });
      for (let row = 0; row < rows; row++) bounds.next('', distance);
      return bounds.next('', 0).size;
    };

    expect(sizeAfter(100, 1)).toBeGreaterThan(1.8);
    expect(sizeAfter(100, 0.05)).toBeGreaterThan(0.8);
    expect(sizeAfter(5000, 0.05)).toBeCloseTo(0.1, 1);
    expect(sizeAfter(400_000, 0)).toBeGreaterThan(0);
  });
});
