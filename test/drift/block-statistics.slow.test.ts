import { describe, expect, it } from '@jest/globals';
import {
  blockStatistics,
  type Counts,
  distance,
  ratio,
  summed,
} from '../../src/drift/block-statistics.ts';
import type { BlockStatistics } from '../../src/model/record.ts';
import { createRandom, type Random } from '../../src/random.ts';

const BLOCK = 250;
/** Fits ask for twice this chance, so that one run in 100 is wrong. */
const CHANCE = 0.005;

/** The edges of the bins, in standard deviations. */
const EDGES = [-1.2, -0.7, -0.3, 0, 0.3, 0.7, 1.2];

/** Makes rows of several columns; each value depends on the one before by the correlation. */
class Traffic {
  readonly #random: Random;
  readonly #correlation: number;
  readonly #freshness: number;
  readonly #last: number[];

  constructor(seed: number, columns: number, correlation: number) {
    this.#random = createRandom(seed);
    this.#correlation = correlation;
    this.#freshness = Math.sqrt(1 - correlation ** 2);
    this.#last = Array.from({ length: columns }, () => this.#random.normal());
  }

  block(rows: number, shift = 0): Counts {
    const counts = this.#last.map(() => new Array<number>(EDGES.length + 1).fill(0));
    for (let row = 0; row < rows; row++) {
      for (const [column, bins] of counts.entries()) {
        const value = this.#next(column) + (column === 0 ? shift : 0);
        let bin = 0;
        while (value >= (EDGES[bin] ?? Number.POSITIVE_INFINITY)) bin++;
        bins[bin] = bins[bin] + 1;
      }
    }
    return counts;
  }

  #next(column: number): number {
    const { uniform } = this.#random;
    // The sum is nearly normal, and is faster in Jest than what needs `Math`.
    const fresh = 2 * (uniform() + uniform() + uniform()) - 3;
    const value = this.#correlation * this.#last[column] + this.#freshness * fresh;
    this.#last[column] = value;
    return value;
  }
}

/** Tells whether rows are further from those of the fit than is usual. */
function isFar(rows: Counts, count: number, total: Counts, known: BlockStatistics[]): boolean {
  const usual = known.findLast((block) => block.rows <= count);
  if (usual === undefined) throw new Error('no size fits');
  return rows.some((bins, at) => {
    const own = distance(bins, total[at] ?? []);
    return ratio(own, usual.distances[at] ?? 0, usual.rows) > usual.limit;
  });
}

/** Returns the share of the runs in which one of the columns of later rows seems to have drifted. */
function alarms(runs: number, fitBlocks: number, columns: number, correlation: number, shift = 0) {
  let times = 0;
  for (let run = 0; run < runs; run++) {
    const traffic = new Traffic(1 + run, columns, correlation);
    const blocks = Array.from({ length: fitBlocks }, () => traffic.block(BLOCK));
    const known = blockStatistics(blocks, CHANCE);
    traffic.block(5 * BLOCK);
    const rows = run % 2 === 0 ? BLOCK : 5 * BLOCK;
    if (isFar(traffic.block(rows, shift), rows, summed(blocks), known)) times++;
  }
  return times / runs;
}

describe('blockStatistics', () => {
  // The cases are independent rows, and rows that resemble some dozens or a hundred before them.
  it.each([
    [8, 5, 0],
    [12, 20, 0],
    [40, 3, 0],
    [12, 3, 0.95],
    [40, 3, 0.95],
    [40, 3, 0.99],
  ])(
    'stays quiet in 99 of 100 runs: %d blocks of %d columns, correlation %d',
    (blocks, columns, correlation) => {
      expect(200 * alarms(200, blocks, columns, correlation)).toBeLessThanOrEqual(2);
    },
  );

  it.each([
    [12, 5, 0, 0.8],
    [40, 20, 0, 0.6],
    [40, 5, 0.95, 3],
  ])(
    'finds values that moved: %d blocks of %d columns, correlation %d',
    (blocks, columns, correlation, shift) => {
      expect(alarms(20, blocks, columns, correlation, shift)).toBe(1);
    },
  );

  it('finds a size for each four times as many rows', () => {
    const traffic = new Traffic(3, 2, 0);
    const blocks = Array.from({ length: 130 }, () => traffic.block(100));

    const sizes = blockStatistics(blocks, CHANCE);

    expect(sizes.map(({ rows }) => rows)).toEqual([100, 400, 1600]);
    // The distance of independent rows halves when there are four times as many.
    expect((sizes[0]?.distances[0] ?? 0) / (sizes[1]?.distances[0] ?? 0)).toBeCloseTo(2, 0);
  });

  it.each([0, 7])('needs more than %d blocks', (count) => {
    const traffic = new Traffic(3, 2, 0);

    expect(
      blockStatistics(
        Array.from({ length: count }, () => traffic.block(100)),
        CHANCE,
      ),
    ).toEqual([]);
  });

  it.each([0, 1, 2, 8])('has a limit where %d of 16 blocks have all the unusual rows', (odd) => {
    const blocks = Array.from({ length: 16 }, (_, at): Counts => [at < odd ? [200, 50] : [250, 0]]);

    const [found] = blockStatistics(blocks, CHANCE);

    expect(Number.isFinite(found?.limit)).toBe(true);
    // One unusual row is no drift, even where the values never change otherwise.
    const single = distance([249, 1], summed(blocks)[0] ?? []);
    const excess = ratio(single, found?.distances[0] ?? 0, BLOCK) / (found?.limit ?? 0);
    if (odd === 0) expect(excess).toBeCloseTo(1, 1);
  });

  it('leaves out blocks that have few rows, or none', () => {
    const traffic = new Traffic(3, 2, 0);
    const full = Array.from({ length: 10 }, () => traffic.block(100));

    const found = blockStatistics(
      [...Array(9).fill(traffic.block(0)), traffic.block(49), ...full],
      CHANCE,
    );

    expect(found[0]).toEqual(blockStatistics(full, CHANCE)[0]);
  });
});

describe('distance', () => {
  it.each([
    ['equal shares', [1, 2, 3], [10, 20, 30], 0],
    ['nothing in common', [5, 0], [0, 7], Math.SQRT2],
    ['a half against all', [1, 1], [4, 0], Math.sqrt(2 - Math.SQRT2)],
    ['no rows', [0, 0], [1, 1], 0],
  ])('%s', (_, bins, others, expected) => {
    expect(distance(bins, others)).toBeCloseTo(expected, 12);
    expect(distance(others, bins)).toBeCloseTo(expected, 12);
  });
});

describe('ratio', () => {
  it('is small for one unusual row in the block, where no value ever changed', () => {
    const never = [1000, 0];

    expect(ratio(distance([999, 1], never), 0, 1000)).toBeCloseTo(1, 3);
  });
});
