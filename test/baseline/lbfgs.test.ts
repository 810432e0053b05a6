import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { minimise, type Objective } from '../../src/baseline/lbfgs.ts';

const rest = { breathe: async () => undefined };
const options = { tolerance: 1e-8, maxIterations: 200 };

/** The function is (1 − x)² + 100·(y − x²)², a curved valley with its minimum at (1, 1). */
const rosenbrock: Objective = (point, gradient) => {
  const [x, y] = [point[0], point[1]];
  gradient[0] = -2 * (1 - x) - 400 * x * (y - x * x);
  gradient[1] = 200 * (y - x * x);
  return (1 - x) ** 2 + 100 * (y - x * x) ** 2;
};

describe('minimise', () => {
  it.each([
    [-1.2, 1],
    [0, 0],
    [3, -2],
  ])("finds the minimum of Rosenbrock's valley from (%d, %d)", async (x, y) => {
    const start = Float64Array.of(x, y);

    const minimum = await minimise(rosenbrock, start, options, rest);

    expect(minimum[0]).toBeCloseTo(1, 6);
    expect(minimum[1]).toBeCloseTo(1, 6);
    expect([...start]).toEqual([x, y]);
  });

  it('finds the minimum of parabolas of very different width', async () => {
    const parabola = fc.record({
      at: fc.double({ min: -9, max: 9, noNaN: true }),
      curvature: fc.double({ min: 0.01, max: 100, noNaN: true }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(parabola, { minLength: 1, maxLength: 20 }), async (list) => {
        const sum: Objective = (point, gradient) =>
          list.reduce((value, { at, curvature }, k) => {
            const distance = point[k] - at;
            gradient[k] = curvature * distance;
            return value + (curvature / 2) * distance ** 2;
          }, 0);

        const minimum = await minimise(sum, new Float64Array(list.length), options, rest);

        for (const [k, { at, curvature }] of list.entries()) {
          expect(Math.abs(minimum[k] - at) * curvature).toBeLessThan(1e-4);
        }
      }),
    );
  });

  it('never ends above its start, however few iterations it has', async () => {
    for (const maxIterations of [1, 2, 5, 10]) {
      const start = Float64Array.of(-1.2, 1);
      const gradient = new Float64Array(2);

      const point = await minimise(rosenbrock, start, { ...options, maxIterations }, rest);

      expect(rosenbrock(point, gradient)).toBeLessThan(rosenbrock(start, gradient));
    }
  });

  it('lets the process handle signals once an iteration', async () => {
    let breaths = 0;
    const breathe = async (): Promise<void> => {
      breaths++;
    };

    await minimise(
      rosenbrock,
      Float64Array.of(-1.2, 1),
      { ...options, maxIterations: 5 },
      { breathe },
    );

    expect(breaths).toBe(5);
  });

  it('shortens a step to where the value is not finite', async () => {
    const logarithm: Objective = (point, gradient) => {
      const x = point[0];
      gradient[0] = 1 - 1 / x;
      return x - Math.log(x);
    };

    const minimum = await minimise(logarithm, Float64Array.of(0.01), options, rest);

    expect(minimum[0]).toBeCloseTo(1, 6);
  });

  it.each([
    ['is at the minimum', 1, 0],
    ['is no number', Number.NaN, Number.NaN],
    ['never falls', 1, 1],
  ])('stays at the start where the value %s', async (_, value, slope) => {
    const constant: Objective = (__, gradient) => {
      gradient.fill(slope);
      return value;
    };

    const found = await minimise(constant, Float64Array.of(2, 3), options, rest);

    expect([...found]).toEqual([2, 3]);
  });
});
