import { describe, expect, it } from '@jest/globals';
import { UserError } from '../../../src/errors.ts';
import { parseThresholdRule } from '../../../src/evaluate/threshold.ts';
import type { ThresholdRule } from '../../../src/model/threshold-rule.ts';
import { fitAnomalyCalibration } from '../../../src/tasks/anomaly/anomaly-calibration.ts';
import {
  anomalyThreshold,
  checkAnomalyThreshold,
} from '../../../src/tasks/anomaly/anomaly-threshold.ts';
import { NO_EVIDENCE } from '../../../src/tasks/anomaly/surprises.ts';

const DAY = 86_400;
const calibration = fitAnomalyCalibration(
  { excess: new Float32Array(4000), evidence: NO_EVIDENCE },
  1,
  2 * DAY,
);
const rule = (text: string): ThresholdRule => parseThresholdRule(text) as ThresholdRule;

describe('anomalyThreshold', () => {
  it.each([
    ['auto', 0.999],
    ['0.95', 0.95],
    ['fpr:0.01', 0.99],
    ['alerts:10/day', 1 - 20 / 4000],
    ['alerts:1e9/day', 0],
  ])('of %s is a score', (text, threshold) => {
    expect(anomalyThreshold(rule(text), calibration)).toBeCloseTo(threshold, 12);
  });
});

describe('checkAnomalyThreshold', () => {
  it.each([
    [
      'fpr:0.0001',
      4000,
      DAY,
      'fpr:0.0001 needs 30,000 validation rows, and there are 4,000: allow at least fpr:0.00075, or search for more rows.',
    ],
    [
      'alerts:1/week',
      4000,
      DAY,
      'alerts:1/week is 0.14 alerts in the 24 hours of validation rows: allow at least alerts:7/week, or search a longer time range.',
    ],
    [
      'alerts:1/day',
      4000,
      null,
      'alerts:1/day needs validation rows with times, and there are none: name the field that holds them with time=<field>, or give threshold a number.',
    ],
  ])('refuses %s where %i rows cannot tell', (text, count, seconds, message) => {
    expect(() => checkAnomalyThreshold(rule(text), count, seconds, false)).toThrow(
      new UserError(message),
    );
  });

  it.each(['auto', '0.5', 'fpr:0.001', 'alerts:1/day'])('takes %s where they can', (text) => {
    expect(() => checkAnomalyThreshold(rule(text), 4000, DAY, false)).not.toThrow();
  });
});
