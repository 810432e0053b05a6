import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { quote, spellOption } from '../../../src/commands/arguments/spell.ts';
import { readWords } from '../../../src/commands/arguments/words.ts';

describe('spellOption', () => {
  it.each([
    ['window', '10', 'window=10'],
    ['lr', '1e-3', 'lr=1e-3'],
    ['numbers', 'bytes*', 'numbers=bytes*'],
    ['time', 'größe', 'time=größe'],
    ['note', '', 'note=""'],
    ['note', 'two words', 'note="two words"'],
    ['numbers', 'a,b', 'numbers="a,b"'],
    ['note', "it's", 'note="it\'s"'],
    ['note', 'a|b', 'note="a|b"'],
    ['note', '[x]', 'note="[x]"'],
    ['note', 'say "no"', String.raw`note="say \"no\""`],
    ['note', String.raw`C:\x`, String.raw`note="C:\\x"`],
  ])('writes %s with %j as %s', (name, value, text) => {
    expect(spellOption(name, value)).toBe(text);
  });

  it('writes what is read back as the same option', () => {
    const value = fc.string({ unit: fc.constantFrom(...'a=\'"\\,|[] *-ß') });
    fc.assert(
      fc.property(value, (text) => {
        const args = [`note=${text}`];
        const option = { kind: 'option', name: 'note', value: text };
        expect(readWords(args, [spellOption('note', text)])).toEqual([option]);
      }),
    );
  });
});

describe('quote', () => {
  it.each([
    ['', '""'],
    ['a b', '"a b"'],
    ['"', String.raw`"\""`],
    ['\\', String.raw`"\\"`],
  ])('writes %j as %s', (text, quoted) => {
    expect(quote(text)).toBe(quoted);
  });
});
