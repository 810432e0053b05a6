import { describe, expect, it } from '@jest/globals';
import { UserError } from '../../src/errors.ts';
import type { FittedModel } from '../../src/model/header.ts';
import { SearchResults } from '../../src/results/results.ts';
import { untrained } from '../support/models/models.ts';
import {
  FIELDS,
  first,
  models,
  score,
  scoredBy,
  scoreRowsOf,
  stream,
  streamScorer,
} from '../support/models/scored.ts';
import { blockOf, type Row, resultsOf } from '../support/rows/rows.ts';

describe('scoring', () => {
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
    const scorer = streamScorer(one, from);
    await expect(scorer.score(resultsOf(list))).rejects.toThrow(new UserError(message));
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
