import { describe, expect, it } from '@jest/globals';
import { type EntityParts, entityNotices } from '../../src/leaks/entity-class.ts';
import { createRandom } from '../../src/random.ts';
import { labelledOf, times } from '../support/rows/labelled-columns.ts';

const labels = times(120, (row) => row % 2);
const training = labelledOf(labels);
const ROWS = Int32Array.from({ length: 120 }, (_, row) => row);

/** Returns the notices for rows that train, with the same or other rows held out. */
const notices = (entities: readonly number[], others: Partial<EntityParts> = {}) =>
  entityNotices({
    entities: Int32Array.from(entities),
    training,
    held: ROWS,
    part: 'validation',
    by: ['src'],
    isRead: false,
    ...others,
  });

const ONE_CLASS_EACH = times(120, (row) => row % 20);

describe('entityNotices', () => {
  it.each<[string, Partial<EntityParts>, string]>([
    [
      'and are no feature',
      {},
      'Each entity (src) has one class in the training rows (AUC 1.000 by itself), and 120 of 120 validation rows are of entities that trained: their figures may be better than those of others, as windows can show who it is. Use split=entity to see how the model does on others.',
    ],
    [
      'and are a feature',
      { isRead: true, by: ['src', 'dst port'], part: 'test' },
      'The entity (src, dst port) gives the class away (AUC 1.000 by itself) and is a feature, and 120 of 120 test rows are of entities that trained: the model may only learn who it is. Use split=entity to see how the model does on others.',
    ],
  ])('warn of entities that have one class each, %s', (_, parts, text) => {
    expect(notices(ONE_CLASS_EACH, parts)).toEqual([{ level: 'WARN', text }]);
  });

  it.each<[string, number, boolean]>([
    ['none', 0, false],
    ['hardly any', 4, false],
    ['some', 5, true],
  ])('warn where %s of the held-out rows are of entities that trained', (_, known, isWarned) => {
    // Rows from 120 on are held out, and entity 99 did not train.
    const entities = [...ONE_CLASS_EACH, ...times(100, (row) => (row < known ? 1 : 99))];
    const held = Int32Array.from({ length: 100 }, (_each, index) => 120 + index);

    expect(notices(entities, { held })).toHaveLength(Number(isWarned));
  });

  it.each([
    ['of both classes', times(120, (row) => Math.floor(row / 6))],
    ['of one class, but for two rows', times(120, (row) => (row < 2 ? 1 - (row % 2) : row % 2))],
    ['of two rows', times(120, (row) => (row % 2) + 2 * Math.floor(row / 4))],
    ['of one row', times(120, (row) => row)],
    ['that are one', times(120, () => 0)],
    ['that are one beside small ones', times(120, (row) => (row % 2 === 0 ? 0 : row))],
    ['that are one beside none', times(120, (row) => (row % 2) - 1)],
    ['that are none', times(120, () => -1)],
  ])('do not warn of entities %s', (_, entities) => {
    expect(notices(entities)).toEqual([]);
  });

  it('do not warn of noise, however many entities', () => {
    const random = createRandom(1);
    const many = labelledOf(times(3000, () => random.integer(2)));
    for (const each of [3, 5, 10]) {
      const entities = Int32Array.from(times(3000, (row) => Math.floor(row / each)));

      const held = Int32Array.from(entities.keys());

      expect(notices([...entities], { training: many, held })).toEqual([]);
    }
  });
});
