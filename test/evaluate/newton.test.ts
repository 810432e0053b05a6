import { describe, expect, it } from '@jest/globals';
import { minimise, type Pair, type Terms } from '../../src/evaluate/newton.ts';

/** The function is (x − 3)² + (x − 3)(y + 1) + 2(y + 1)². */
function bowl([x, y]: Pair): Terms {
  const [a, b] = [x - 3, y + 1];
  return {
    value: a * a + a * b + 2 * b * b,
    gradient: [2 * a + b, a + 4 * b],
    curvature: [2, 1, 4],
  };
}

/** The function is √(1 + x²) + √(1 + y²), on which full steps from far away lead further away. */
function twoValleys([x, y]: Pair): Terms {
  const [a, b] = [Math.hypot(1, x), Math.hypot(1, y)];
  return { value: a + b, gradient: [x / a, y / b], curvature: [a ** -3, 0, b ** -3] };
}

describe('minimise', () => {
  it('finds the bottom of a bowl in one step', () => {
    let evaluations = 0;
    const counting = (point: Pair): Terms => {
      evaluations++;
      return bowl(point);
    };

    const found = minimise(counting, [0, 0]);

    expect(found).toEqual([expect.closeTo(3, 9), expect.closeTo(-1, 9)]);
    expect(evaluations).toBe(2);
  });

  it('halves steps that lead away', () => {
    const found = minimise(twoValleys, [2, -5]);

    expect(found).toEqual([expect.closeTo(0, 9), expect.closeTo(0, 9)]);
  });

  it('changes only the first number where the second has no effect', () => {
    const line = ([x]: Pair): Terms => ({
      value: (x - 1) ** 2,
      gradient: [2 * (x - 1), 0],
      curvature: [2, 0, 1],
    });

    expect(minimise(line, [0, 0])).toEqual([expect.closeTo(1, 9), 0]);
  });

  it('stays where no step improves the value', () => {
    const flat = (): Terms => ({ value: 1, gradient: [1, 1], curvature: [1, 0, 1] });

    expect(minimise(flat, [4, 5])).toEqual([4, 5]);
  });
});
