import { expect, it } from '@jest/globals';
import type { Scaling } from '../../../../src/encode/field/scaling.ts';
import { outcomeWidths } from '../../../../src/tasks/anomaly/evidence/outcome-widths.ts';

const scaling: Scaling = { isLog: false, center: 0, scale: 2, clip: 100 };
const tail = { shape: 0.1, extreme: 0 };

it('outcomes are as wide as their edges are apart in the scale of the network, open ones as their tails', () => {
  const tails = { below: { ...tail, scale: 4 }, above: { ...tail, scale: 8 } };

  const widths = outcomeWidths({ edges: [0, 2, 10], tails }, scaling);

  // Null, below 0, 0 to 2, 2 to 10, above 10.
  expect(widths.map((width) => 2 ** width)).toEqual([1, 2, 1, 4, 4]);
});

it('no outcome is narrower than what covariances tell apart', () => {
  const [, ...widths] = outcomeWidths({ edges: [3, 3] }, scaling);

  expect(widths.map((width) => 2 ** width)).toEqual([0.001, 0.001, 0.001]);
});
