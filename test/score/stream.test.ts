import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { UserError } from '../../src/errors.ts';
import { SearchResults } from '../../src/results/results.ts';
import {
  ascending,
  cut,
  FIELDS,
  first,
  models,
  name,
  scoreRowsOf,
  since,
  stream,
  streamScorer,
} from '../support/models/scored.ts';
import { blockOf, type Row, resultsOf } from '../support/rows/rows.ts';

describe('a stream of chunks', () => {
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
    const scorer = streamScorer(models.gap);
    await scorer.score(resultsOf([first]));

    expect((await scorer.score(resultsOf([without]))).scores.status).toEqual(['missing']);
  });

  it('finds missing features in the first chunk that has rows', async () => {
    const scorer = streamScorer(models.drop);
    await scorer.score(SearchResults.of(blockOf([], FIELDS)));

    await expect(scorer.score(resultsOf([{ ...first, n: '' }]))).rejects.toThrow(UserError);
  });

  it('reports nothing when no rows came', async () => {
    expect((await stream(models.gap, [])).notices).toEqual([
      { level: 'INFO', text: '0 of 0 results scored.' },
    ]);
  });
});
