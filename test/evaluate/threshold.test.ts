import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { UserError } from '../../src/errors.ts';
import {
  alertShare,
  type BudgetRule,
  checkThresholdRule,
  chooseThreshold,
  negativeShare,
  parseThresholdRule,
  type ThresholdRows,
  thresholdCurve,
  thresholdFromCurve,
} from '../../src/evaluate/threshold.ts';
import type { ThresholdCurve } from '../../src/model/record.ts';
import type { ThresholdRule } from '../../src/model/threshold-rule.ts';
import { createRandom } from '../../src/random.ts';

interface Rows {
  readonly actual: readonly number[];
  readonly probabilities: Float32Array;
}

/** With few decimals there are ties, and 0 and 1 occur. */
const somePlaces = fc.constantFrom(1, 2, 9);

const rows: fc.Arbitrary<Rows> = somePlaces.chain((places) =>
  fc
    .array(fc.tuple(fc.integer({ min: 0, max: 1 }), fc.float({ min: 0, max: 1, noNaN: true })), {
      minLength: 1,
      maxLength: 60,
    })
    .map((examples) => ({
      actual: examples.map(([actual]) => actual),
      probabilities: Float32Array.from(examples, ([, share]) => Number(share.toFixed(places))),
    })),
);

/** Makes rows whose positives tend to high probabilities. */
function manyRows(count: number): Rows {
  const random = createRandom(3);
  const actual = Array.from({ length: count }, () => Number(random.uniform() < 0.3));
  const probabilities = Float32Array.from(
    actual,
    (is) => 1 / (1 + Math.exp(-2 * random.normal() - (is === 1 ? 2 : -2))),
  );
  return { actual, probabilities };
}

const many = manyRows(20_000);
const WEEK = 604_800;

/** Counts the rows of one class that a threshold calls positive, compared as scoring does. */
function raised({ actual, probabilities }: Rows, threshold: number, wanted?: number): number {
  return actual.filter(
    (is, row) =>
      (wanted === undefined || is === wanted) && probabilities[row] >= Math.fround(threshold),
  ).length;
}

function curveOf({ actual, probabilities }: Rows, seconds: number | null = WEEK): ThresholdCurve {
  return thresholdCurve(actual, probabilities, seconds);
}

function f1At(data: Rows, threshold: number): number {
  const hits = raised(data, threshold, 1);
  const relevant = data.actual.filter((is) => is === 1).length;
  return (2 * hits) / (raised(data, threshold) + relevant);
}

describe('parseThresholdRule', () => {
  it.each<[string, ThresholdRule]>([
    ['auto', { kind: 'auto' }],
    ['AUTO', { kind: 'auto' }],
    ['F1', { kind: 'f1' }],
    ['0', { kind: 'value', value: 0 }],
    ['1', { kind: 'value', value: 1 }],
    ['0.5', { kind: 'value', value: 0.5 }],
    ['.5', { kind: 'value', value: 0.5 }],
    ['5e-1', { kind: 'value', value: 0.5 }],
    ['fpr:0.001', { kind: 'fpr', rate: 0.001 }],
    ['FPR:1E-3', { kind: 'fpr', rate: 0.001 }],
    ['alerts:5/day', { kind: 'alerts', count: 5, per: 'day' }],
    ['Alerts:0.5/Hour', { kind: 'alerts', count: 0.5, per: 'hour' }],
    ['alerts:1000/week', { kind: 'alerts', count: 1000, per: 'week' }],
  ])('reads %s', (text, rule) => {
    expect(parseThresholdRule(text)).toEqual(rule);
  });

  it.each([
    '',
    'f2',
    '1.1',
    '-0.1',
    'NaN',
    '0x1',
    'f1:0.5',
    'auto:1',
    'fpr',
    'fpr:',
    'fpr:0',
    'fpr:1',
    'fpr:2',
    'fpr:-0.1',
    'fpr:x',
    'fpr:0.1/day',
    'fpr: 0.1',
    'alerts:',
    'alerts:5',
    'alerts:5/',
    'alerts:/day',
    'alerts:0/day',
    'alerts:-1/day',
    'alerts:1e999/day',
    'alerts:5/month',
    'alerts:5/constructor',
    'alerts:5/day/day',
  ])('refuses "%s"', (text) => {
    expect(parseThresholdRule(text)).toBeUndefined();
  });
});

describe('checkThresholdRule', () => {
  const usual: ThresholdRows = {
    negatives: 200,
    count: 300,
    seconds: 3480,
    negative: 'BENIGN',
  };
  const check = (text: string, given: Partial<ThresholdRows> = {}): void =>
    checkThresholdRule(parseThresholdRule(text) as ThresholdRule, { ...usual, ...given });

  it.each<[string, Partial<ThresholdRows>, string]>([
    [
      'fpr:0.001',
      {},
      'fpr:0.001 needs 3,000 validation rows of the class BENIGN, and there are 200: allow at least fpr:0.015, or search for more rows.',
    ],
    [
      'fpr:0.003',
      { negatives: 999 },
      'fpr:0.003 needs 1,000 validation rows of the class BENIGN, and there are 999: allow at least fpr:0.0031, or search for more rows.',
    ],
    [
      'fpr:0.3',
      { negatives: 1 },
      'fpr:0.3 needs 10 validation rows of the class BENIGN, and there is 1: search for more rows.',
    ],
    [
      'fpr:0.3',
      { negatives: 0 },
      'fpr:0.3 needs 10 validation rows of the class BENIGN, and there are none: search for more rows.',
    ],
    [
      'f1',
      { negatives: 300 },
      'f1 needs validation rows of both classes, and all 300 are of the class BENIGN: search for more rows, or give threshold a number.',
    ],
    [
      'f1',
      { negatives: 1, count: 1 },
      'f1 needs validation rows of both classes, and the only one is of the class BENIGN: search for more rows, or give threshold a number.',
    ],
    [
      'f1',
      { negatives: 0 },
      'f1 needs validation rows of both classes, and none is of the class BENIGN: search for more rows, or give threshold a number.',
    ],
    [
      'f1',
      { negatives: 0, count: 0 },
      'f1 needs validation rows of both classes, and there are none: search for more rows, or give threshold a number.',
    ],
    [
      'alerts:5/day',
      {},
      'alerts:5/day is 0.2 alerts in the 58 minutes of validation rows: allow at least alerts:25/day, or search a longer time range.',
    ],
    [
      'alerts:1/week',
      { seconds: WEEK - 1 },
      'alerts:1/week is 0.99 alerts in the 7 days of validation rows: allow at least alerts:1.1/week, or search a longer time range.',
    ],
    [
      'alerts:0.1/hour',
      { seconds: 30_000 },
      'alerts:0.1/hour is 0.83 alerts in the 8.3 hours of validation rows: allow at least alerts:0.12/hour, or search a longer time range.',
    ],
    [
      'alerts:60/hour',
      { seconds: 1 },
      'alerts:60/hour is 0.016 alerts in the 1 second of validation rows: allow at least alerts:3600/hour, or search a longer time range.',
    ],
    [
      'alerts:5/day',
      { seconds: 0 },
      'alerts:5/day is 0 alerts in the 0 seconds of validation rows: search a longer time range.',
    ],
    [
      'alerts:5/day',
      { seconds: null },
      'alerts:5/day needs validation rows with times, and there are none: name the field that holds them with time=<field>, or give threshold a number.',
    ],
  ])('refuses %s on %j', (text, given, message) => {
    expect(() => check(text, given)).toThrow(new UserError(message));
  });

  it.each<[string, Partial<ThresholdRows>]>([
    ['auto', { negatives: 0, count: 0, seconds: null }],
    ['0.5', { negatives: 0, count: 0, seconds: null }],
    ['f1', { seconds: null }],
    ['fpr:0.015', { seconds: null }],
    ['fpr:0.003', { negatives: 1000 }],
    ['fpr:0.1', { negatives: 30, count: 30 }],
    ['alerts:25/day', {}],
    ['alerts:1/week', { seconds: WEEK, negatives: 0 }],
  ])('allows %s on %j', (text, given) => {
    expect(() => check(text, given)).not.toThrow();
  });

  it.each(['fpr:0.0000001', 'alerts:0.00001/week'])(
    'allows what it advises instead of %s',
    (text) => {
      const span = fc.double({ min: 0.1, max: 1e7, noNaN: true });
      fc.assert(
        fc.property(fc.integer({ min: 4, max: 1e6 }), span, (negatives, seconds) => {
          const given = { negatives, count: negatives, seconds };
          let message = '';
          try {
            check(text, given);
          } catch (error) {
            message = String(error);
          }
          const advice = /allow at least (\S+),/.exec(message)?.[1] as string;

          expect(() => check(advice, given)).not.toThrow();
        }),
      );
    },
  );
});

describe('thresholdCurve', () => {
  it('counts the rows that each threshold calls positive', () => {
    const data = {
      actual: [1, 0, 1, 0, 0],
      probabilities: Float32Array.of(0.9, 0.7, 0.7, 0.2, 0.1),
    };

    expect(curveOf(data, 60)).toEqual({
      thresholds: [0.95, 0.8, 0.4, 0.15, 0.05],
      negatives: [0, 0, 1, 2, 3],
      alerts: [0, 1, 3, 4, 5],
      negativeCount: 3,
      count: 5,
      seconds: 60,
    });
  });

  it('begins at 1 where probabilities are 1', () => {
    const data = { actual: [1, 0], probabilities: Float32Array.of(1, 0.5) };

    expect(curveOf(data)).toMatchObject({ thresholds: [1, 0.75, 0.3], alerts: [1, 1, 2] });
  });

  it('has a threshold without rows', () => {
    const data = { actual: [], probabilities: Float32Array.of() };

    expect(curveOf(data)).toMatchObject({ thresholds: [0.5], alerts: [0], count: 0 });
  });

  it('counts correctly at each threshold, down to one that calls every row positive', () => {
    fc.assert(
      fc.property(rows, (data) => {
        const { thresholds, negatives, alerts, count } = curveOf(data);

        expect(thresholds).toEqual(thresholds.toSorted((a, b) => b - a));
        expect(negatives).toEqual(thresholds.map((threshold) => raised(data, threshold, 0)));
        expect(alerts).toEqual(thresholds.map((threshold) => raised(data, threshold)));
        expect(alerts.at(-1)).toBe(count);
      }),
    );
  });

  it('is short, with small steps in alerts and in negatives', () => {
    const { thresholds, negatives, alerts } = curveOf(many);

    expect(thresholds.length).toBeLessThan(200);
    expect(alerts.slice(0, 8)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    for (const counts of [negatives, alerts]) {
      for (const [at, count] of counts.slice(1).entries()) {
        expect(count).toBeLessThanOrEqual(1.1 * counts[at] + 1);
      }
    }
  });

  it('survives JSON', () => {
    const curve = curveOf(many);

    expect(JSON.parse(JSON.stringify(curve))).toEqual(curve);
    expect(JSON.stringify(curve).length / curve.thresholds.length).toBeLessThan(24);
  });
});

describe('chooseThreshold', () => {
  const choose = (rule: ThresholdRule, data: Rows, seconds: number | null = WEEK): number =>
    chooseThreshold(rule, data.actual, data.probabilities, curveOf(data, seconds));

  it('is the value where one was given', () => {
    expect(choose({ kind: 'value', value: 0.25 }, many)).toBe(0.25);
  });

  it('has the highest F1 of all cuts, and of equals the highest threshold', () => {
    fc.assert(
      fc.property(rows, (data) => {
        fc.pre(data.actual.includes(1));
        const cuts = [...new Set(data.probabilities)];
        const best = cuts.reduce((most, cut) => Math.max(most, f1At(data, cut)), 0);
        const highest = cuts.filter((cut) => f1At(data, cut) === best).sort((a, b) => b - a)[0];

        const threshold = choose({ kind: 'f1' }, data);

        expect(f1At(data, threshold)).toBe(best);
        expect(raised(data, threshold)).toBe(raised(data, highest as number));
      }),
    );
  });

  it.each([
    [20, 20, true],
    [19, 100, false],
    [100, 19, false],
    [0, 0, false],
  ])('of auto with %d and %d examples is by F1: %s', (negatives, positives, isF1) => {
    const actual = Array.from({ length: negatives + positives }, (_, row) =>
      Number(row >= negatives),
    );
    const probabilities = Float32Array.from(actual, (is) => (is === 1 ? 0.3 : 0.1));

    const threshold = choose({ kind: 'auto' }, { actual, probabilities });

    expect(threshold).toBe(isF1 ? 0.2 : 0.5);
  });

  it('keeps the budget, as far as some threshold does', () => {
    const rule = fc.oneof(
      fc
        .double({ min: 0.01, max: 0.99, noNaN: true })
        .map((rate): BudgetRule => ({ kind: 'fpr', rate })),
      fc
        .double({ min: 0.1, max: 80, noNaN: true })
        .map((count): BudgetRule => ({ kind: 'alerts', count, per: 'week' })),
    );
    fc.assert(
      fc.property(rows, rule, (data, wanted) => {
        fc.pre(data.actual.includes(0) && !data.probabilities.includes(1));
        const threshold = choose(wanted, data);
        const negatives = data.actual.filter((is) => is === 0).length;

        if (wanted.kind === 'fpr') {
          expect(raised(data, threshold, 0) / negatives).toBeLessThanOrEqual(wanted.rate);
        } else {
          expect(raised(data, threshold)).toBeLessThanOrEqual(wanted.count);
        }
        expect(threshold).toBeLessThanOrEqual(1);
      }),
    );
  });

  it.each<[BudgetRule, number, number | undefined]>([
    [{ kind: 'fpr', rate: 0.001 }, 0.001, 0],
    [{ kind: 'fpr', rate: 0.05 }, 0.05, 0],
    [{ kind: 'alerts', count: 7, per: 'week' }, 7, undefined],
    [{ kind: 'alerts', count: 700, per: 'day' }, 4900, undefined],
    [{ kind: 'alerts', count: 1, per: 'hour' }, 168, undefined],
  ])('spends nearly all of %j', (rule, budget, wanted) => {
    const total = wanted === undefined ? 1 : many.actual.filter((is) => is === wanted).length;

    const spent = raised(many, choose(rule, many), wanted) / total;

    expect(spent).toBeLessThanOrEqual(budget);
    expect(spent).toBeGreaterThan(budget * 0.9 - 1 / total);
  });

  it.each<[BudgetRule, number]>([
    [{ kind: 'fpr', rate: 0.5 }, 0.3],
    [{ kind: 'alerts', count: 2, per: 'week' }, 0.5],
    [{ kind: 'alerts', count: 3, per: 'week' }, 0.3],
  ])('may spend all of %j', (rule, expected) => {
    const data = { actual: [0, 1, 1, 0], probabilities: Float32Array.of(0.6, 0.8, 0.4, 0.2) };

    expect(choose(rule, data)).toBe(expected);
  });

  it.each<BudgetRule>([
    { kind: 'fpr', rate: 0.01 },
    { kind: 'alerts', count: 0.5, per: 'week' },
  ])('lies above every probability where one alert is too many: %j', (rule) => {
    const data = { actual: [0, 0, 1], probabilities: Float32Array.of(0.6, 0.1, 0.2) };

    expect(choose(rule, data)).toBe(0.8);
  });

  it('is 1 where nothing lies above the probabilities', () => {
    const data = { actual: [0, 0, 1], probabilities: Float32Array.of(1, 0.999, 0.2) };

    expect(choose({ kind: 'fpr', rate: 0.01 }, data)).toBe(1);
  });

  it('is the same from the stored curve', () => {
    for (const rule of [
      { kind: 'fpr', rate: 0.003 },
      { kind: 'alerts', count: 40, per: 'day' },
    ] as const) {
      const stored: ThresholdCurve = JSON.parse(JSON.stringify(curveOf(many)));

      expect(thresholdFromCurve(rule, stored)).toBe(choose(rule, many));
    }
  });
});

describe('alertShare and negativeShare', () => {
  const curve: ThresholdCurve = {
    thresholds: [0.9, 0.5, 0.1],
    negatives: [0, 5, 80],
    alerts: [10, 20, 100],
    negativeCount: 80,
    count: 100,
    seconds: null,
  };

  it.each([
    ['above all', 0.95, 0.1, 0],
    ['at a threshold of the curve', 0.5, 0.2, 0.0625],
    ['half way between two', 0.7, 0.15, 0.03125],
    ['just above the last', 0.1 + 1e-12, 1, 1],
    ['below all', 0.05, 1, 1],
  ])('%s', (_, threshold, share, ofNegatives) => {
    expect(alertShare(curve, threshold)).toBeCloseTo(share, 9);
    expect(negativeShare(curve, threshold)).toBeCloseTo(ofNegatives, 9);
  });
});
