import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { anyPositive, dropCrossing } from '../../../src/encode/rows/window-labels.ts';

describe('anyPositive', () => {
  it.each<[string, number[], number[], number[]]>([
    ['a positive row marks the windows that hold it', [0, 1, 0, 0], [0, 0, 1, 2], [0, 1, 1, 0]],
    ['a window of one row keeps its class', [0, 1, 0], [0, 1, 2], [0, 1, 0]],
    ['no window looks into another sequence', [1, 0, 0], [0, 1, 1], [1, 0, 0]],
    ['a null row stays null, and marks nothing', [1, Number.NaN, 0], [0, 0, 1], [1, Number.NaN, 0]],
  ])('%s', (_, classes, starts, expected) => {
    expect([...anyPositive(Float32Array.from(classes), Int32Array.from(starts))]).toEqual(expected);
  });

  it('is the largest class of each window', () => {
    const row = fc.record({ isPositive: fc.boolean(), back: fc.nat(5) });
    fc.assert(
      fc.property(fc.array(row), (rows) => {
        const classes = Float32Array.from(rows, ({ isPositive }) => Number(isPositive));
        const starts = Int32Array.from(rows, ({ back }, at) => Math.max(0, at - back));
        const largest = rows.map((_, at) => Math.max(...classes.slice(starts[at], at + 1)));

        expect([...anyPositive(classes, starts)]).toEqual(largest);
      }),
    );
  });
});

describe('dropCrossing', () => {
  it('drops the windows that hold a labelled row of another part', () => {
    const split = {
      training: Int32Array.of(0, 1, 2),
      // Row 3 has no label.
      validation: Int32Array.of(4, 5, 6),
      test: Int32Array.of(7),
    };
    const starts = Int32Array.of(0, 0, 1, 2, 2, 3, 4, 7);
    const { training, validation, test } = dropCrossing(split, starts, 8);

    expect([training, validation, test].map((part) => [...part])).toEqual([[0, 1, 2], [5, 6], [7]]);
  });

  it('is what looking into each window says', () => {
    const row = fc.record({ part: fc.nat(3), back: fc.nat(6) });
    fc.assert(
      fc.property(fc.array(row), (rows) => {
        const of = (part: number): Int32Array =>
          Int32Array.from(rows.flatMap((found, at) => (found.part === part ? [at] : [])));
        const starts = Int32Array.from(rows, ({ back }, at) => Math.max(0, at - back));
        const isWhole = (at: number): boolean =>
          rows
            .slice(starts[at], at)
            .every(({ part }) => part === 0 || part === (rows[at]?.part ?? 0));

        const split = { training: of(1), validation: of(2), test: of(3) };
        const { training, validation, test } = dropCrossing(split, starts, rows.length);

        expect([...training]).toEqual([...split.training].filter(isWhole));
        expect([...validation]).toEqual([...split.validation].filter(isWhole));
        expect([...test]).toEqual([...split.test].filter(isWhole));
      }),
    );
  });
});
