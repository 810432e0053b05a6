import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { hideIn, oneLine } from '../../src/store/foreign-text.ts';

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

describe('hideIn', () => {
  it.each([
    ['{"a":["x ab-c y",{"b":"ab-cab-c"}],"n":5}', { a: ['x KEY y', { b: 'KEYKEY' }], n: 5 }],
    [String.raw`{"a":"\u0061\u0062-c","\u0061b-c":1}`, { a: 'KEY', KEY: 1 }],
    [String.raw`{"a":"\\u0061b-c \"ab-c\" \/ \n"}`, { a: '\\u0061b-c "KEY" / \n' }],
  ])('leaves no secret in %s', (json, expected) => {
    const hidden = hideIn(json, 'ab-c').replaceAll('<session key>', 'KEY');

    expect(JSON.parse(hidden)).toEqual(expected);
  });

  it.each(['a/b', 'a"b', 'a\\b'])('finds the secret however JSON writes %s', (secret) => {
    for (const json of [JSON.stringify(secret), JSON.stringify(secret).replaceAll('/', '\\/')]) {
      expect(JSON.parse(hideIn(json, secret))).toBe('<session key>');
    }
  });

  it('changes nothing else that JSON says', () => {
    fc.assert(
      fc.property(
        fc.json({ stringUnit: 'binary' }),
        fc.constantFrom('', 'KEY-of-64'),
        (json, key) => {
          fc.pre(!json.includes('KEY-of-64'));
          expect(JSON.parse(hideIn(json, key))).toEqual(JSON.parse(json));
        },
      ),
    );
  });

  it('accepts text that is not JSON', () => {
    expect(hideIn('{"a":\\', 'x')).toBe('{"a":\\');
  });
});
