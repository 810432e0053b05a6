import { describe, expect, it } from '@jest/globals';
import { entityKeys, numberEntities } from '../../../src/encode/rows/entity.ts';

describe('entityKeys', () => {
  it('is one value, trimmed; null where the field is null', () => {
    expect(entityKeys([['a', ' a ', '', ' ', 'B', 'b']])).toEqual([
      'a',
      'a',
      undefined,
      undefined,
      'B',
      'b',
    ]);
  });

  it('tells apart the same values in other fields, and null in any field', () => {
    const keys = entityKeys([
      ['a', 'ab', 'a', ''],
      ['bc', 'c', '', 'b'],
    ]);

    expect(keys[0]).not.toBe(keys[1]);
    expect(keys.slice(2)).toEqual([undefined, undefined]);
  });
});

describe('numberEntities', () => {
  it('numbers entities in the order of their first row; −1 for null', () => {
    expect([...numberEntities(['b', undefined, 'a', 'b', 'c', 'a'])]).toEqual([0, -1, 1, 0, 2, 1]);
  });
});
