import { expect, it } from '@jest/globals';
import { classFigures } from '../../src/evaluate/class-figures.ts';

// A line of numbers is [precision, recall, F1, support], worked out by hand.

it.each<[what: string, confusion: number[], figures: number[][]]>([
  [
    'two classes',
    [6, 2, 3, 9],
    [
      [6 / 9, 6 / 8, 12 / 17, 8],
      [9 / 11, 9 / 12, 18 / 23, 12],
    ],
  ],
  [
    'three classes, one of which is never predicted',
    [5, 0, 1, 2, 0, 2, 0, 0, 10],
    [
      [5 / 7, 5 / 6, 10 / 13, 6],
      [0, 0, 0, 4],
      [10 / 13, 1, 20 / 23, 10],
    ],
  ],
  [
    'a class that no row has',
    [4, 1, 0, 0],
    [
      [1, 0.8, 8 / 9, 5],
      [0, 0, 0, 0],
    ],
  ],
  [
    'no row',
    [0, 0, 0, 0],
    [
      [0, 0, 0, 0],
      [0, 0, 0, 0],
    ],
  ],
])('the figures of each class: %s', (_, confusion, figures) => {
  const size = figures.length;
  const classes = ['a', 'b', 'c'].slice(0, size);
  const found = classFigures(classes, { confusion });

  expect(found.map(({ name }) => name)).toEqual(classes);
  for (const [at, one] of found.entries()) {
    const [precision = 0, recall = 0, f1 = 0, support] = figures[at] ?? [];
    expect(one.precision).toBeCloseTo(precision, 12);
    expect(one.recall).toBeCloseTo(recall, 12);
    expect(one.f1).toBeCloseTo(f1, 12);
    expect(one.support).toBe(support);
    expect(one.predicted).toEqual(confusion.slice(at * size, (at + 1) * size));
  }
});
