import { describe, expect, it } from '@jest/globals';
import { createRandom } from '../../../../src/random.ts';
import {
  choleskyOf,
  fitNumberForecast,
  numberDistances,
} from '../../../../src/tasks/anomaly/evidence/number-forecast.ts';

const FIELDS = ['a', 'b'];
const ROWS = 4000;

/** Two numbers that are nearly equal, and each nearly 0.9 of itself in the row before. */
function made(): { readonly values: Float32Array; readonly before: Float32Array } {
  const random = createRandom(8);
  const values = new Float32Array(2 * ROWS);
  const before = new Float32Array(2 * ROWS);
  let level = 0;
  let last = [0, 0];
  for (let row = 0; row < ROWS; row++) {
    level = 0.9 * level + random.normal();
    before.set(last, 2 * row);
    last = [level + 0.1 * random.normal(), level + 0.1 * random.normal()];
    values.set(last, 2 * row);
  }
  return { values, before };
}

describe('the distance of numbers', () => {
  const forecast = fitNumberForecast(made(), FIELDS);
  const [near = 0, apart = 0] = numberDistances(forecast, {
    values: Float32Array.of(1.5, 1.5, 1.5, -1.5),
    before: Float32Array.of(1.5, 1.5, 1.5, 1.5),
  }).fromMeans.bits;

  it('from the means is large where numbers do not fit each other, though each is common', () => {
    expect(near).toBeLessThan(1);
    expect(apart).toBeGreaterThan(100);
  });

  it('from the forecast is large where both jump together', () => {
    const { fromForecast, fromMeans } = numberDistances(forecast, {
      values: Float32Array.of(3, 3, 3, 3),
      before: Float32Array.of(3, 3, -3, -3),
    });

    expect(fromMeans.bits[0]).toBeCloseTo(fromMeans.bits[1] ?? 0, 6);
    expect(fromForecast.bits[0]).toBeLessThan(1);
    expect(fromForecast.bits[1]).toBeGreaterThan(10);
  });

  it('of training rows has the mean of χ² with a degree of freedom for each number', () => {
    const { fromForecast, fromMeans } = numberDistances(forecast, made());

    for (const { bits } of [fromForecast, fromMeans]) {
      const mean = bits.reduce((sum, own) => sum + own / ROWS, 0);
      expect(2 * Math.LN2 * mean).toBeCloseTo(2, 0);
    }
  });
});

it('numbers that are copies of each other have a covariance that can be measured by', () => {
  const { values, before } = made();
  const copied = (of: Float32Array): Float32Array => of.map((_, at) => of[at - (at % 2)] ?? 0);

  const forecast = fitNumberForecast({ values: copied(values), before: copied(before) }, FIELDS);

  expect([...forecast.ofErrors, ...forecast.ofValues].flat().every(Number.isFinite)).toBe(true);
});

it('the triangle of a matrix, times itself, is the matrix', () => {
  const matrix = [
    [4, 2, 1],
    [2, 5, 3],
    [1, 3, 6],
  ];

  const lower = choleskyOf(matrix);

  for (const [i, row] of matrix.entries()) {
    for (const [j, value] of row.entries()) {
      const sum = (lower[i] ?? []).reduce((total, own, k) => total + own * (lower[j]?.[k] ?? 0), 0);
      expect(sum).toBeCloseTo(value, 10);
    }
  }
});
