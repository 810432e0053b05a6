import { expect, it } from '@jest/globals';
import { mixtureWeights } from '../../../../src/tasks/anomaly/evidence/weights.ts';

const constant = (bits: number): Float64Array => new Float64Array(100).fill(bits);

it.each([
  ['one that foretells all rows better has all weight but the least', [1, 5], [1, 1 / 70]],
  ['two that are as good count alike', [3, 3], [1, 1]],
  ['bits beyond the range of doubles do no harm', [5000, 5003], [1, 1 / 70]],
])('%s', (_, bits, weights) => {
  expect(mixtureWeights(bits.map(constant))).toEqual(weights);
});

it('each has the share of the rows that it alone foretells', () => {
  const first = Float64Array.from({ length: 100 }, (_, row) => (row < 25 ? 1 : 40));
  const second = Float64Array.from({ length: 100 }, (_, row) => (row < 25 ? 40 : 1));

  const [one = 0, other = 0] = mixtureWeights([first, second]);

  expect(other).toBe(1);
  expect(one).toBeCloseTo(25 / 75, 6);
});
