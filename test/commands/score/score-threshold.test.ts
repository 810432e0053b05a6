import { describe, expect, it } from '@jest/globals';
import {
  parseScoreThreshold,
  scoreThreshold,
} from '../../../src/commands/score/score-threshold.ts';
import { thresholdCurve } from '../../../src/evaluate/threshold.ts';
import type { TaskPart } from '../../../src/model/header.ts';

const actual = Array.from({ length: 1000 }, (_, at) => (at >= 900 ? 1 : 0));
const probabilities = Float32Array.from(actual, (_, at) => (at + 0.5) / 1000);
const header: TaskPart<'classify'> = {
  mode: 'classify',
  target: { mode: 'classify', field: 'y', classes: ['ok', 'bad'] },
  threshold: 0.4,
  curve: thresholdCurve(actual, probabilities, 86_400),
};

describe('parseScoreThreshold', () => {
  it.each(['0.5', 'fpr:0.01', 'alerts:5/day'])('reads %s', (text) => {
    expect(parseScoreThreshold(text)).toBeDefined();
  });

  it.each(['f1', 'auto', 'fpr:2', 'high'])('refuses %s', (text) => {
    expect(parseScoreThreshold(text)).toBeUndefined();
  });
});

describe('scoreThreshold', () => {
  it("is the model's own unless another is asked for", () => {
    expect(scoreThreshold(undefined, header)).toBe(0.4);
    expect(scoreThreshold({ kind: 'value', value: 0.7 }, header)).toBe(0.7);
  });

  it('keeps a budget of false positives on the validation rows', () => {
    const threshold = scoreThreshold({ kind: 'fpr', rate: 0.1 }, header) as number;
    const raised = probabilities.filter((value, at) => actual[at] === 0 && value >= threshold);

    expect(raised.length).toBeLessThanOrEqual(90);
    expect(raised.length).toBeGreaterThan(75);
  });

  it('keeps a budget of alerts at the pace of the validation rows', () => {
    const threshold = scoreThreshold({ kind: 'alerts', count: 50, per: 'day' }, header) as number;
    const raised = probabilities.filter((value) => value >= threshold);

    expect(raised.length).toBeLessThanOrEqual(50);
    expect(raised.length).toBeGreaterThan(40);
  });

  it('refuses a budget for which there are too few validation rows', () => {
    expect(() => scoreThreshold({ kind: 'fpr', rate: 0.001 }, header)).toThrow(
      'fpr:0.001 needs 3,000 validation rows of the class ok, and there are 900: allow at least fpr:0.0034, or fit on more rows.',
    );
    expect(() => scoreThreshold({ kind: 'alerts', count: 1, per: 'week' }, header)).toThrow(
      'alerts:1/week is 0.14 alerts in the 24 hours of validation rows: allow at least alerts:7/week, or fit on a longer time range.',
    );
    const curve = thresholdCurve(actual, probabilities, null);
    expect(() =>
      scoreThreshold({ kind: 'alerts', count: 1, per: 'day' }, { ...header, curve }),
    ).toThrow('and there are none: fit with time=<field>, or give threshold a number.');
  });

  it('refuses a budget for a model without validation rows, or without two classes', () => {
    const rule = { kind: 'fpr', rate: 0.1 } as const;
    expect(() => scoreThreshold(rule, { ...header, curve: undefined })).toThrow(
      'threshold=fpr:… needs the validation rows of the fit, and this model had none',
    );
    expect(() => scoreThreshold(rule, { ...header, threshold: null })).toThrow(
      'threshold is for models of two classes, and this one predicts',
    );
  });
});
