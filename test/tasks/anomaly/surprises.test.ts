import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createSurprises, writeSurprises } from '../../../src/tasks/anomaly/surprises.ts';

function surprises(
  sizes: readonly number[],
  logits: readonly number[],
  outcomes: readonly number[],
) {
  const out = createSurprises(outcomes.length / sizes.length, sizes.length);
  writeSurprises(sizes, Float32Array.from(logits), Float32Array.from(outcomes), out);
  return { bits: [...out.bits], excess: [...out.excess], ranks: [...out.ranks] };
}

const near = (values: readonly number[]) => values.map((value) => expect.closeTo(value, 5));

describe('writeSurprises', () => {
  it('gives bits by the probability of what came, and its place, head by head', () => {
    const logs = [0.5, 0.25, 0.25, 0.875, 0.125].map(Math.log);
    const entropy = -(0.875 * Math.log2(0.875) + 0.125 * Math.log2(0.125));

    expect(surprises([3, 2], [...logs, ...logs], [0, 1, 2, 0])).toEqual({
      bits: near([1, 3, 2, -Math.log2(0.875)]),
      excess: near([1 - 1.5, 3 - entropy, 2 - 1.5, -Math.log2(0.875) - entropy]),
      ranks: [1, 2, 3, 1],
    });
  });

  it('stays finite where the network was certain', () => {
    const { bits, excess } = surprises([2], [1000, -1000], [1]);

    expect(bits[0]).toBeCloseTo(2000 / Math.LN2, 2);
    expect(excess[0]).toBeCloseTo(2000 / Math.LN2, 2);
  });

  it('has a mean excess of 0 where outcomes occur as predicted', () => {
    const logits = fc.array(fc.double({ min: -6, max: 6, noNaN: true }), {
      minLength: 1,
      maxLength: 9,
    });
    fc.assert(
      fc.property(logits, (list) => {
        const total = list.reduce((sum, logit) => sum + Math.exp(logit), 0);
        const mean = list.reduce((sum, logit, outcome) => {
          const { excess } = surprises([list.length], list, [outcome]);
          return sum + (Math.exp(logit) / total) * excess[0];
        }, 0);
        const places = list.map((_, outcome) => surprises([list.length], list, [outcome]).ranks[0]);

        expect(mean).toBeCloseTo(0, 4);
        expect(places.toSorted()).toEqual(list.map((_, at) => at + 1));
      }),
    );
  });
});
