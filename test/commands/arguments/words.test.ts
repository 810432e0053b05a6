import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readWords, type Word } from '../../../src/commands/arguments/words.ts';

const word = (text: string): Word => ({ kind: 'word', text, isQuoted: false });
const quoted = (text: string): Word => ({ kind: 'word', text, isQuoted: true });
const option = (name: string, value: string): Word => ({ kind: 'option', name, value });

describe('readWords', () => {
  // splunkd makes these words of SPL, after "Deep Dive into the Custom Search Protocol v2", .conf21.
  it.each<[spl: string, args: string[], rawArgs: string[], words: Word[]]>([
    [
      'x=1 y = "2" "z"="3"',
      ['x=1', 'y', '=', '2', 'z=3'],
      ['x=1', 'y', '=', '"2"', '"z"="3"'],
      [option('x', '1'), option('y', '2'), option('z', '3')],
    ],
    [
      String.raw`p="x \"y\" z" 'q'="u\\v"`,
      ['p=x "y" z', String.raw`'q'=u\v`],
      [String.raw`p="x \"y\" z"`, String.raw`'q'="u\\v"`],
      [option('p', 'x "y" z'), option('q', String.raw`u\v`)],
    ],
    ['x="a=b"', ['x=a=b'], ['x="a=b"'], [option('x', 'a=b')]],
    ['x=a=b', ['x=a=b'], ['x=a=b'], [option('x', 'a=b')]],
    ['x = "a=b"', ['x', '=', 'a=b'], ['x', '=', '"a=b"'], [option('x', 'a=b')]],
    ['"from"', ['from'], ['"from"'], [quoted('from')]],
    ["'from'", ["'from'"], ["'from'"], [quoted('from')]],
    ['from', ['from'], ['from'], [word('from')]],
    ['"a=b"', ['a=b'], ['"a=b"'], [quoted('a=b')]],
    ['"Flow ID"', ['Flow ID'], ['"Flow ID"'], [quoted('Flow ID')]],
    ['-"Flow ID"', ['-Flow ID'], ['-"Flow ID"'], [word('-Flow ID')]],
    ['"-x"', ['-x'], ['"-x"'], [quoted('-x')]],
    ['a b', ['a', 'b'], ['a', 'b'], [word('a'), word('b')]],
    ['a, b', ['a,', 'b'], ['a,', 'b'], [word('a'), word('b')]],
    ['a ,b', ['a', ',b'], ['a', ',b'], [word('a'), word('b')]],
    ['a,b', ['a,b'], ['a,b'], [word('a'), word('b')]],
    ['"a,b"', ['a,b'], ['"a,b"'], [quoted('a,b')]],
    ['a,"b,c",-d', ['a,b,c,-d'], ['a,"b,c",-d'], [word('a'), quoted('b,c'), word('-d')]],
    ['*', ['*'], ['*'], [word('*')]],
    ['~', ['~'], ['~'], [word('~')]],
    ['x=""', ['x='], ['x=""'], [option('x', '')]],
    ["5'", ["5'"], ["5'"], [word("5'")]],
    ['größe=💥', ['größe=💥'], ['größe=💥'], [option('größe', '💥')]],
  ])('of %s', (_, args, rawArgs, words) => {
    expect(readWords(args, rawArgs)).toEqual(words);
  });

  it.each<[string[], Word[]]>([
    [['x', '=', '1'], [option('x', '1')]],
    [['x=', '1'], [option('x', '1')]],
    [['x', '=1'], [option('x', '1')]],
    [
      ['x', '=', '1', 'y', '=', '2'],
      [option('x', '1'), option('y', '2')],
    ],
    [
      ['x', '=', 'y', 'z'],
      [option('x', 'y'), word('z')],
    ],
    [
      ['a', 'x', '=', '1', 'b'],
      [word('a'), option('x', '1'), word('b')],
    ],
    [['x', '='], [option('x', '')]],
    [
      ['x', '=', 'y=2'],
      [option('x', ''), option('y', '2')],
    ],
    [
      ['=', '1'],
      [word('='), word('1')],
    ],
    [['=1'], [word('=1')]],
    [[','], []],
    [[''], []],
    [[], []],
  ])('joins what blanks around an equals sign separated: %j', (args, words) => {
    expect(readWords(args, args)).toEqual(words);
    expect(readWords(args, [])).toEqual(words);
  });

  it('reads args where raw_args are missing or do not match', () => {
    expect(readWords(['from', 'x=1'], [])).toEqual([word('from'), option('x', '1')]);
    expect(readWords(['from', 'x=1'], ['"from" "x=1"'])).toEqual([word('from'), option('x', '1')]);
  });

  it('takes no time over a long argument', () => {
    const list = new Array(5000).fill('field').join(',');

    expect(readWords([list], [list])).toHaveLength(5000);
    expect(readWords(['"'.repeat(20_000)], ['\\"'.repeat(20_000)]).length).toBeGreaterThan(0);
  });

  it('gives back any text that was quoted', () => {
    const text = fc.string({ unit: fc.constantFrom('"', '\\', ',', '=', "'", '-', ' ', 'a', 'ß') });
    fc.assert(
      fc.property(text, text, (name, value) => {
        fc.pre(name.trim() !== '');
        const raw = (one: string): string => `"${one.replace(/["\\]/g, '\\$&')}"`;

        expect(readWords([name], [raw(name)])).toEqual([quoted(name.trim())]);
        expect(readWords([`x=${value}`], [`x=${raw(value)}`])).toEqual([option('x', value)]);
      }),
    );
  });
});
