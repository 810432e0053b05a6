import { describe, expect, it } from '@jest/globals';
import { piecesOf } from '../../../src/readings/characters/pieces.ts';

const vocabulary = { values: ['a', 'b', ' ', '"'], hasNull: true };
const pieces = (amounts: readonly number[], tokens: readonly number[]) =>
  piecesOf(vocabulary, Float64Array.from(amounts), Int32Array.from(tokens));

describe('the pieces of a text', () => {
  it('are runs of neighbours that did about as much, the strongest first', () => {
    expect(pieces([1, -3, -2, 0.5, 4], [1, 2, 1, 1, 2])).toEqual([
      { name: 'b', amount: 4 },
      { name: '"ba"', amount: -5 },
      { name: 'a', amount: 1 },
      { name: 'a', amount: 0.5 },
    ]);
  });

  it('hold every timestep once', () => {
    const found = pieces([0, 0, -0.1, 0], [1, 1, 1, 1]);

    expect(found.reduce((sum, { amount }) => sum + amount, 0)).toBeCloseTo(-0.1);
    expect(found.map(({ name }) => name)).toEqual(['a', '"aa"', 'a']);
  });

  it.each([
    ['a letter', [1], 'a'],
    ['a blank', [3], '" "'],
    ['a quote', [4], '"'],
    ['quotes among others', [4, 1], '"\\"a"'],
    ['a character that the model does not know', [0], '\uFFFD'],
    ['a text without characters', [5], 'null'],
  ])('name %s', (_, tokens, name) => {
    expect(
      pieces(
        tokens.map(() => 1),
        tokens,
      ),
    ).toEqual([{ name, amount: tokens.length }]);
  });
});
