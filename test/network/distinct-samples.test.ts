import { expect, it } from '@jest/globals';
import { distinctSamples } from '../../src/network/distinct-samples.ts';

it('samples of one sequence are found once, the longest first', () => {
  const starts = Int32Array.of(0, 4, 0, 6, 4);
  const lengths = Int32Array.of(4, 2, 4, 3, 2);

  const { distinct, places } = distinctSamples({ starts, lengths }, Int32Array.of(2, 4, 3, 0, 1));

  expect([...distinct]).toEqual([2, 3, 4]);
  expect([...places]).toEqual([0, 2, 1, 0, 2]);
});
