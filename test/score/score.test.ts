import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { UserError } from '../../src/errors.ts';
import type { FittedModel } from '../../src/model/header.ts';
import { createRandom, shuffle } from '../../src/random.ts';
import { SearchResults } from '../../src/results/results.ts';
import type { Scores } from '../../src/score/scorer.ts';
import { StreamScorer } from '../../src/score/stream.ts';
import { scoreRows } from '../../src/score/whole-search.ts';
import { listed } from '../support/models/listed.ts';
import { engineOf, untrained } from '../support/models/models.ts';
import { blockOf, type Row, resultsOf } from '../support/rows/rows.ts';
import { shownValues } from '../support/shown-values.ts';

const FIELDS = ['_time', 'src', 'n', 'c', 'y'];

/** The training rows have a number and a category, both sometimes null, addresses, and two classes. */
const training = resultsOf(
  Array.from({ length: 60 }, (_, at): Row => {
    return {
      _time: 1000 + at,
      src: `s${at % 3}`,
      n: at % 10 === 9 ? '' : at % 7,
      c: at % 11 === 10 ? '' : 'pqr'.charAt(at % 3),
      ip: `10.0.0.${at % 4}`,
      y: at % 2 === 0 ? 'bad' : 'ok',
    };
  }),
);

/** The rows are the same, at times whose pauses differ. */
const irregular = resultsOf(
  Array.from({ length: 60 }, (_, at): Row => {
    const n = at % 10 === 9 ? '' : at % 7;
    return { _time: 1000 + at ** 1.5, src: `s${at % 3}`, n, c: 'pqr'.charAt(at % 3), y: at % 2 };
  }),
);

const withPauses = (typed: string): FittedModel =>
  untrained(irregular, `y from n c into m units=4 split=random ${typed}`);

const untrainedFor = (typed: string): FittedModel =>
  untrained(training, `y from n c into m units=4 split=random ${typed}`);

const models = {
  entities: untrainedFor('by src window=4'),
  gap: untrainedFor('by src window=4 gap=10s'),
  warmup: untrainedFor('by src window=3 gap=10s min_rows=2'),
  alone: untrainedFor('window=5'),
  drop: untrainedFor('by src window=4 gap=10s nulls=drop'),
  unseen: untrainedFor('by src window=4 unseen=null'),
  embedded: untrainedFor('by src window=3 categorical=embedding'),
  fields: untrainedFor('window=fields'),
  fieldsBy: untrainedFor('by src window=fields'),
  pauses: withPauses('by src window=4'),
  pausesInGaps: withPauses('by src window=4 gap=10s min_rows=2'),
  pausesWithoutNulls: withPauses('by src window=3 gap=10s nulls=drop'),
  scaled: untrainedFor('by src window=4 numeric=quantile'),
  next: untrained(irregular, 'from n c into m by src units=4 window=4 numbers=n'),
  nextInGaps: untrained(irregular, 'from n c into m by src units=4 window=3 gap=30s min_rows=3'),
  nextWithoutTime: untrained(training, 'from n c into m units=4 window=4 time_features=none'),
  nextDrop: untrained(irregular, 'from n c into m by src units=3 window=3 nulls=drop unseen=null'),
  numbers: untrained(training, 'n from c into m by src units=3 window=4 mode=regress split=random'),
};

const breathe = async (): Promise<void> => undefined;

const scoredBy = async (model: FittedModel, results: SearchResults, since?: number) =>
  await scoreRows(model.header, engineOf(model), results, { since, breathe });

const score = async (model: FittedModel, results: SearchResults, since?: number) =>
  listed((await scoredBy(model, results, since)).scores);

const scoreRowsOf = async (model: FittedModel, rows: readonly Row[], since?: number) =>
  await score(model, SearchResults.of(blockOf(rows, FIELDS)), since);

async function stream(model: FittedModel, chunks: readonly (readonly Row[])[], since?: number) {
  const scorer = new StreamScorer(model.header, engineOf(model), { since, breathe });
  const scores: Scores[] = [];
  for (const rows of chunks)
    scores.push(await scorer.push(SearchResults.of(blockOf(rows, FIELDS))));
  return { scores: scores.flatMap(listed), notices: scorer.notices() };
}

/** Cuts `rows` at positions, in any order; chunks may be empty. */
function cut(rows: readonly Row[], positions: readonly number[]): Row[][] {
  const edges = [0, ...[...positions].sort((a, b) => a - b), rows.length];
  return edges.slice(0, -1).map((edge, at) => rows.slice(edge, edges[at + 1]));
}

/** The first row is complete, so that no field looks missing in a first chunk. */
const first: Row = { _time: 999, src: 's0', n: 1, c: 'p', y: 'ok' };

const cells = fc.record({
  pause: fc.constantFrom(0, 1, 1, 2, 5, 15),
  src: fc.constantFrom('s0', 's1', 'new', ''),
  n: fc.constantFrom('1', '2.5', '6', '', 'NaN', 'text', '1e9'),
  c: fc.constantFrom('p', 'q', 'other', ''),
});

/** Makes rows that ascend in time. */
const ascending = fc.array(cells, { maxLength: 40 }).map((list): Row[] => {
  let time = 1000;
  return [
    first,
    ...list.map(({ pause, ...row }) => {
      time += pause;
      return { ...row, _time: time, y: 'ok' };
    }),
  ];
});

type Name = keyof typeof models;
const names = Object.keys(models) as Name[];
const name = fc.constantFrom(...names);
const since = fc.option(fc.integer({ min: 990, max: 1100 }), { nil: undefined });

describe('scoreRows', () => {
  const rows = (...times: number[]): Row[] =>
    times.map((time, at) => ({ ...first, n: at, _time: time }));

  it('gives one status and one row of values a row, in the order received', async () => {
    const { scores } = await scoredBy(models.alone, resultsOf(rows(3, 2, 1)), undefined);

    expect(scores.status).toEqual(['ok', 'ok', 'ok']);
    expect([...scores.samples].sort()).toEqual([0, 1, 2]);
    expect(shownValues(scores.prediction)).toHaveLength(6);
  });

  it('gives probabilities that sum to 1', async () => {
    for (const [, values] of await scoreRowsOf(models.alone, rows(1, 2, 3))) {
      expect(values[0]).toBeGreaterThan(0);
      expect(values[0] + values[1]).toBeCloseTo(1, 6);
    }
  });

  it('gives numbers in the unit of the target', async () => {
    const { mean, scale } = models.numbers.header.target as { mean: number; scale: number };

    for (const [, [value = Number.NaN]] of await scoreRowsOf(models.numbers, rows(1, 2, 3))) {
      expect(Math.abs(value - mean)).toBeLessThan(5 * scale);
    }
  });

  it('scores a row by the window that ends at it', async () => {
    const [three, four] = [rows(1, 2, 3), rows(1, 2, 3, 4)];

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
    const six = rows(1, 2, 3, 4, 5, 6);
    const changed = six.map((row, at) => (at === 0 ? { ...row, n: 6 } : row));
    const [before, after] = [
      await scoreRowsOf(models.alone, six),
      await scoreRowsOf(models.alone, changed),
    ];

    expect(after[4]).not.toEqual(before[4]);
    expect(after[5]).toEqual(before[5]);
  });

  it('begins anew after a gap', async () => {
    const [, , third] = await scoreRowsOf(models.gap, rows(1, 2, 13));

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
    const list = [...rows(1, 2), { ...first, _time: 3, ...change }, ...rows(4)];

    expect((await scoreRowsOf(models.entities, list)).map(([said]) => said)).toEqual([
      'ok',
      'ok',
      status,
      'ok',
    ]);
  });

  it('takes a row without a readable time out of its sequence', async () => {
    const list = [...rows(1, 2), { ...first, _time: 'x', n: 6 }, { ...first, _time: 4 }];

    expect((await scoreRowsOf(models.entities, list)).at(-1)).toEqual(
      (await scoreRowsOf(models.entities, list.toSpliced(2, 1))).at(-1),
    );
  });

  it('takes a row with a null feature out of its sequence with nulls=drop', async () => {
    const list = [...rows(1, 2), { ...first, _time: 3, n: '' }, { ...first, _time: 4 }];

    const scored = await scoreRowsOf(models.drop, list);

    expect(scored.map(([said]) => said)).toEqual(['ok', 'ok', 'missing', 'ok']);
    expect(scored[3]).toEqual((await scoreRowsOf(models.drop, list.toSpliced(2, 1)))[2]);
  });

  it('says warmup before min_rows, after every gap', async () => {
    expect((await scoreRowsOf(models.warmup, rows(1, 2, 3, 20, 21))).map(([said]) => said)).toEqual(
      ['warmup', 'ok', 'ok', 'warmup', 'ok'],
    );
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
    const list = rows(1, 2, 3, 4);

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
      const own = rows(1, 2, 3, 4, 5, 6);
      const others = rows(1, 2, 3, 3.5, 5, 7).map((row): Row => ({ ...row, src: 'a', n: 6 }));

      const scored = await scoreRowsOf(one, [...others.slice(0, 3), ...own, ...others.slice(3)]);

      expect(scored.slice(3, 9)).toEqual(await scoreRowsOf(one, own));
    },
  );

  it('reads the pause before a row, but none before the first of a sequence', async () => {
    const scoresAt = async (...times: number[]) =>
      await scoreRowsOf(models.pausesInGaps, rows(...times));
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
    const list = [...rows(1, 2), { ...first, _time: 3, n: '' }, { ...first, _time: 7 }];
    const scored = await scoreRowsOf(models.pausesWithoutNulls, list);

    expect(scored[3]).toEqual(
      (await scoreRowsOf(models.pausesWithoutNulls, list.toSpliced(2, 1)))[2],
    );
  });

  it('reports how many rows were scored, and why the others were not', async () => {
    const list = [
      { ...first, _time: 990 },
      ...rows(1001, 1002),
      { ...first, _time: 'x' },
      { ...first, src: 's1', _time: 1003, c: 'new', n: 'text' },
    ];
    const { notices } = await scoredBy(models.warmup, resultsOf(list), 1000);

    expect(notices.map(({ text }) => text)).toEqual([
      '1 of 5 results scored. Not scored: 2 too early in their sequence (warmup), 1 without a readable time, a by field, or a feature (missing), 1 before since, which only feed windows (history).',
      '1 value with text where a number or address is expected (n 1): they count as null.',
      '1 value that training had fewer than 3 times, treated as other: c 1.',
    ]);
  });

  it('warns of a feature without any value that was sometimes null in training', async () => {
    const { notices } = await scoredBy(
      models.alone,
      SearchResults.of(blockOf([{ ...first, n: '' }], FIELDS)),
      undefined,
    );

    expect(notices[0]).toEqual({
      level: 'WARN',
      text: 'No value in any result, treated as null: n.',
    });
  });

  it('warns where there is no time, and where many rows share theirs', async () => {
    const warnings = async (list: Row[]): Promise<string[]> =>
      (await scoredBy(models.entities, resultsOf(list), undefined)).notices
        .filter(({ level }) => level === 'WARN')
        .map(({ text }) => text);

    expect(await warnings(rows(1, 1, 2).map(({ _time, ...row }) => row))).toEqual([
      'There is no time field, so rows count as ascending in the order received: newest-first results need | reverse.',
    ]);
    expect(await warnings(rows(1, 1, 2))).toEqual([
      '67 % of the rows share their _time with another row of the entity: among them the order of arrival counts.',
    ]);
  });

  it.each<[string, FittedModel, Row[], number | undefined, string]>([
    [
      'a feature without a column',
      models.alone,
      [{ _time: 1, n: 1 }],
      undefined,
      'The model needs the field c, which has no value in these results: check the search and | fields, or retrain.',
    ],
    [
      'features without a value that training always had',
      models.drop,
      [{ ...first, n: '', c: ' ' }],
      undefined,
      'The model needs the fields n, c, which have no value in these results: check the search and | fields, or retrain.',
    ],
    [
      'no by field',
      models.entities,
      [{ _time: 1, n: 1, c: 'p' }],
      undefined,
      'The by field "src" has no value in these results: check the search and | fields.',
    ],
    [
      'a gap without times',
      models.gap,
      [{ src: 's0', n: 1, c: 'p' }],
      undefined,
      'The gap of this model needs the time field _time, and no result has a readable one.',
    ],
    [
      'pauses without times',
      models.pauses,
      [{ src: 's0', n: 1, c: 'p' }],
      undefined,
      'The pauses between rows, which this model reads, need the time field _time, and no result has a readable one.',
    ],
    [
      'since without readable times',
      models.alone,
      [{ _time: 'x', n: 1, c: 'p' }],
      5,
      'since needs the time field _time, and no result has a readable one.',
    ],
  ])('refuses %s', async (_, one, list, from, message) => {
    await expect(score(one, resultsOf(list), from)).rejects.toThrow(new UserError(message));
    const scorer = new StreamScorer(one.header, engineOf(one), { since: from, breathe });
    await expect(scorer.push(resultsOf(list))).rejects.toThrow(new UserError(message));
  });

  it.each([
    ['nulls=error', { n: '' }, /^nulls=error, and 1 value of the features is null \(n 1\)/],
    [
      'unseen=error',
      { c: 'new' },
      /^The model was trained with unseen=error, and 1 value is unknown to it \(c 1\)/,
    ],
  ])('obeys %s of the model', async (option, change, message) => {
    const complete = resultsOf(
      Array.from(
        { length: 40 },
        (_, at): Row => ({ ...first, _time: at, n: at, c: 'pq'.charAt(at % 2), y: at % 2 }),
      ),
    );
    const strict = untrained(complete, `y from n c into m units=4 window=3 split=random ${option}`);

    await expect(scoreRowsOf(strict, [first, { ...first, ...change }])).rejects.toThrow(message);
    await expect(stream(strict, [[first], [{ ...first, ...change }]])).rejects.toThrow(message);
  });
});

describe('StreamScorer', () => {
  it('scores as scoreRows does, wherever the rows are cut into chunks', async () => {
    await fc.assert(
      fc.asyncProperty(
        ascending,
        name,
        fc.array(fc.nat(41)),
        since,
        async (list, which, positions, from) => {
          const cuts = positions.map((position) => Math.min(position, list.length));
          const one = models[which];

          expect((await stream(one, cut(list, cuts), from)).scores).toEqual(
            await scoreRowsOf(one, list, from),
          );
        },
      ),
    );
  });

  it('reports the same at the end, wherever the rows are cut into chunks', async () => {
    const list = [first, { ...first, _time: 1000, n: 'x' }, { ...first, _time: 1001, c: 'new' }];
    const whole = (await stream(models.gap, [list])).notices;

    expect((await stream(models.gap, cut(list, [1, 2]))).notices).toEqual(whole);
    expect(whole).toHaveLength(3);
  });

  it('refuses time that goes back within an entity, in one chunk or over two', async () => {
    const falling = [first, { ...first, src: 's1', _time: 5 }, { ...first, _time: 998 }];
    const message =
      'With order=input time must not fall within an entity, and _time does: put | sort 0 _time before lstmscore, or use order=time.';

    await expect(stream(models.gap, [falling])).rejects.toThrow(new UserError(message));
    await expect(stream(models.gap, cut(falling, [2]))).rejects.toThrow(new UserError(message));
    expect((await stream(models.gap, [falling.slice(0, 2)])).scores).toHaveLength(2);
  });

  it('accepts time that goes back where each row is a sequence of its own', async () => {
    expect((await stream(models.fields, [[first, { ...first, _time: 5 }]])).scores).toHaveLength(2);
  });

  it('gives the rows of a chunk without any readable time the status missing', async () => {
    const chunks = [[first], [{ ...first, _time: 'x' }], [{ ...first, _time: 1001 }]];

    expect((await stream(models.gap, chunks)).scores).toEqual(
      await scoreRowsOf(models.gap, chunks.flat()),
    );
  });

  it('reads a column that a later chunk lacks as nulls', async () => {
    const without: Row = { _time: 1000, n: 1, c: 'p', y: 'ok' };
    const scorer = new StreamScorer(models.gap.header, engineOf(models.gap), { breathe });
    await scorer.push(resultsOf([first]));

    expect((await scorer.push(resultsOf([without]))).status).toEqual(['missing']);
  });

  it('finds missing features in the first chunk that has rows', async () => {
    const scorer = new StreamScorer(models.drop.header, engineOf(models.drop), { breathe });
    await scorer.push(SearchResults.of(blockOf([], FIELDS)));

    await expect(scorer.push(resultsOf([{ ...first, n: '' }]))).rejects.toThrow(UserError);
  });

  it('reports nothing when no rows came', async () => {
    expect((await stream(models.gap, [])).notices).toEqual([
      { level: 'INFO', text: '0 of 0 results scored.' },
    ]);
  });
});
