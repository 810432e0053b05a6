import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Split, type SplitOptions, splitExamples } from '../../../src/encode/rows/split.ts';
import { createRandom, shuffle } from '../../../src/random.ts';
import { allRows } from '../../support/rows/cells.ts';

/**
 * Splits `count` examples whose ranks in time are shuffled.
 *
 * @param entityOf - the entity of each row; there are seven of about one size unless it is given
 */
function split(
  count: number,
  options: Partial<SplitOptions>,
  entityOf = (at: number): number => at % 7,
): Split & { ranks: Int32Array } {
  const ranks = Int32Array.from({ length: count }, (_, rank) => rank);
  shuffle(ranks, createRandom(99));
  const parts = splitExamples(
    allRows(new Array(count).fill('')),
    { ranks, entityOf },
    { split: 'time', validation: 0.2, test: 0, seed: 0, window: 1, ...options },
  );
  return { ...parts, ranks };
}

/** Returns the ranks of examples in time as runs of neighbours: [first, length]. */
function runs(examples: Int32Array, ranks: Int32Array): [number, number][] {
  const found: [number, number][] = [];
  for (const rank of examples.map((example) => ranks[example]).sort()) {
    const last = found.at(-1);
    if (last !== undefined && last[0] + last[1] === rank) last[1]++;
    else found.push([rank, 1]);
  }
  return found;
}

/** The windows of an entity are neighbours in row order, whatever their ranks in time are. */
const inRowOrder = allRows(new Array(1000).fill(''));

describe('splitExamples', () => {
  it('validates on the newest with split=time', () => {
    const { training, validation, ranks } = split(100, { split: 'time', validation: 0.2 });

    expect(runs(training, ranks)).toEqual([[0, 80]]);
    expect(runs(validation, ranks)).toEqual([[80, 20]]);
  });

  it('validates on newer and tests on the newest with split=time', () => {
    const { training, validation, test, ranks } = split(100, { validation: 0.2, test: 0.1 });

    expect([training, validation, test].map((part) => runs(part, ranks))).toEqual([
      [[0, 70]],
      [[70, 20]],
      [[90, 10]],
    ]);
  });

  it('deals whole entities with split=entity', () => {
    const parts = split(700, { split: 'entity', validation: 0.3, test: 0.15 });
    const entities = [parts.training, parts.validation, parts.test].map(
      (part) => new Set([...part].map((at) => at % 7)),
    );

    expect(entities.map(({ size }) => size)).toEqual([4, 2, 1]);
    expect(new Set(entities.flatMap((part) => [...part])).size).toBe(7);
  });

  it.each<[string, (at: number) => number, number]>([
    ['one entity, which trains', () => 0, 0],
    ['an entity far too large, and the smallest validates', (at) => (at < 5 ? 1 : 0), 5],
  ])('holds out with split=entity: %s', (_, entityOf, held) => {
    const { training, validation } = split(100, { split: 'entity' }, entityOf);

    expect([training.length, validation.length]).toEqual([100 - held, held]);
  });

  it('trains on all with split=none', () => {
    const { training, validation, ranks } = split(10, { split: 'none' });

    expect(runs(training, ranks)).toEqual([[0, 10]]);
    expect(validation).toHaveLength(0);
  });

  it('deals rows one by one with split=random, where each row is a sequence', () => {
    const { validation, ranks } = split(1000, { split: 'random' });

    expect(validation).toHaveLength(200);
    expect(runs(validation, ranks).length).toBeGreaterThan(100);
  });

  it('deals contiguous blocks of windows with split=random', () => {
    const { validation } = split(1000, { split: 'random', window: 10 });
    const found = runs(validation, inRowOrder);

    expect(validation).toHaveLength(200);
    // The blocks have 5 windows of 10 rows.
    expect(found.every(([first, length]) => first % 50 === 0 && length % 50 === 0)).toBe(true);
  });

  it('deals blocks of an entity, not of rows at the same time', () => {
    // In row order there are 4 entities of 100 windows each, which take turns in time.
    const ranks = Int32Array.from(
      { length: 400 },
      (_, at) => (at % 100) * 4 + Math.floor(at / 100),
    );
    const { validation } = splitExamples(
      inRowOrder.subarray(0, 400),
      { ranks, entityOf: (at) => Math.floor(at / 100) },
      { split: 'random', validation: 0.25, test: 0, seed: 0, window: 5 },
    );

    expect(runs(validation, inRowOrder).every(([, length]) => length >= 25)).toBe(true);
  });

  it('deals whole blocks but for the last one dealt, so that the share is exact', () => {
    const { validation } = split(1000, { split: 'random', window: 10, validation: 0.23 });

    const found = runs(validation, inRowOrder);
    expect(validation).toHaveLength(230);
    expect(found.every(([first]) => first % 50 === 0)).toBe(true);
    expect(found.filter(([, length]) => length % 50 !== 0)).toHaveLength(1);
  });

  it('deals ten blocks where there are few windows', () => {
    const { validation } = split(100, { split: 'random', window: 20 });

    expect(validation).toHaveLength(20);
    expect(runs(validation, inRowOrder).length).toBeLessThanOrEqual(2);
  });

  it('deals by the seed', () => {
    const deal = (seed: number) => [...split(100, { split: 'random', seed }).validation];

    expect(deal(1)).toEqual(deal(1));
    expect(deal(1)).not.toEqual(deal(2));
  });

  it('gives every example to one part, in row order', () => {
    const options = fc.record({
      split: fc.constantFrom('time', 'random', 'entity', 'none' as const),
      validation: fc.double({ min: 0.01, max: 0.6, noNaN: true }),
      test: fc.double({ min: 0, max: 0.39, noNaN: true }),
      seed: fc.nat(),
      window: fc.integer({ min: 1, max: 40 }),
    });
    fc.assert(
      fc.property(fc.nat(300), options, (count, chosen) => {
        const { training, validation, test } = split(count, chosen);

        expect([...training, ...validation, ...test].sort((a, b) => a - b)).toEqual([
          ...allRows(new Array(count).fill('')),
        ]);
        for (const part of [training, validation, test]) {
          expect([...part]).toEqual([...part].sort((a, b) => a - b));
        }
        if (chosen.split === 'time') {
          expect(validation).toHaveLength(Math.round(count * chosen.validation));
        }
      }),
    );
  });

  it('takes only the examples that it is given', () => {
    const { training, validation } = splitExamples(
      Int32Array.of(5, 1, 3),
      { ranks: Int32Array.of(0, 10, 20, 30, 40, 50), entityOf: () => 0 },
      { split: 'time', validation: 0.34, test: 0, seed: 0, window: 20 },
    );

    expect([[...training], [...validation]]).toEqual([[1, 3], [5]]);
  });
});
