import { describe, expect, it } from '@jest/globals';
import { entityNotices } from '../../../src/model/fit/leaks/entity-class.ts';
import { createRandom } from '../../../src/random.ts';
import { labelledOf, times } from './support/columns.ts';

const labels = times(120, (row) => row % 2);
const training = labelledOf(labels);
const notices = (entities: readonly number[], by = ['src']) =>
  entityNotices(Int32Array.from(entities), by, training);

describe('entityNotices', () => {
  it('warn of entities that have one class each', () => {
    expect(notices(times(120, (row) => row % 20))).toEqual([
      {
        level: 'WARN',
        text: 'The entity (src) gives the class away (AUC 1.000 by itself): windows may only learn who it is. Use split=entity to see how the model does on others.',
      },
    ]);
    expect(notices(labels, ['src', 'dst port'])[0]?.text).toMatch(/^The entity \(src, dst port\) /);
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

      expect(entityNotices(entities, ['src'], many)).toEqual([]);
    }
  });
});
