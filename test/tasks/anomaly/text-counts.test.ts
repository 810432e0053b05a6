import { expect, it } from '@jest/globals';
import { range } from '../../../src/encode/rows/row-lists.ts';
import type { AnomalyTarget } from '../../../src/model/anomaly-target.ts';
import { textCountFigures } from '../../../src/tasks/anomaly/text-counts.ts';

it('characters are counted alone, and after the one before or the end of the text before', () => {
  // Outcomes: other, a, b, end. The texts are `ab` nine times, and `ba`.
  const vocabulary = { values: ['a', 'b'], hasNull: false };
  const target: AnomalyTarget = {
    mode: 'anomaly',
    heads: [{ kind: 'text', field: 'q', vocabulary }],
  };
  const steps = { count: 4, width: 0, features: new Float32Array(0), idCount: 1, ids: range(4) };
  const starts = Int32Array.of(...new Array(9).fill(0), 3);
  const order = Int32Array.of(3, 1, 2, 3, 2, 1);
  const sequences = { steps, starts, lengths: new Int32Array(10).fill(3), order };
  const data = { sequences, targets: new Float32Array(10), training: range(10) };

  const { value, pair } = textCountFigures(target, data, Int32Array.of(0));

  // Each of a, b and end is 10 of 30 outcomes.
  const frequency = (10 + 0.5) / (30 + 0.5 * 4);
  expect(value['surprise']).toBeCloseTo(-Math.log2(frequency), 6);
  const after = (9 + frequency) / (10 + 1);
  expect(pair['surprise']).toBeCloseTo(-Math.log2(after), 6);
});
