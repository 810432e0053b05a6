import { describe, expect, it } from '@jest/globals';
import { createRandom } from '../../../../src/random.ts';
import {
  fitNumberForecast,
  forecastDensity,
  meanDistances,
  type NumberRows,
  numberDistances,
} from '../../../../src/tasks/anomaly/evidence/number-forecast.ts';

const FIELDS = ['a', 'b'];
const ROWS = 4000;

/** Two numbers that are nearly equal, and each nearly 0.9 of itself in the row before. */
function made(): NumberRows {
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
  return { values, before, isFirst: new Uint8Array(ROWS) };
}

describe('the distance of numbers', () => {
  const forecast = fitNumberForecast(made(), FIELDS);
  const [near = 0, apart = 0] = numberDistances(forecast, {
    values: Float32Array.of(1.5, 1.5, 1.5, -1.5),
    before: Float32Array.of(1.5, 1.5, 1.5, 1.5),
    isFirst: new Uint8Array(2),
  }).fromMeans.bits;

  it('from the means is large where numbers do not fit each other, though each is common', () => {
    expect(near).toBeLessThan(1);
    expect(apart).toBeGreaterThan(100);
  });

  it('from the forecast is large where both jump together', () => {
    const { fromForecast, fromMeans } = numberDistances(forecast, {
      values: Float32Array.of(3, 3, 3, 3),
      before: Float32Array.of(3, 3, -3, -3),
      isFirst: new Uint8Array(2),
    });

    expect(fromMeans.bits[0]).toBeCloseTo(fromMeans.bits[1] ?? 0, 6);
    expect(fromForecast.bits[0]).toBeLessThan(1);
    expect(fromForecast.bits[1]).toBeGreaterThan(10);
  });

  it('from both is their mean, and names the number of the larger one', () => {
    const found = numberDistances(forecast, made());

    const { bits, fields } = meanDistances(found);

    const { fromForecast, fromMeans } = found;
    for (const row of [0, 1, 2, 3]) {
      const [one = 0, other = 0] = [fromForecast.bits[row], fromMeans.bits[row]];
      expect(bits[row]).toBe((one + other) / 2);
      expect(fields[row]).toBe((one < other ? fromMeans : fromForecast).fields[row]);
    }
  });

  it('from the forecast becomes a density, whose −log₂ is the entropy on average', () => {
    const density = forecastDensity(forecast, made());

    // The level moves by 1, and one number lies 0.02 beside the other: a determinant of 2 · 0.01 and a little.
    const determinant = forecast.ofErrors.reduce((sum, row, at) => sum * (row[at] ?? 0), 1);
    const entropy = Math.log2(2 * Math.PI * Math.E) + Math.log2(determinant);
    const mean = density.reduce((sum, own) => sum + own / ROWS, 0);
    expect(mean).toBeCloseTo(entropy, 1);
    expect(determinant).toBeCloseTo(Math.sqrt(0.02), 1);
  });

  it('of training rows has the mean of χ² with a degree of freedom for each number', () => {
    const { fromForecast, fromMeans } = numberDistances(forecast, made());

    for (const { bits } of [fromForecast, fromMeans]) {
      const mean = bits.reduce((sum, own) => sum + own / ROWS, 0);
      expect(2 * Math.LN2 * mean).toBeCloseTo(2, 0);
    }
  });
});

describe('first rows of sequences', () => {
  const { values, before } = made();
  const isFirst = Uint8Array.from({ length: ROWS }, (_, row) => Number(row % 4 === 0));
  // Steps that begin sequences hold zeros, or whatever else.
  const begun = before.map((value, at) => (isFirst[Math.floor(at / 2)] === 1 ? 1e6 : value));
  const forecast = fitNumberForecast({ values, before: begun, isFirst }, FIELDS);

  it('have the means for a forecast', () => {
    const { fromForecast, fromMeans } = numberDistances(forecast, {
      values,
      before: begun,
      isFirst,
    });

    const firsts = [...isFirst.keys()].filter((row) => isFirst[row] === 1);
    for (const key of ['bits', 'fields'] as const) {
      expect(firsts.map((row) => fromForecast[key][row])).toEqual(
        firsts.map((row) => fromMeans[key][row]),
      );
    }
  });

  it('teach no slopes', () => {
    const others = (of: Float32Array): Float32Array =>
      of.filter((_, at) => isFirst[Math.floor(at / 2)] === 0);
    const alone = fitNumberForecast(
      { values: others(values), before: others(before), isFirst: new Uint8Array((3 * ROWS) / 4) },
      FIELDS,
    );

    for (const [i, row] of forecast.slopes.entries()) {
      for (const [j, slope] of row.entries()) {
        expect(slope).toBeCloseTo(alone.slopes[i]?.[j] ?? Number.NaN, 2);
      }
    }
  });

  it('alone leave the means as the forecast of later rows', () => {
    const all = new Uint8Array(ROWS).fill(1);
    const unknown = fitNumberForecast({ values, before, isFirst: all }, FIELDS);
    const later = { values, before, isFirst: new Uint8Array(ROWS) };

    const { fromForecast, fromMeans } = numberDistances(unknown, later);

    expect(fromForecast).toEqual(fromMeans);
  });
});

it('numbers that are copies of each other have a covariance that can be measured by', () => {
  const { values, before, isFirst } = made();
  const copied = (of: Float32Array): Float32Array => of.map((_, at) => of[at - (at % 2)] ?? 0);

  const copies = { values: copied(values), before: copied(before), isFirst };
  const forecast = fitNumberForecast(copies, FIELDS);

  expect([...forecast.ofErrors, ...forecast.ofValues].flat().every(Number.isFinite)).toBe(true);
});
