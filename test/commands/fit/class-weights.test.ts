import { describe, expect, it } from '@jest/globals';
import { parseClassWeights } from '../../../src/commands/fit/class-weights.ts';

describe('parseClassWeights', () => {
  it.each<[string, [string, number][]]>([
    [
      'benign:1,attack:5',
      [
        ['benign', 1],
        ['attack', 5],
      ],
    ],
    [
      ' benign : 0.5 , DoS Hulk : 5 ',
      [
        ['benign', 0.5],
        ['DoS Hulk', 5],
      ],
    ],
    ['a:b:2', [['a:b', 2]]],
    [
      '0:1,1:1e1',
      [
        ['0', 1],
        ['1', 10],
      ],
    ],
  ])('reads %s', (text, expected) => {
    expect([...(parseClassWeights(text) ?? [])]).toEqual(expected);
  });

  it.each(['', 'benign', 'benign:', ':1', 'a:0', 'a:-1', 'a:x', 'a:1,', 'a:1,a:2', 'a:Infinity'])(
    'refuses "%s"',
    (text) => {
      expect(parseClassWeights(text)).toBeUndefined();
    },
  );
});
