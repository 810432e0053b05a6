import { describe, expect, it } from '@jest/globals';
import type { Head } from '../../../src/model/anomaly-target.ts';
import type { FitData } from '../../../src/model/examples.ts';
import { createRandom } from '../../../src/random.ts';
import { newValueShares, newValues, rarestShares } from '../../../src/tasks/anomaly/new-values.ts';

const event: Head = {
  kind: 'category',
  field: 'event',
  vocabulary: { values: ['a', 'b'], hasNull: true },
  empty: { outcomes: [0], rows: 100 },
};
const number: Head = {
  kind: 'number',
  field: 'size',
  edges: [1, 2],
  empty: { outcomes: [0], rows: 100 },
};
const pause: Head = { kind: 'pause', edges: [1, 2], empty: { outcomes: [0, 3], rows: 100 } };

/** Makes a fit whose training rows have these outcomes, `[rows, heads]`. */
function fitOf(heads: readonly Head[], outcomes: readonly number[]): FitData<'anomaly'> {
  const rows = outcomes.length / heads.length;
  return {
    target: { mode: 'anomaly', heads },
    targets: Float32Array.from(outcomes),
    training: Int32Array.from({ length: rows }, (_, at) => at),
    sequences: { starts: new Int32Array(rows) },
  } as unknown as FitData<'anomaly'>;
}

describe('newValues', () => {
  it.each<[string, Head, number, number]>([
    ['another value', event, 0, 1],
    ['a known value', event, 1, 0],
    ['null that training had', event, 3, 0],
    ['null of a number that training lacked', number, 0, 1],
    ['a number in the outermost bin', number, 3, 0],
    ['a pause of no row', pause, 0, 0],
  ])('of %s', (_, head, outcome, expected) => {
    expect([...newValues([head], Float32Array.of(outcome))]).toEqual([expected]);
  });
});

describe('newValueShares', () => {
  const usual = Array.from({ length: 100 }, (_, at) => 1 + (at % 2));

  it('is one in all rows where none of them has such a value', () => {
    expect(newValueShares(fitOf([event], usual), new Uint8Array(50))).toEqual([1 / 151]);
  });

  it('counts values that three training rows share, as each would be new beside two others', () => {
    const seldom = usual.map((outcome, at) => (at < 3 ? 3 : outcome));

    expect(newValueShares(fitOf([event], seldom), new Uint8Array(0))).toEqual([4 / 101]);
  });

  it('counts a row by the field in which a new value is rarest', () => {
    const both = usual.flatMap((outcome) => [outcome, 1]);
    const held = Uint8Array.of(0, 1, 1, 1, ...new Uint8Array(96));

    // Of 150 rows one has a new value in the first field, and two in the second, of which one is the same.
    const [first, second] = newValueShares(fitOf([event, number], both), held) as [number, number];
    expect(first).toBeCloseTo(2 / 151, 12);
    expect(second).toBeCloseTo(3 / 151, 12);
    expect([...rarestShares([first, second], held)].slice(0, 2)).toEqual([second, first]);
  });

  it('is the rate at which later rows have such values', () => {
    const random = createRandom(3);
    // One value in a hundred has a name of its own.
    const draw = (): number => (random.uniform() < 0.01 ? 0 : 1 + random.integer(2));
    const training = Array.from({ length: 20_000 }, draw);
    const [share = 1] = newValueShares(fitOf([event], training), new Uint8Array(0));

    expect(share).toBeGreaterThan(0.008);
    expect(share).toBeLessThan(0.012);
  });
});
