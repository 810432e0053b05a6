import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Scorer } from '../../src/score/scorer.ts';
import { Stream } from '../../src/score/stream.ts';
import { scoreRows } from '../../src/score/whole-search.ts';
import { listed } from '../support/models/listed.ts';
import { engineOf, untrained } from '../support/models/models.ts';
import { type Row, resultsOf } from '../support/rows/rows.ts';

const rest = { breathe: async (): Promise<void> => undefined };

const training = resultsOf(
  Array.from({ length: 60 }, (_, at): Row => {
    const text = at % 9 === 8 ? '' : `${'ab😀'.repeat(at % 4)}${at % 7}c`;
    return { _time: 1000 + at, text, label: at % 3 === 0 ? 'x' : 'y', kind: 'pqr'.charAt(at % 3) };
  }),
);

const models = {
  'two classes': untrained(
    training,
    'label from text into m window=characters length=5 split=none',
  ),
  'three classes': untrained(
    training,
    'kind from text into m window=characters length=3 case=keep unseen=null split=none',
  ),
};

const text = fc.oneof(
  fc.string({ unit: fc.constantFrom('a', 'B', '😀', ' ', '1', 'é'), maxLength: 9 }),
  fc.string({ maxLength: 4 }),
);
const rowsOf = (texts: readonly string[]): Row[] =>
  texts.map((own, at) => ({ _time: 2000 + at, text: own, label: '', kind: '' }));

describe.each(Object.entries(models))('the prediction for a text, of %s', (_, model) => {
  const scored = async (texts: readonly string[]) =>
    listed((await scoreRows(model.header, engineOf(model), resultsOf(rowsOf(texts)), rest)).scores);

  // A search whose texts are all empty is refused.
  const texts = fc.array(text, { minLength: 1, maxLength: 12 }).map((list) => ['ab', ...list]);

  it('is the same whatever other rows there are', async () => {
    await fc.assert(
      fc.asyncProperty(texts, texts, async (own, others) => {
        const alone = await scored(own);

        expect((await scored([...others, ...own])).slice(others.length)).toEqual(alone);
      }),
      { numRuns: 40 },
    );
  });

  it('is the same in a stream, however it is cut into chunks', async () => {
    await fc.assert(
      fc.asyncProperty(texts, texts, async (first, second) => {
        const scorer = new Scorer(
          { header: model.header, engine: engineOf(model) },
          new Stream(model.header),
          rest,
        );
        const chunks = [];
        for (const part of [first, second]) {
          const { scores } = await scorer.score(resultsOf(rowsOf(part)));
          chunks.push(...listed(scores));
        }

        expect(chunks).toEqual(await scored([...first, ...second]));
      }),
      { numRuns: 40 },
    );
  });
});
