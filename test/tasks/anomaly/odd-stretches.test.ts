import { describe, expect, it } from '@jest/globals';
import type { FitData } from '../../../src/model/examples.ts';
import { createRandom } from '../../../src/random.ts';
import { oddNotices } from '../../../src/tasks/anomaly/odd-notices.ts';
import { oddExamples } from '../../../src/tasks/anomaly/odd-stretches.ts';

const ROWS = 2000;
const PER_ENTITY = 500;
const HEADS = 2;
const START = Date.UTC(2026, 0, 1) / 1000;

/** Four entities with a row a minute each; all rows train. */
const data: Pick<FitData, 'placed' | 'training'> = {
  training: Int32Array.from({ length: ROWS }, (_, at) => at),
  placed: {
    rows: Int32Array.from({ length: ROWS }, (_, at) => at),
    begins: Int32Array.from({ length: ROWS }, (_, at) => at - (at % PER_ENTITY)),
    ranks: Int32Array.from({ length: ROWS }, (_, at) => at),
    entityCount: 4,
    tiedRows: 0,
    entities: undefined,
    times: Float64Array.from({ length: ROWS }, (_, at) => START + 60 * at),
    keys: Array.from({ length: ROWS }, (_, at) => `web${Math.floor(at / PER_ENTITY)}\u001feu`),
  },
};

/** Makes exponential excesses, with stretches of odd rows. */
function excessWith(stretches: readonly (readonly [from: number, length: number, bits: number])[]) {
  const random = createRandom(1);
  const excess = Float32Array.from({ length: ROWS * HEADS }, () => -Math.log(1 - random.uniform()));
  for (const [from, length, bits] of stretches)
    excess.fill(bits, HEADS * from, HEADS * (from + length));
  return { excess };
}

describe('oddExamples', () => {
  it('finds stretches of odd rows, but for the normal rows beside them', () => {
    const odd = oddExamples(
      data,
      excessWith([
        [700, 12, 15],
        [1900, 20, 15],
      ]),
      0.05,
    );

    const isIn = (from: number, end: number) => odd.filter((at) => at >= from && at < end).length;
    expect(isIn(700, 712)).toBe(12);
    expect(isIn(1900, 1920)).toBe(20);
    expect(odd.length).toBeLessThan(32 + 4 * 4);
    expect([...odd]).toEqual([...odd].sort((a, b) => a - b));
  });

  it.each<[string, Parameters<typeof excessWith>[0], number]>([
    ['of normal rows', [], 0.05],
    [
      'of single rare values',
      [
        [100, 1, 6],
        [600, 1, 6],
        [1200, 1, 6],
      ],
      0.05,
    ],
    ['where none may be left out', [[700, 12, 15]], 0],
  ])('finds none %s', (_, stretches, share) => {
    expect(oddExamples(data, excessWith(stretches), share)).toHaveLength(0);
  });

  it('finds at most the share, the oddest', () => {
    const odd = oddExamples(
      data,
      excessWith([
        [100, 60, 15],
        [700, 20, 30],
      ]),
      0.01,
    );

    expect(odd.length).toBeGreaterThan(15);
    expect(odd.length).toBeLessThanOrEqual(20);
    expect(odd.every((at) => at >= 696 && at < 724)).toBe(true);
  });

  it('finds no begins, which are rare but alike in all entities', () => {
    const begins = [0, 500, 1000, 1500].map((from) => [from, 4, 15] as const);
    const stranger = [500, 8, 30] as const;

    expect(oddExamples(data, excessWith(begins), 0.05)).toHaveLength(0);
    expect(Math.min(...oddExamples(data, excessWith([...begins, stranger]), 0.05))).toBe(500);
  });

  it('does not look over the border of an entity', () => {
    const odd = oddExamples(data, excessWith([[500, 12, 15]]), 0.05);

    expect(Math.min(...odd)).toBe(500);
  });
});

describe('oddNotices', () => {
  /** So many of the rows that were left out have a high score. */
  const scores = (count: number, high: number): Float32Array =>
    new Float32Array(count).fill(0.5).fill(0.9995, 0, high);

  it('warns of more odd rows than chance gives, with their entities and times, the longest stretch first', () => {
    const leftOut = Int32Array.of(7, 8, 9, 499, 500, 501, 502, 1100, 1200);

    expect(oddNotices(data, leftOut, scores(9, 6))).toEqual([
      {
        level: 'WARN',
        text: 'Left 9 training rows (0.45 %) out of training, as 5 stretches would surprise a network that knows what is common: 3 rows of web0, eu from 2026-01-01T00:07:00 to 2026-01-01T00:09:00; 3 rows of web1, eu from 2026-01-01T08:20:00 to 2026-01-01T08:22:00; 1 row of web0, eu at 2026-01-01T08:19:00; and 2 more. 6 of these reach an anomaly_score of 0.999, where chance gives 2 of 2,000 normal rows: if they are normal all the same, add contamination=0.',
      },
    ]);
  });

  it('only informs of as many as the oddest of normal rows may be', () => {
    const leftOut = Int32Array.of(7, 8, 9, 499, 500, 501, 502, 1100, 1200);
    const [{ level, text } = { level: '', text: '' }] = oddNotices(data, leftOut, scores(9, 5));

    expect(level).toBe('INFO');
    expect(text).toContain(
      '; and 2 more. They may be normal, as 5 of these reach an anomaly_score of 0.999, where chance gives 2 of 2,000 normal rows; contamination=0 lets them train.',
    );
  });

  it('names one row with its time', () => {
    expect(oddNotices(data, Int32Array.of(8), scores(1, 1))).toEqual([
      {
        level: 'INFO',
        text: 'Left 1 training row (0.05 %) out of training, as a stretch would surprise a network that knows what is common: 1 row of web0, eu at 2026-01-01T00:08:00. It may be normal, as 1 of these reaches an anomaly_score of 0.999, where chance gives 2 of 2,000 normal rows; contamination=0 lets it train.',
      },
    ]);
  });

  it('says nothing where none were left out', () => {
    expect(oddNotices(data, new Int32Array(0), new Float32Array(0))).toEqual([]);
  });
});
