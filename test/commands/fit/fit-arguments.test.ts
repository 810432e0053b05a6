import { describe, expect, it } from '@jest/globals';
import { readWords } from '../../../src/commands/arguments/words.ts';
import { readFitArguments } from '../../../src/commands/fit/fit-arguments.ts';
import type { FitArguments } from '../../../src/commands/fit/fit-options.ts';
import { UserError } from '../../../src/errors.ts';

/** Splits SPL as splunkd does: at blanks outside quotes. */
function read(spl: string): FitArguments {
  const raw = spl.match(/(?:"(?:\\.|[^"\\])*"|'[^']*'|\S)+/g) ?? [];
  return readFitArguments(
    readWords(
      raw.map((text) => text.replaceAll('"', '')),
      raw,
    ),
  );
}

const take = (text: string) => ({ text, isExcluded: false });
const leave = (text: string) => ({ text, isExcluded: true });

describe('readFitArguments', () => {
  it('reads the shortest form', () => {
    const { options, ...rest } = read('label from * into ddos');

    expect(rest).toEqual({
      target: 'label',
      patterns: [take('*')],
      model: { scope: undefined, name: 'ddos' },
      as: undefined,
      by: [],
      typed: {},
    });
    expect(options).toMatchObject({
      sequence: { window: 'auto' },
      training: { epochs: 'auto' },
      result: { output: 'epochs' },
    });
  });

  it('reads the job of the notebook', () => {
    const { options, typed } = read(
      'label from * into ddos window=fields split=random optimizer=rmsprop batch_size=16 epochs=2',
    );

    expect(options).toMatchObject({
      sequence: { window: 'fields' },
      split: { split: 'random' },
      training: { optimizer: 'rmsprop', batch_size: 16, epochs: 2 },
    });
    expect(typed).toEqual({
      window: 'fields',
      split: 'random',
      optimizer: 'rmsprop',
      batch_size: '16',
      epochs: '2',
    });
  });

  it.each<[string, Partial<FitArguments>]>([
    ['y from a b c into m', { patterns: [take('a'), take('b'), take('c')] }],
    ['y from a,b, c into m', { patterns: [take('a'), take('b'), take('c')] }],
    ['y ~ a into m', { target: 'y', patterns: [take('a')] }],
    ['y FROM a INTO m BY s', { patterns: [take('a')], by: ['s'] }],
    [
      'Y from A into M',
      { target: 'Y', patterns: [take('A')], model: { scope: undefined, name: 'M' } },
    ],
    ['y from * -a -b* into m', { patterns: [take('*'), leave('a'), leave('b*')] }],
    ['y from * -"Flow ID" into m', { patterns: [take('*'), leave('Flow ID')] }],
    ['y from "-a" - into m', { patterns: [take('-a'), take('-')] }],
    ['y from "a,b" \'c d\' into m', { patterns: [take('a,b'), take('c d')] }],
    ['y from "from" "by" into m', { patterns: [take('from'), take('by')] }],
    ['"from" from a into m', { target: 'from' }],
    ['"Label X" from a into m', { target: 'Label X' }],
    ['y from a into app:m', { model: { scope: 'app', name: 'm' } }],
    ['y from a into user:m', { model: { scope: 'user', name: 'm' } }],
    ['y from a into from', { model: { scope: undefined, name: 'from' } }],
    ['y from a into by by s', { model: { scope: undefined, name: 'by' }, by: ['s'] }],
    ['y from a into m by s t', { by: ['s', 't'] }],
    ['y from a into m by s,t', { by: ['s', 't'] }],
    ['y from a into m by "s, t"', { by: ['s', 't'] }],
    ['y from a into m by "Src IP"', { by: ['Src IP'] }],
    ['y into m from a', { target: 'y', model: { scope: undefined, name: 'm' } }],
    ['y by s from a into m', { target: 'y', by: ['s'], patterns: [take('a')] }],
    [
      'epochs=2 y units=4 from a window=5 b into m',
      { target: 'y', patterns: [take('a'), take('b')] },
    ],
    ['y from a into m output=predictions as guess', { as: 'guess' }],
    ['y from a into m as by output=predictions by s', { as: 'by', by: ['s'] }],
    ['y from a into m as "x y" output=Predictions', { as: 'x y' }],
    ['y from a into m Epochs = 2 UNITS= 4', { typed: { epochs: '2', units: '4' } }],
    ['y from a into m note="a, b = c"', { typed: { note: 'a, b = c' } }],
  ])('reads %s', (spl, expected) => {
    expect(read(spl)).toMatchObject(expected);
  });

  it.each([
    [
      '',
      'Syntax error: from <field>... is missing. Write | lstmfit [<target>] from <field>... into <model>',
    ],
    [
      'y',
      'Syntax error: from <field>... is missing. Write | lstmfit [<target>] from <field>... into <model>',
    ],
    [
      'y from into m',
      'Syntax error: from <field>... is missing. Write | lstmfit [<target>] from <field>... into <model>',
    ],
    [
      'y from a',
      'Syntax error: into <model> is missing. Write | lstmfit [<target>] from <field>... into <model>',
    ],
    [
      'y from a into',
      'Syntax error: into <model> is missing. Write | lstmfit [<target>] from <field>... into <model>',
    ],
    [
      'from a into m mode=classify',
      'Syntax error: the target before from is missing. Write | lstmfit [<target>] from <field>... into <model>',
    ],
    ['y from a from b into m', 'Syntax error: you may specify "from" only once'],
    ['y from a ~ b into m', 'Syntax error: you may specify "from" only once'],
    ['y from a into m into n', 'Syntax error: you may specify "into" only once'],
    ['y from a into m by s by t', 'Syntax error: you may specify "by" only once'],
    [
      'y from a into m as x as z output=predictions',
      'Syntax error: you may specify "as" only once',
    ],
    ['y z from a into m', 'Unexpected parameter: z.'],
    ['y frm a into m', 'Unexpected parameter: frm. Did you mean from?'],
    ['y from a into m n', 'Unexpected parameter: n.'],
    ['y from a into m epoch=2', 'Unexpected parameter: epoch. Did you mean epochs?'],
    ['y from a into m epochs=2 EPOCHS=3', 'Parameter given twice: epochs'],
    [
      'y from a into m epochs=ten',
      'Invalid value for epochs: must be an integer between 1 and 10000, got "ten"',
    ],
    [
      'y from a into m epochs=',
      'Invalid value for epochs: must be an integer between 1 and 10000, got ""',
    ],
    [
      'y from a into m epochs = units=2',
      'Invalid value for epochs: must be an integer between 1 and 10000, got ""',
    ],
    [
      'y from a into m as x',
      'as names the columns of output=predictions: add that option, or leave as out.',
    ],
    [
      'y from a into my-model',
      'Invalid model name "my-model": must be letters, digits and underscores, at most 100, not beginning with a digit, with app: or user: before it if you like.',
    ],
    [
      'y from a into a=b',
      'Invalid model name "a=b": must be letters, digits and underscores, at most 100, not beginning with a digit, with app: or user: before it if you like.',
    ],
  ])('refuses %s', (spl, message) => {
    expect(() => read(spl)).toThrow(new UserError(message));
  });

  it.each([
    ['y from a into m by', 'by'],
    ['y from a into m by epochs=2', 'by'],
    ['y from a into m output=predictions as', 'as'],
  ])('refuses %s: a name is missing', (spl, keyword) => {
    expect(() => read(spl)).toThrow(
      expect.objectContaining({
        name: 'UserError',
        message: expect.stringMatching(new RegExp(`\\b${keyword}\\b.*\\b(?:missing|needs)\\b`)),
      }),
    );
  });
});
