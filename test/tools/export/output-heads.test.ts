import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { applyCalibration } from '../../../src/evaluate/calibration.ts';
import { forecastAt, inUnit } from '../../../src/evaluate/number-unit.ts';
import type { AnomalyTarget } from '../../../src/model/anomaly-target.ts';
import type { ForecastTarget } from '../../../src/model/forecast-target.ts';
import type { ClassTarget, NumberTarget, Target } from '../../../src/model/target.ts';
import { taskOf } from '../../../src/tasks/table.ts';
import { type Dense, outputHeads } from '../../../tools/export/output-heads.ts';

const two: ClassTarget = { mode: 'classify', field: 'label', classes: ['benign', 'attack'] };
const three: ClassTarget = { mode: 'classify', field: 'kind', classes: ['dns', 'scan', 'web'] };
const number: NumberTarget = { mode: 'regress', field: 'load', mean: 120, scale: 4 };
const forecast: ForecastTarget = { ...number, mode: 'forecast', horizon: 2 };
const next: AnomalyTarget = {
  mode: 'anomaly',
  heads: [
    { kind: 'category', field: 'code', vocabulary: { values: ['a', 'b'], hasNull: false } },
    { kind: 'pause', edges: [1, 5] },
  ],
};

const UNITS = 3;

/** Makes a dense layer with the same numbers at each call. */
function denseOf(target: Target): Dense {
  const { outputs } = taskOf(target).output(target);
  const values = (count: number): Float32Array =>
    Float32Array.from({ length: count }, (_, at) => Math.sin(1 + at));
  return {
    kernel: { shape: [UNITS, outputs], values: values(UNITS * outputs) },
    bias: { shape: [outputs], values: values(outputs) },
  };
}

/** Applies a dense layer to hidden states, before its activation. */
function apply({ kernel, bias }: Dense, hidden: readonly number[]): Float32Array {
  const width = bias.values.length;
  return bias.values.map((offset, k) =>
    hidden.reduce((sum, state, unit) => sum + state * kernel.values[unit * width + k], offset),
  );
}

const hidden = [0.5, -0.25, 1];

describe('outputHeads', () => {
  it.each<[string, Target, unknown]>([
    [
      'two classes',
      two,
      [{ name: 'probability', field: 'label', activation: 'sigmoid', columns: ['attack'] }],
    ],
    [
      'three classes',
      three,
      [
        {
          name: 'probabilities',
          field: 'kind',
          activation: 'softmax',
          columns: ['dns', 'scan', 'web'],
        },
      ],
    ],
    [
      'a number',
      number,
      [{ name: 'value', field: 'load', activation: 'linear', columns: ['load'] }],
    ],
    [
      'a forecast',
      forecast,
      [
        {
          name: 'forecast',
          field: 'load',
          activation: 'change',
          columns: ['1 ahead', '2 ahead'],
        },
      ],
    ],
    [
      'what comes next',
      next,
      [
        { name: 'next_0', field: 'code', activation: 'softmax', columns: ['other', 'a', 'b'] },
        {
          name: 'next_1',
          field: 'pause',
          activation: 'softmax',
          columns: ['null', 'below 1 s', '1 to 5 s', 'above 5 s'],
        },
      ],
    ],
  ])('describes %s', (_, target, expected) => {
    expect(outputHeads({ target }, denseOf(target))).toMatchObject(expected as object[]);
  });

  it('names of more than ten heads keep their order when they are sorted', () => {
    const heads = new Array(12).fill(next.heads[0]);
    const target: AnomalyTarget = { mode: 'anomaly', heads };

    const names = outputHeads({ target }, denseOf(target)).map(({ name }) => name);

    expect(names).toEqual(names.toSorted());
    expect(names.at(-1)).toBe('next_11');
  });

  it('gives calibrated logits', () => {
    const finite = { noNaN: true };

    fc.assert(
      fc.property(
        fc.double({ min: 0.1, max: 4, ...finite }),
        fc.array(fc.double({ min: -3, max: 3, ...finite }), { minLength: 3, maxLength: 3 }),
        (slope, offsets) => {
          const calibration = { slope, offsets };

          const [head] = outputHeads({ target: three, calibration }, denseOf(three));

          const expected = applyCalibration(apply(denseOf(three), hidden), calibration);
          const found = apply(head as Dense, hidden);
          for (const [k, value] of found.entries()) expect(value).toBeCloseTo(expected[k] ?? 0, 5);
        },
      ),
    );
  });

  it('gives numbers in the unit of the target', () => {
    const [head] = outputHeads({ target: number }, denseOf(number));

    const [expected = 0] = inUnit(number, apply(denseOf(number), hidden));
    expect(apply(head as Dense, hidden)[0]).toBeCloseTo(expected, 4);
  });

  it('gives the changes of a forecast in the unit of the target', () => {
    const lastValue = 130;
    const level = (lastValue - forecast.mean) / forecast.scale;
    const origins = { levels: Float64Array.of(level), units: Float64Array.of(1) };

    const [head] = outputHeads({ target: forecast }, denseOf(forecast));

    const changes = apply(denseOf(forecast), hidden);
    for (const [k, change] of apply(head as Dense, hidden).entries()) {
      const [expected = 0] = forecastAt(forecast, changes, origins, k + 1);
      expect(lastValue + change).toBeCloseTo(expected, 4);
    }
  });

  it('gives each head its own columns', () => {
    const heads = outputHeads({ target: next }, denseOf(next));

    const found = heads.flatMap((head) => [...apply(head, hidden)]);
    expect(found).toEqual([...apply(denseOf(next), hidden)]);
  });
});
