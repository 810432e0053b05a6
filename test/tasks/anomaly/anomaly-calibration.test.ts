import { describe, expect, it } from '@jest/globals';
import { createRandom } from '../../../src/random.ts';
import {
  anomalyScores,
  fitAnomalyCalibration,
} from '../../../src/tasks/anomaly/anomaly-calibration.ts';
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
    expect(new Set(scores.slice(2)).size).toBe(28);
    expect(scores.every((score) => score < 1)).toBe(true);
    expect(leading[29]).toBe(2);
  });

  it('distinguish extreme rows where they can, and stay below 1 where they cannot', () => {
    const far = Float32Array.of(1e3, 1e3, 1e3, 1e30, 1e30, 1e30);
    const { scores } = anomalyScores(calibration, { excess: far, evidence: NO_EVIDENCE });

    expect(scores[0]).toBeLessThan(scores[1]);
    expect(scores[1]).toBeLessThan(1);
  });

  it('is plain JSON', () => {
    expect(JSON.parse(JSON.stringify(calibration))).toEqual(calibration);
  });
});
