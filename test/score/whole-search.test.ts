import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createRandom, shuffle } from '../../src/random.ts';
import {
  ascending,
  first,
  models,
  name,
  names,
  rowsAt,
  scoredBy,
  scoreRowsOf,
} from '../support/models/scored.ts';
import { type Row, resultsOf } from '../support/rows/rows.ts';
import { shownValues } from '../support/shown-values.ts';

describe('all rows of a search', () => {
  it('gives one status and one row of values a row, in the order received', async () => {
    const { scores } = await scoredBy(models.alone, resultsOf(rowsAt(3, 2, 1)), undefined);

    expect(scores.status).toEqual(['ok', 'ok', 'ok']);
    expect([...scores.samples].sort()).toEqual([0, 1, 2]);
    expect(shownValues(scores.prediction)).toHaveLength(6);
  });

  it('gives probabilities that sum to 1', async () => {
    for (const [, values] of await scoreRowsOf(models.alone, rowsAt(1, 2, 3))) {
      expect(values[0]).toBeGreaterThan(0);
      expect(values[0] + values[1]).toBeCloseTo(1, 6);
    }
  });

  it('gives numbers in the unit of the target', async () => {
    const { mean, scale } = models.numbers.header.target as { mean: number; scale: number };

    for (const [, [value = Number.NaN]] of await scoreRowsOf(models.numbers, rowsAt(1, 2, 3))) {
      expect(Math.abs(value - mean)).toBeLessThan(5 * scale);
    }
  });

  it('scores a row by the window that ends at it', async () => {
    const [three, four] = [rowsAt(1, 2, 3), rowsAt(1, 2, 3, 4)];

    expect((await scoreRowsOf(models.alone, four)).slice(0, 3)).toEqual(
      await scoreRowsOf(models.alone, three),
    );
    const changed = four.map((row, at) => (at === 1 ? { ...row, n: 6 } : row));
    const [before, after] = [
      await scoreRowsOf(models.alone, four),
      await scoreRowsOf(models.alone, changed),
    ];
    expect(after[0]).toEqual(before[0]);
    for (const at of [1, 2, 3]) expect(after[at]).not.toEqual(before[at]);
  });

  it('forgets rows before the window', async () => {
    const six = rowsAt(1, 2, 3, 4, 5, 6);
    const changed = six.map((row, at) => (at === 0 ? { ...row, n: 6 } : row));
    const [before, after] = [
      await scoreRowsOf(models.alone, six),
      await scoreRowsOf(models.alone, changed),
    ];

    expect(after[4]).not.toEqual(before[4]);
    expect(after[5]).toEqual(before[5]);
  });

  it('begins anew after a gap', async () => {
    const [, , third] = await scoreRowsOf(models.gap, rowsAt(1, 2, 13));

    expect(third).toEqual((await scoreRowsOf(models.gap, [{ ...first, n: 2, _time: 13 }]))[0]);
  });

  it.each([
    ['no readable time', { _time: 'yesterday' }, 'missing'],
    ['no time', { _time: '' }, 'missing'],
    ['no entity', { src: ' ' }, 'missing'],
    ['a null feature, as the model fills it', { n: '' }, 'ok'],
    ['an entity that is new', { src: 'new' }, 'ok'],
    ['a category that is new', { c: 'new' }, 'ok'],
    ['a null target', { y: '' }, 'ok'],
  ])('of a row with %s says %j: %s', async (_, change, status) => {
    const list = [...rowsAt(1, 2), { ...first, _time: 3, ...change }, ...rowsAt(4)];

    expect((await scoreRowsOf(models.entities, list)).map(([said]) => said)).toEqual([
      'ok',
      'ok',
      status,
      'ok',
    ]);
  });

  it('takes a row without a readable time out of its sequence', async () => {
    const list = [...rowsAt(1, 2), { ...first, _time: 'x', n: 6 }, { ...first, _time: 4 }];

    expect((await scoreRowsOf(models.entities, list)).at(-1)).toEqual(
      (await scoreRowsOf(models.entities, list.toSpliced(2, 1))).at(-1),
    );
  });

  it('takes a row with a null feature out of its sequence with nulls=drop', async () => {
    const list = [...rowsAt(1, 2), { ...first, _time: 3, n: '' }, { ...first, _time: 4 }];

    const scored = await scoreRowsOf(models.drop, list);

    expect(scored.map(([said]) => said)).toEqual(['ok', 'ok', 'missing', 'ok']);
    expect(scored[3]).toEqual((await scoreRowsOf(models.drop, list.toSpliced(2, 1)))[2]);
  });

  it('says warmup before min_rows, after every gap', async () => {
    expect(
      (await scoreRowsOf(models.warmup, rowsAt(1, 2, 3, 20, 21))).map(([said]) => said),
    ).toEqual(['warmup', 'ok', 'ok', 'warmup', 'ok']);
  });

  it('gives no prediction for a category that is new with unseen=null, but keeps the step', async () => {
    const list = [
      { ...first, c: 'new' },
      { ...first, _time: 1000 },
    ];

    const scored = await scoreRowsOf(models.unseen, list);

    expect(scored[0]).toEqual(['unseen', []]);
    expect(scored[1]).not.toEqual((await scoreRowsOf(models.unseen, list.slice(1)))[0]);
  });

  it('reads rows before since as history, and scores the others', async () => {
    const list = rowsAt(1, 2, 3, 4);

    const scored = await scoreRowsOf(models.alone, list, 3);

    expect(scored.slice(0, 2)).toEqual([
      ['history', []],
      ['history', []],
    ]);
    expect(scored.slice(2)).toEqual((await scoreRowsOf(models.alone, list)).slice(2));
  });

  it('does not depend on the order of the rows, where times differ', async () => {
    await fc.assert(
      fc.asyncProperty(ascending, name, fc.nat(), async (list, which, seed) => {
        const one = models[which];
        const distinct = list.map(
          (row, at): Row => ({ ...row, _time: Number(row['_time']) + at / 64 }),
        );
        const places = Int32Array.from(distinct, (_, at) => at);
        shuffle(places, createRandom(seed));

        const whole = await scoreRowsOf(one, distinct);
        const shuffled = await scoreRowsOf(
          one,
          [...places].map((place) => distinct[place] as Row),
        );

        expect(shuffled).toEqual([...places].map((place) => whole[place]));
      }),
      { numRuns: 40 },
    );
  });

  it.each(names.filter((which) => models[which].header.sequence.by.length > 0))(
    'does not change the scores of an entity when another one joins: %s',
    async (which) => {
      const one = models[which];
      const own = rowsAt(1, 2, 3, 4, 5, 6);
      const others = rowsAt(1, 2, 3, 3.5, 5, 7).map((row): Row => ({ ...row, src: 'a', n: 6 }));

      const scored = await scoreRowsOf(one, [...others.slice(0, 3), ...own, ...others.slice(3)]);

      expect(scored.slice(3, 9)).toEqual(await scoreRowsOf(one, own));
    },
  );

  it('reads the pause before a row, but none before the first of a sequence', async () => {
    const scoresAt = async (...times: number[]) =>
      await scoreRowsOf(models.pausesInGaps, rowsAt(...times));
    const [near, far, later] = [
      await scoresAt(0, 1, 2),
      await scoresAt(0, 1, 9),
      await scoresAt(500, 501, 502),
    ];

    expect(far.slice(0, 2)).toEqual(near.slice(0, 2));
    expect(far[2]).not.toEqual(near[2]);
    expect(later).toEqual(near);
    expect((await scoresAt(0, 20, 21, 22)).slice(1)).toEqual(
      (await scoresAt(0, 50, 51, 52)).slice(1),
    );
  });

  it('reads pauses between the rows that nulls=drop leaves', async () => {
    const list = [...rowsAt(1, 2), { ...first, _time: 3, n: '' }, { ...first, _time: 7 }];
    const scored = await scoreRowsOf(models.pausesWithoutNulls, list);

    expect(scored[3]).toEqual(
      (await scoreRowsOf(models.pausesWithoutNulls, list.toSpliced(2, 1)))[2],
    );
  });

  it('warns where there is no time, and where many rows share theirs', async () => {
    const warnings = async (list: Row[]): Promise<string[]> =>
      (await scoredBy(models.entities, resultsOf(list), undefined)).notices
        .filter(({ level }) => level === 'WARN')
        .map(({ text }) => text);

    expect(await warnings(rowsAt(1, 1, 2).map(({ _time, ...row }) => row))).toEqual([
      'There is no time field, so rows count as ascending in the order received: newest-first results need | reverse.',
    ]);
    expect(await warnings(rowsAt(1, 1, 2))).toEqual([
      '67 % of the rows share their _time with another row of the entity: among them the order of arrival counts.',
    ]);
  });
});
