import { describe, expect, it } from '@jest/globals';
import { readModelRef } from '../../../src/commands/arguments/model-ref.ts';
import { readWords } from '../../../src/commands/arguments/words.ts';
import {
  readScoreArguments,
  type ScoreArguments,
} from '../../../src/commands/score/score-arguments.ts';
import { UserError } from '../../../src/errors.ts';

/** Splits SPL as splunkd does: at blanks outside quotes. */
function read(spl: string): ScoreArguments {
  const raw = spl.match(/(?:"(?:\\.|[^"\\])*"|\S)+/g) ?? [];
  return readScoreArguments(
    readWords(
      raw.map((text) => text.replaceAll('"', '')),
      raw,
    ),
  );
}

const badName = (name: string): string =>
  `Invalid model name "${name}": must be letters, digits and underscores, at most 100, not beginning with a digit, with app: or user: before it if you like.`;

describe('readScoreArguments', () => {
  it('reads the shortest form', () => {
    expect(read('ddos')).toEqual({
      model: { scope: undefined, name: 'ddos' },
      as: undefined,
      options: {
        order: 'time',
        since: undefined,
        threads: 'auto',
        threshold: undefined,
        version: undefined,
        probabilities: false,
        drift: true,
        explain: 0,
        explain_all: false,
        future: 0,
        top: undefined,
        max_rows: undefined,
      },
    });
  });

  it.each<[string, unknown]>([
    ['app:ddos', { model: { scope: 'app', name: 'ddos' } }],
    ['user:ddos', { model: { scope: 'user', name: 'ddos' } }],
    ['as', { model: { scope: undefined, name: 'as' } }],
    ['as as as', { model: { scope: undefined, name: 'as' }, as: 'as' }],
    ['order order=INPUT', { model: { name: 'order' }, options: { order: 'input' } }],
    ['m AS verdict', { as: 'verdict' }],
    ['m as "my verdict"', { as: 'my verdict' }],
    ['m since = -5m', { options: { since: { secondsBefore: 300 } } }],
    [
      'm as x threshold=0.9 probabilities=t',
      { as: 'x', options: { threshold: { kind: 'value', value: 0.9 }, probabilities: true } },
    ],
    ['m threshold=fpr:0.01 as x', { as: 'x', options: { threshold: { kind: 'fpr', rate: 0.01 } } }],
    ['m threshold=alerts:5/day', { options: { threshold: { kind: 'alerts' } } }],
    ['m max_rows=10', { options: { max_rows: 10 } }],
    ['m order = input', { options: { order: 'input' } }],
    ["m 'order'='input'", { options: { order: 'input' } }],
    ...['true', 'T', '1', 'yes'].map((text): [string, unknown] => [
      `m probabilities=${text}`,
      { options: { probabilities: true } },
    ]),
    ['m probabilities=no', { options: { probabilities: false } }],
  ])('reads %s', (spl, expected) => {
    expect(read(spl)).toMatchObject(expected as object);
  });

  it.each([
    ['', 'Syntax error: the model is missing. Write | lstmscore <model>'],
    ['order=input', badName('order=input')],
    ['my-model', badName('my-model')],
    ['m n', 'Unexpected parameter: n.'],
    ['m from', 'Unexpected parameter: from.'],
    ['m into x', 'Unexpected parameter: into.'],
    [
      'm since=-5',
      'Invalid value for since: must be a duration back such as -5m, or a time, got "-5"',
    ],
    [
      'm max_rows=0',
      'Invalid value for max_rows: must be an integer between 1 and 100000000, got "0"',
    ],
    ['m treshold=0.5', 'Unexpected parameter: treshold. Did you mean threshold?'],
    ['m as', 'Syntax error: as needs a name: | lstmscore <model> as <name>'],
    ['m as x as y', 'Syntax error: you may specify "as" only once'],
    ['m order=time order=input', 'Parameter given twice: order'],
    ['m order=newest', 'Invalid value for order: must be time or input, got "newest"'],
    [
      'm since=5m',
      'Invalid value for since: must be a duration back such as -5m, or a time, got "5m"',
    ],
    ...['high', 'f1', 'auto', 'fpr:2'].map((text): [string, string] => [
      `m threshold=${text}`,
      `Invalid value for threshold: must be a number between 0 and 1, fpr:<share> such as fpr:0.001, or alerts:<number>/day, got "${text}"`,
    ]),
    [
      'm probabilities=maybe',
      'Invalid value for probabilities: must be true or false, got "maybe"',
    ],
    [
      'm order=input max_rows=10',
      'max_rows bounds the rows held for order=time: leave it out with order=input.',
    ],
  ])('refuses %s', (spl, message) => {
    expect(() => read(spl)).toThrow(new UserError(message));
  });

  it.each(['m "as" x', 'm order'])('does not suggest a word that was typed, for %s', (spl) => {
    expect(() => read(spl)).toThrow(
      expect.objectContaining({
        message: expect.not.stringMatching(/: (\w+)\. Did you mean \1\?/),
      }),
    );
  });
});

describe('readModelRef', () => {
  it.each([
    ['ddos', undefined, 'ddos'],
    ['_x9', undefined, '_x9'],
    ['X', undefined, 'X'],
    ['app:ddos', 'app', 'ddos'],
    ['user:app', 'user', 'app'],
    ['a'.repeat(100), undefined, 'a'.repeat(100)],
  ])('reads %s', (text, scope, name) => {
    expect(readModelRef(text)).toEqual({ scope, name });
  });

  it.each([
    ...[
      '',
      'app:',
      '9x',
      'a b',
      'a-b',
      'a.b',
      '../x',
      'a/b',
      'größe',
      'a\n',
      'global:x',
      'app:user:x',
      'user:../y',
      'a\nb',
    ],
    'a'.repeat(101),
  ])('refuses %j', (text) => {
    expect(() => readModelRef(text)).toThrow(new UserError(badName(text)));
  });
});
