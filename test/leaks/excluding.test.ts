import { describe, expect, it } from '@jest/globals';
import { excluding, fieldListText } from '../../src/leaks/excluding.ts';

const fields = (count: number): string[] => Array.from({ length: count }, (_, at) => `f${at}`);

describe('excluding', () => {
  it.each([
    [['a'], '-a'],
    [['a', 'Flow ID', 'say "x"'], '-a -"Flow ID" -"say \\"x\\""'],
  ])('makes words of %j', (names, text) => {
    expect(excluding(names)).toBe(text);
  });

  it('gives all words, or says that they are too many', () => {
    expect(excluding(fields(500)).split(' ')).toHaveLength(500);
    expect(excluding(fields(5000))).toBe(
      '-<field> for each (5,000 fields are too many for a message: | lstmmodels <model> show=fields lists them)',
    );
  });
});

describe('fieldListText', () => {
  it.each([
    [['a'], 'a'],
    [['Flow ID'], '"Flow ID"'],
    [['a', 'b'], '"a,b"'],
    [['a', 'say "x"'], '"a,say \\"x\\""'],
  ])('makes the value of an option of %j', (names, text) => {
    expect(fieldListText(names)).toBe(text);
  });

  it('lists all fields, or says that they are too many', () => {
    expect(fieldListText(fields(500)).split(',')).toHaveLength(500);
    expect(fieldListText(fields(5000))).toBe(
      '"<field>,<field>,…" (5,000 fields are too many for a message: | lstmmodels <model> show=fields lists them)',
    );
  });
});
