import { describe, expect, it } from '@jest/globals';
import { parseSearch, splitNames, splitWords } from '../../../../tools/local-splunk/spl/spl.ts';

describe('parseSearch', () => {
  it.each([
    ['| inputlookup a.csv | head 5', ['inputlookup: a.csv', 'head: 5']],
    ['head 5', ['head: 5']],
    ['|reverse', ['reverse: ']],
    ['search a="x|y" | table a', ['search: a="x|y"', 'table: a']],
    [String.raw`search a="x\"|y" | head`, [String.raw`search: a="x\"|y"`, 'head: ']],
    ["where 'a|b'=1 | head", ["where: 'a|b'=1", 'head: ']],
    ["search a=don't | head", ["search: a=don't", 'head: ']],
  ])('%s', (search, stages) => {
    expect(parseSearch(search).map(({ name, text }) => `${name}: ${text}`)).toEqual(stages);
  });

  it.each([
    ['table "a', 'Unbalanced quotes.'],
    ['head 5 | | head 3', 'A command must stand after each "|", got ""'],
    ['head 5 |', 'A command must stand after each "|", got ""'],
    ['', 'A command must stand after each "|", got ""'],
  ])('refuses %j', (search, message) => {
    expect(() => parseSearch(search)).toThrow(message);
  });
});

describe('splitWords', () => {
  it.each([
    ['x=1 y = "2" "z"="3"', ['x=1', 'y', '=', '2', 'z=3'], ['x=1', 'y', '=', '"2"', '"z"="3"']],
    [
      String.raw`p="x \"y\" z" 'q'="u\\v"`,
      ['p=x "y" z', String.raw`'q'=u\v`],
      [String.raw`p="x \"y\" z"`, String.raw`'q'="u\\v"`],
    ],
    ['a,b, c', ['a', 'b', 'c'], ['a', 'b', 'c']],
    ['"a,b" x="c, d"', ['a,b', 'x=c, d'], ['"a,b"', 'x="c, d"']],
    ['from "from"', ['from', 'from'], ['from', '"from"']],
    ["'Flow ID' x='a b'", ["'Flow ID'", "x='a b'"], ["'Flow ID'", "x='a b'"]],
    [String.raw`path="C:\new"`, [String.raw`path=C:\new`], [String.raw`path="C:\new"`]],
    ['x=""', ['x='], ['x=""']],
    ['', [], []],
  ])('%s', (text, args, rawArgs) => {
    const words = splitWords(text);
    expect(words.map((word) => word.text)).toEqual(args);
    expect(words.map((word) => word.raw)).toEqual(rawArgs);
  });
});

it('splitNames() takes off both kinds of quotes', () => {
  expect(splitNames(`'a b' "c d", e`)).toEqual(['a b', 'c d', 'e']);
});
