import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { hiding, oneLine } from '../../src/store/foreign-text.ts';

describe('oneLine', () => {
  it.each([
    ['as it is.', 'as it is.'],
    ['  two\r\n\tlines  ', 'two lines'],
    ['\u001b[31mred\u001b[0m\u0000', '[31mred [0m'],
    ['from \u202eright', 'from right'],
    ['x'.repeat(300), 'x'.repeat(300)],
    ['x'.repeat(301), `${'x'.repeat(299)}…`],
    [`${'x'.repeat(298)}😀😀`, `${'x'.repeat(298)}…`],
    ['\n\u0000', ''],
  ])('of %j is %j', (text, expected) => {
    expect(oneLine(text)).toBe(expected);
  });

  it('is one line of at most 300 whole characters, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 1000 }), (text) => {
        const line = oneLine(text);
        expect(line.length).toBeLessThanOrEqual(300);
        expect(line).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
        expect(oneLine(line)).toBe(line);
      }),
    );
  });
});

describe('hiding', () => {
  const parse = (json: string, secret: string): unknown => JSON.parse(json, hiding(secret));

  it('leaves no secret in any text, however it is written', () => {
    const json = String.raw`{"a":["x ab-c y",{"b":"\u0061\u0062-c ab-c"}],"n":5}`;

    expect(parse(json, 'ab-c')).toEqual({
      a: ['x <session key> y', { b: '<session key> <session key>' }],
      n: 5,
    });
  });

  it('hides nothing where there is no secret', () => {
    expect(parse('{"a":"text"}', '')).toEqual({ a: 'text' });
  });
});
