import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { dropBorder } from '../../../src/encode/rows/border-windows.ts';

const positions = (values: readonly number[]) => Int32Array.from(values);

describe('dropBorder', () => {
  it('leaves out the training windows on both sides of held-out windows', () => {
    const starts = positions([0, 0, 0, 1, 2, 3, 4, 5, 6, 7]);
    const split = {
      training: positions([0, 1, 2, 3, 6, 7, 8, 9]),
      validation: positions([4]),
      test: positions([5]),
    };

    const { training } = dropBorder(split, starts);

    // Windows have three rows: that of position 4 reads 2, 3 and 4, and that of position 7 reads 5, 6 and 7.
    expect([...training]).toEqual([0, 1, 8, 9]);
  });

  it('keeps neighbours that are of other sequences', () => {
    const starts = positions([0, 0, 0, 3, 3, 3]);
    const split = {
      training: positions([0, 1, 2]),
      validation: positions([3, 4, 5]),
      test: positions([]),
    };

    expect([...dropBorder(split, starts).training]).toEqual([0, 1, 2]);
  });

  it('keeps exactly the windows that share no row with a held-out one', () => {
    const part = fc.constantFrom('training', 'validation', 'test', 'none');
    fc.assert(
      fc.property(
        fc.array(part, { maxLength: 60 }),
        fc.integer({ min: 1, max: 9 }),
        (parts, window) => {
          const starts = positions(parts.map((_, at) => Math.max(0, at - window + 1)));
          const of = (name: string) =>
            positions([...parts.keys()].filter((at) => parts[at] === name));
          const split = {
            training: of('training'),
            validation: of('validation'),
            test: of('test'),
          };
          const held = [...split.validation, ...split.test];
          const shares = (at: number) =>
            held.some((other) => starts[other] <= at && starts[at] <= other);

          const kept = dropBorder(split, starts);

          expect([...kept.training]).toEqual([...split.training].filter((at) => !shares(at)));
          expect(kept).toMatchObject({ validation: split.validation, test: split.test });
        },
      ),
    );
  });
});
