import { expect, it } from '@jest/globals';
import type { AnomalyTarget } from '../../../src/model/anomaly-target.ts';
import { nextCharacters } from '../../../src/tasks/anomaly/next-characters.ts';

it('after each step of a text comes the next character, and after the last one the end', () => {
  // Outcomes: other, a, b, end. The begin is step 3; the first text is `ab`, which two rows share, the second `b`.
  const vocabulary = { values: ['a', 'b'], hasNull: false };
  const target: AnomalyTarget = {
    mode: 'anomaly',
    heads: [{ kind: 'text', field: 'q', vocabulary }],
  };
  const sequences = {
    starts: Int32Array.of(0, 3, 0),
    lengths: Int32Array.of(3, 2, 3),
    order: Int32Array.of(3, 1, 2, 3, 2),
  };

  expect([...nextCharacters(target, sequences)]).toEqual([1, 2, 3, 2, 3]);
});
