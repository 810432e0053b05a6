import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { orderRows } from '../../../src/encode/rows/row-order.ts';
import {
  fitPauses,
  type PauseEncoder,
  pausesOf,
  writePause,
} from '../../../src/readings/rows/pause.ts';

const learn = (...pauses: number[]): PauseEncoder | undefined =>
  fitPauses(Float64Array.from(pauses));

describe('pausesOf', () => {
  const pausesIn = (times: readonly number[], entities: readonly number[], gap = 10): number[] => {
    const at = Float64Array.from(times);
    const order = orderRows({
      rowCount: times.length,
      times: at,
      entities: Int32Array.from(entities),
      gap,
      isPlaced: () => true,
    });
    return [...pausesOf(order, at)];
  };

  it('are the seconds since the row before of the entity', () => {
    expect(pausesIn([0, 1, 1.5, 4], [0, 1, 0, 1])).toEqual([Number.NaN, 1.5, Number.NaN, 3]);
  });

  it('are unknown after a gap', () => {
    expect(pausesIn([0, 10, 20.5], [0, 0, 0])).toEqual([Number.NaN, 10, Number.NaN]);
  });

  it('are 0 where rows share their time', () => {
    expect(pausesIn([5, 5], [0, 0])).toEqual([Number.NaN, 0]);
  });

  it('of one row, or of none, are unknown', () => {
    expect(pausesIn([5], [0])).toEqual([Number.NaN]);
    expect(pausesIn([], [])).toEqual([]);
  });
});

describe('fitPauses', () => {
  it('scales the logarithm by median and quartiles', () => {
    const pauses = [0, 1, 2, 3, 4].map((at) => Math.expm1(at));

    expect(learn(Number.NaN, ...pauses)).toMatchObject({
      isLog: true,
      center: expect.closeTo(2, 12),
      scale: expect.closeTo(2 / 1.349, 12),
      clip: 8,
    });
  });

  it.each([
    ['all equal', [60, 60, 60]],
    ['equal but for the rounding of epoch seconds', [0.1, 0.1 + 2e-7, 0.1 - 2e-7]],
    ['unknown', [Number.NaN, Number.NaN]],
    ['none', []],
  ])('fits nothing where pauses are %s', (_, pauses) => {
    expect(learn(...pauses)).toBeUndefined();
  });
});

describe('writePause', () => {
  const encoder = learn(1, 10, 100, 1000) as PauseEncoder;
  const written = (...pauses: number[]): number[][] => {
    const width = 3;
    const features = new Float32Array(pauses.length * width);
    const steps = { count: pauses.length, width, features, idCount: 0, ids: new Int32Array(0) };
    for (const [step, pause] of pauses.entries()) writePause(encoder, steps, step, pause);
    return pauses.map((_, step) => [...features.subarray(step * width, (step + 1) * width)]);
  };

  it('writes the last two columns: the pause, and whether there is none', () => {
    const median = Math.expm1((Math.log1p(10) + Math.log1p(100)) / 2);

    expect(written(median, Number.NaN, 1e12, 0)).toEqual([
      [0, expect.closeTo(0, 6), 0],
      [0, 0, 1],
      [0, 8, 0],
      [0, expect.closeTo(Math.fround(-encoder.center / encoder.scale), 6), 0],
    ]);
  });

  it('grows with the pause', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e9, noNaN: true }), (pause) => {
        const [[, less = 0] = [], [, more = 0] = []] = written(pause, pause + 1);

        expect(more).toBeGreaterThanOrEqual(less);
      }),
    );
  });
});
