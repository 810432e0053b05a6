import { describe, expect, it } from '@jest/globals';
import { headSize } from '../../../src/model/anomaly-target.ts';
import { anomalyTarget, cutNotices, fieldOutcomes } from '../../../src/tasks/anomaly/heads.ts';

const NOTHING_BESIDE = { pauses: undefined, hasEnds: false };

/** Makes a field of `count` values: the first ten occur five times, the others three times. */
function textField(field: string, count: number) {
  const texts = Array.from({ length: count }, (_, value) =>
    Array<string>(value < 10 ? 5 : 3).fill(`v${value}`),
  ).flat();
  return fieldOutcomes({ field, kind: 'category', texts }, Int32Array.from(texts.keys()));
}

const sizesOf = (...fields: ReturnType<typeof fieldOutcomes>[]): number[] =>
  anomalyTarget(fields, NOTHING_BESIDE).heads.map(headSize);

describe('anomalyTarget', () => {
  it.each<[number[], number[]]>([
    [[20], [21]],
    [[4999], [5000]],
    [[5000], [5000]],
    [[9000], [5000]],
    [
      [9000, 30],
      [5000, 31],
    ],
    [
      [5000, 5000, 5000, 5000, 5000],
      [4000, 4000, 4000, 4000, 4000],
    ],
    [
      [6000, 6000, 6000, 6000, 100],
      [4974, 4974, 4974, 4974, 101],
    ],
  ])('of fields with %j values has %j outcomes', (counts, sizes) => {
    expect(sizesOf(...counts.map((count, at) => textField(`f${at}`, count)))).toEqual(sizes);
  });

  it('keeps the commonest values', () => {
    const [head] = anomalyTarget([textField('user', 6000)], NOTHING_BESIDE).heads;
    const values = head?.kind === 'category' ? head.vocabulary.values : [];
    expect(values.slice(0, 10).toSorted()).toEqual(
      Array.from({ length: 10 }, (_, value) => `v${value}`),
    );
    expect(values).toHaveLength(4999);
  });
});

describe('cutNotices', () => {
  it('says how many values of which fields are told apart', () => {
    const fields = [textField('user', 6000), textField('code', 30)];
    expect(cutNotices(anomalyTarget(fields, NOTHING_BESIDE), fields)).toEqual([
      {
        level: 'INFO',
        text: 'Only the commonest values are told apart, the others count as one: user (5,000 of 6,001). Group values with | eval, such as by a part of the text, to tell more apart.',
      },
    ]);
  });

  it('says nothing where all are', () => {
    const fields = [textField('code', 30)];
    expect(cutNotices(anomalyTarget(fields, NOTHING_BESIDE), fields)).toEqual([]);
  });
});
