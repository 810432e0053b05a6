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
    [
      'y from a into m note="a=b" output=predictions',
      { typed: { note: 'a=b', output: 'predictions' } },
    ],
    ['output = predictions y from a into m', { typed: { output: 'predictions' } }],
    ['y from a output =predictions into m', { typed: { output: 'predictions' } }],
    ["'output'=predictions y from a into m", { typed: { output: 'predictions' } }],
    ["y from a into m output='predictions'", { typed: { output: 'predictions' } }],
    ["y from a into m 'output' = 'predictions'", { typed: { output: 'predictions' } }],
    ['y from a into m "output"="predictions"', { typed: { output: 'predictions' } }],
    ['y from a into m output = "predictions"', { typed: { output: 'predictions' } }],
    ['y from a, b into m', { patterns: [take('a'), take('b')] }],
    ["y from 'from' into m", { patterns: [take('from')] }],
    [
      '"into" from "as" "by" into m by "from"',
      { target: 'into', patterns: [take('as'), take('by')], by: ['from'] },
    ],
    ['y from "a=b" into m', { patterns: [take('a=b')] }],
    ['y from a b -b into m', { patterns: [take('a'), take('b'), leave('b')] }],
    ['y from a into m time="Start Time"', { typed: { time: 'Start Time' } }],
    ['y from a into as', { model: { scope: undefined, name: 'as' } }],
    ['y from a into into', { model: { scope: undefined, name: 'into' } }],
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
    ['y from a into m output=predictions as x z', 'Unexpected parameter: z.'],
    ['y from a into m foo=1', 'Unexpected parameter: foo.'],
    [
      'y from a into m =1',
      'Invalid model name "m=1": must be letters, digits and underscores, at most 100, not beginning with a digit, with app: or user: before it if you like.',
    ],
    [
      'y into m',
      'Syntax error: from <field>... is missing. Write | lstmfit [<target>] from <field>... into <model>',
    ],
    [
      'from a into m mode=regress',
      'Syntax error: the target before from is missing. Write | lstmfit [<target>] from <field>... into <model>',
    ],
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
    ['epochs=ten', 'epochs: must be an integer between 1 and 10000, got "ten"'],
    ['epochs=0', 'epochs: must be an integer between 1 and 10000, got "0"'],
    ['threads=0', 'threads: must be an integer between 1 and 64, got "0"'],
    ['epochs=', 'epochs: must be an integer between 1 and 10000, got ""'],
    ['seed=-1', 'seed: must be an integer between 0 and 2147483647, got "-1"'],
    ['dropout=1', 'dropout: must be a number at least 0 and below 1, got "1"'],
    ['validation=0', 'validation: must be a number above 0 and below 1, got "0"'],
    [
      'threshold=1.1',
      'threshold: must be a number between 0 and 1, f1, fpr:<share> such as fpr:0.001, or alerts:<number>/day, got "1.1"',
    ],
    ['learning_rate=0', 'learning_rate: must be a number above 0 and at most 10, got "0"'],
    [
      'class_weight=attack',
      'class_weight: must be none or weights above 0 such as "benign:1,attack:5", got "attack"',
    ],
    ['replace=maybe', 'replace: must be always, better or never, got "maybe"'],
    [
      'units=64,',
      'units: must be up to 8 integers between 1 and 1024, such as 64 or "64,32", got "64,"',
    ],
    ['validation=1.5', 'validation: must be a number above 0 and below 1, got "1.5"'],
    ['gap=30', 'gap: must be a duration such as 30s, 5m, 1h or 2d, got "30"'],
    ['max_time=0', 'max_time: must be an integer between 1 and 86400, got "0"'],
    ['test=1', 'test: must be a number at least 0 and below 1, got "1"'],
    ['gap=0s', 'gap: must be a duration such as 30s, 5m, 1h or 2d, got "0s"'],
    [
      'window=row',
      'window: must be fields or characters or an integer between 1 and 10000000, got "row"',
    ],
    [
      'categories=a,,b',
      'categories: must be names of fields such as port or "port,code", * as wildcard, got "a,,b"',
    ],
    ['time=', 'time: must be the name of a field, got ""'],
  ])('refuses the value of %s', (option, sentence) => {
    const spl = `y from a into m ${option.replace(/=(.*)$/s, '="$1"')}`;

    expect(() => read(spl)).toThrow(new UserError(`Invalid value for ${sentence}`));
  });

  it.each(['future', 'top'])('does not know %s, an option of lstmscore', (name) => {
    expect(() => read(`y from a into m ${name}=3`)).toThrow(
      expect.objectContaining({
        message: expect.stringMatching(`^Unexpected parameter: ${name}\\.`),
      }),
    );
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
