import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { range } from '../../../src/encode/rows/row-lists.ts';
import { chooseOrigin, largestGap } from '../../../src/fit/encoders/choose-origin.ts';
import { createRandom } from '../../../src/random.ts';
import type { FeatureEncoder } from '../../../src/readings/rows/features.ts';

const TRAINING = 500;
const VALIDATION = 200;

const encoder: FeatureEncoder = {
  kind: 'features',
  fields: [
    { kind: 'numeric', field: 'load', isLog: false, center: 0, scale: 1, fill: 0, hasNull: false },
  ],
};

/** Makes windows of one row, whose levels are moved by so much in validation rows. */
function rowsOf(moved: number) {
  const random = createRandom(3);
  const count = TRAINING + VALIDATION;
  const levels = Float64Array.from({ length: count }, (_, at) => {
    return random.normal() + (at < TRAINING ? 0 : moved);
  });
  const features = Float32Array.from(levels);
  const steps = { count, width: 1, features, idCount: 0, ids: new Int32Array(0), levels };
  const all = range(count);
  return {
    encoder,
    sequences: { steps, starts: all, lengths: new Int32Array(count).fill(1) },
    targets: new Float32Array(count),
    training: all.subarray(0, TRAINING),
    validation: all.subarray(TRAINING),
  };
}

describe('chooseOrigin', () => {
  it('reads values as they are where later levels are those of training rows', () => {
    expect(chooseOrigin(rowsOf(0), 'load')).toEqual({ encoder, notices: [] });
  });

  it('reads distances from the last value where later levels are others, and says so', () => {
    expect(chooseOrigin(rowsOf(1), 'load')).toEqual({
      encoder: { ...encoder, isRelative: true },
      notices: [
        {
          level: 'INFO',
          text: 'load is read as distances from its last value: levels of 200 validation rows are not those of training rows.',
        },
      ],
    });
  });

  const moved = rowsOf(1);
  const { steps } = moved.sequences;
  const scaled = { offset: 0, column: 0, differences: [] };
  it.each([
    ['few validation rows', { ...moved, validation: moved.validation.subarray(0, 99) }, 'load'],
    ['a target whose past is no feature', moved, 'other'],
    [
      'windows that are scaled by themselves',
      { ...moved, sequences: { ...moved.sequences, steps: { ...steps, scaled } } },
      'load',
    ],
  ])('chooses nothing for %s', (_, rows, field) => {
    expect(chooseOrigin(rows, field)).toEqual({ encoder, notices: [] });
  });
});

describe('largestGap', () => {
  const sorted = fc
    .array(fc.integer({ min: 0, max: 9 }), { minLength: 1 })
    .map((values) => Float64Array.from(values).sort());

  it('is the largest difference of the shares of values up to any', () => {
    const shareUpTo = (values: Float64Array, most: number): number =>
      values.filter((value) => value <= most).length / values.length;
    fc.assert(
      fc.property(sorted, sorted, (a, b) => {
        const gaps = [...a, ...b].map((most) => Math.abs(shareUpTo(a, most) - shareUpTo(b, most)));
        expect(largestGap(a, b)).toBe(Math.max(...gaps));
      }),
    );
  });
});
