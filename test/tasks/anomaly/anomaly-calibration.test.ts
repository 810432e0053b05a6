import { describe, expect, it } from '@jest/globals';
import { createRandom } from '../../../src/random.ts';
import {
  anomalyScores,
  fitAnomalyCalibration,
  scorePart,
} from '../../../src/tasks/anomaly/anomaly-calibration.ts';
import { shareAbove } from '../../../src/tasks/anomaly/rank-table.ts';
import { NO_EVIDENCE } from '../../../src/tasks/anomaly/surprises.ts';

/** Makes rows of three fields that depend on each other, one of them far from normal. */
function surprisesOf(count: number, seed: number): Float32Array {
  const random = createRandom(seed);
  return Float32Array.from(
    Array.from({ length: count }, () => {
      const shared = random.normal();
      return [
        shared + random.normal(),
        3 * shared,
        random.uniform() < 0.9 ? 0 : 5 + random.normal(),
      ];
    }).flat(),
  );
}

const held = surprisesOf(10_000, 1);
const calibration = fitAnomalyCalibration({ excess: held, evidence: NO_EVIDENCE }, 3, 86_400);

describe('anomalyScores', () => {
  it.each([
    ['the held-out rows themselves', held],
    ['other rows of their kind', surprisesOf(10_000, 2)],
  ])('are uniform: %s', (_, excess) => {
    const { scores } = anomalyScores(calibration, { excess, evidence: NO_EVIDENCE });

    for (const x of [0.1, 0.5, 0.9, 0.99, 0.999]) {
      const above = scores.filter((score) => score >= x).length / scores.length;
      expect(Math.abs(above - (1 - x))).toBeLessThan(
        5 * Math.sqrt((x * (1 - x)) / 1e4) + 2e-3 * (1 - x),
      );
    }
  });

  it('rise with the surprise of any field, and never reach 1', () => {
    const ladder = Float32Array.from(
      Array.from({ length: 30 }, (_, step) => [0, 0, 3 * step]).flat(),
    );

    const { scores, leading } = anomalyScores(calibration, {
      excess: ladder,
      evidence: NO_EVIDENCE,
    });

    expect([...scores]).toEqual([...scores].toSorted((a, b) => a - b));
    // Beyond that a float32 below 1 cannot tell all of them apart.
    expect(new Set(scores.slice(2, 22)).size).toBe(20);
    expect(scores.every((score) => score < 1)).toBe(true);
    expect(leading[29]).toBe(2);
  });

  it('distinguish extreme rows where they can, and stay below 1 where they cannot', () => {
    const far = Float32Array.of(1e3, 1e3, 1e3, 1e30, 1e30, 1e30);
    const { scores } = anomalyScores(calibration, { excess: far, evidence: NO_EVIDENCE });

    expect(scores[0]).toBeLessThan(scores[1]);
    expect(scores[1]).toBeLessThan(1);
  });

  it('rank by the sum alone where an older model has no other tables', () => {
    const { heads, combined, seconds } = calibration;
    const row = { excess: held.subarray(0, 3), evidence: NO_EVIDENCE };
    const sum = heads.reduce((total, table, head) => total + scorePart(table, held[head]), 0);

    const { scores } = anomalyScores({ heads, combined, seconds }, row);

    expect(scores[0]).toBe(Math.fround(1 - shareAbove(combined, sum)));
  });

  it('is plain JSON', () => {
    expect(JSON.parse(JSON.stringify(calibration))).toEqual(calibration);
  });
});

const FIELDS = 40;
const COLUMNS = 2;

/** The share of normal rows with a larger surprise, field by field, where a row is not like all of them. */
type Share = (row: number, field: number, uniform: number) => number;

/** Makes rows of independent fields and columns of evidence, whose surprises are exponential. */
function independent(
  count: number,
  seed: number,
  share: Share = (_row, _field, uniform) => uniform,
) {
  const random = createRandom(seed);
  const bits = (width: number, own: Share): Float32Array =>
    Float32Array.from({ length: count * width }, (_, at) => {
      return -Math.log2(own(Math.floor(at / width), at % width, 1 - random.uniform()));
    });
  const amounts = bits(COLUMNS, (_row, _column, uniform) => uniform);
  const heads = new Int32Array(count * COLUMNS);
  return { excess: bits(FIELDS, share), evidence: { amounts, heads } };
}

describe('anomalyScores of forty fields, at one false alarm in a thousand', () => {
  const fits = [1, 2, 3].map((seed) => {
    return { seed, fitted: fitAnomalyCalibration(independent(5000, seed), FIELDS, null) };
  });
  const alertsOf = (rows: number, share?: Share): number[] =>
    fits.map(({ seed, fitted }) => {
      const { scores } = anomalyScores(fitted, independent(rows, seed + 100, share));
      return scores.filter((score) => score >= Math.fround(0.999)).length / rows;
    });

  it('call normal rows anomalies as often as that', () => {
    for (const alerts of alertsOf(30_000)) {
      expect(alerts).toBeGreaterThan(0.0005);
      expect(alerts).toBeLessThan(0.002);
    }
  });

  it.each<[string, Share, number]>([
    [
      'one field that is one in a million',
      (row, field, uniform) => (field === row % FIELDS ? 1e-6 : uniform),
      0.97,
    ],
    [
      'one field that is one in 100,000',
      (row, field, uniform) => (field === row % FIELDS ? 1e-5 : uniform),
      0.6,
    ],
    [
      'ten fields that are one in a hundred',
      (_, field, uniform) => (field < 10 ? 0.01 : uniform),
      0.9,
    ],
    ['all fields a little', (_row, _field, uniform) => 0.4 * uniform, 0.85],
  ])('find %s', (_, share, least) => {
    for (const alerts of alertsOf(2000, share)) expect(alerts).toBeGreaterThan(least);
  });
});

describe('anomalyScores of heavy-tailed surprises, at one false alarm in a thousand', () => {
  const rowsOf = (count: number, fields: number, seed: number) => {
    const random = createRandom(seed);
    const excess = Float32Array.from({ length: count * fields }, () => {
      return Math.log2(1 - random.uniform()) ** 2;
    });
    return { excess, evidence: NO_EVIDENCE };
  };

  it.each([
    [1000, 1],
    [1000, 6],
    [4000, 12],
  ])(
    'call later rows anomalies as often as that, learnt from %d rows of %d fields',
    (count, fields) => {
      const later = 6000;
      const rates = [1, 2, 3, 4, 5].map((seed) => {
        const fitted = fitAnomalyCalibration(rowsOf(count, fields, seed), fields, null);
        const { scores } = anomalyScores(fitted, rowsOf(later, fields, seed + 100));
        return scores.filter((score) => score >= Math.fround(0.999)).length / later;
      });
      const mean = rates.reduce((sum, rate) => sum + rate, 0) / rates.length;

      expect(mean).toBeGreaterThan(0.0004);
      expect(mean).toBeLessThan(0.002);
    },
  );
});
