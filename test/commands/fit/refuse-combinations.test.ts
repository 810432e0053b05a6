import { describe, expect, it } from '@jest/globals';
import { readWords } from '../../../src/commands/arguments/words.ts';
import { readFitArguments } from '../../../src/commands/fit/fit-arguments.ts';
import { UserError } from '../../../src/errors.ts';

const read = (options: string): unknown =>
  readFitArguments(readWords(`y from n into m ${options}`.split(' '), []));

const without = (option: string): string =>
  `${option} needs held-out rows, and split=none has none: leave one out.`;

describe('refuseCombinations', () => {
  it.each([
    ['by src y', 'y is the target and cannot tell entities apart: name another field after by.'],
    [
      'split=entity',
      'split=entity deals whole entities: name the field that tells them with by <field>, or choose another split.',
    ],
    [
      'validation=0.6 test=0.4',
      'validation=0.6 and test=0.4 leave no rows to train on: together they must be below 1.',
    ],
    ['split=none test=0.1', 'With split=none all rows train: leave test out, or split out.'],
    [
      'split=none validation=0.1',
      'With split=none all rows train: leave validation out, or split out.',
    ],
    ['split=none threshold=f1', without('threshold=f1')],
    ['split=none threshold=fpr:0.1', without('threshold=fpr')],
    ['split=none threshold=alerts:1/day', without('threshold=alerts')],
    ['split=none refit=t', without('refit=true')],
    ['split=none replace=better', without('replace=better')],
  ])('refuses %s', (options, sentence) => {
    expect(() => read(options)).toThrow(new UserError(sentence));
  });

  it.each([
    'split=entity by src',
    'validation=0.6 test=0.3',
    'split=none',
    'split=none threshold=0.3',
    'replace=better refit=true threshold=f1',
  ])('takes %s', (options) => {
    expect(() => read(options)).not.toThrow();
  });
});
