import { describe, expect, it } from '@jest/globals';
import { studentQuantile } from '../../src/drift/student.ts';

describe('studentQuantile', () => {
  // These values are from the table in the Handbook of Mathematical Functions (Abramowitz and Stegun,
  // 26.10).
  it.each([
    [0.01, 1, 31.821],
    [0.01, 2, 6.965],
    [0.01, 3, 4.541],
    [0.01, 10, 2.764],
    [0.01, 30, 2.457],
    [0.005, 4, 4.604],
    [0.005, 7, 3.499],
    [0.005, 120, 2.617],
    [0.25, 5, 0.727],
  ])('upper tail %d with %d degrees of freedom: %d', (tail, freedom, expected) => {
    expect(studentQuantile(tail, freedom)).toBeCloseTo(expected, 3);
  });

  it('is nearly that of the normal distribution for many degrees of freedom', () => {
    expect(studentQuantile(0.005, 1e9)).toBeCloseTo(2.576, 2);
  });
});
