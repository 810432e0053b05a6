import { describe, expect, it } from '@jest/globals';
import { readWords } from '../../../src/commands/arguments/words.ts';
import { readFitArguments } from '../../../src/commands/fit/fit-arguments.ts';
import { UserError } from '../../../src/errors.ts';

const read = (options: string): unknown =>
  readFitArguments(readWords(`y from n into m ${options}`.split(' '), []));

const refusal = (words: string): unknown => {
  try {
    return readFitArguments(readWords(words.split(' '), []));
  } catch (error) {
    return error;
  }
};

const without = (option: string): string =>
  `${option} needs held-out rows, and split=none has none: leave one out.`;

describe('fitRules', () => {
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
    ['tune=1', 'tune=1 has nothing to choose from: try 2 to 50 settings, or 0 for none.'],
    ['tune=4 split=none', 'tune compares settings on later rows: leave split=none out, or tune.'],
    [
      'tune=4 split=random',
      'tune compares settings on later rows: leave split=random out, or tune.',
    ],
    [
      'tune=4 folds=3',
      'folds would judge settings by rows that tune has chosen them on: tune first, then fit with folds and the settings that it chose.',
    ],
    [
      'output=tune',
      'output=tune lists the settings of tune: add tune=8, or choose another output.',
    ],
    ['folds=1', 'folds=1 has no spread: use 2 to 10 blocks of time, or 0 for none.'],
    [
      'folds=2 split=entity by src',
      'folds judges blocks of time, each by the rows before it: leave split=entity out, or folds.',
    ],
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

  // Each line breaks two rules; the one whose sentence it shows stands first in the list.
  it.each([
    ['y from n into m mode=anomaly by y', 'mode=anomaly takes no target'],
    ['from n into m label=any threshold=f1', 'label is for a target'],
    ['y from n into m contamination=0.01', 'contamination is for fits without a target'],
    ['y from n into m horizon=3 contamination=auto', 'contamination is for fits without a target'],
    ['from n into m threshold=f1 window=1', 'threshold=f1 needs labels'],
    ['from n into m window=1 min_rows=1', 'window must be at least 2'],
    ['y from n into m by y split=none test=0.1', 'y is the target'],
    ['y from n into m split=entity validation=0.6 test=0.4', 'split=entity deals whole entities'],
    ['y from n into m validation=0.6 test=0.4 split=none', 'validation=0.6 and test=0.4'],
    ['y from n into m split=none test=0.1 refit=t', 'With split=none all rows train'],
    ['y from n into m split=none refit=t mode=forecast', 'refit=true needs held-out rows'],
    ['from n into m horizon=3 engine=tensorflow threads=2', 'horizon makes a forecast of a number'],
    ['y from n into m horizon=3 mode=classify window=fields', 'mode=classify makes none'],
    ['y from n into m horizon=3 window=fields label=any', 'window=fields reads no rows before'],
    ['y from n into m horizon=3 label=any unseen=null', 'label is for classes'],
    ['y from n into m horizon=3 unseen=null min_rows=2', 'unseen=null judges'],
    ['y from n into m end=true', 'end is for a fit without a target'],
    ['y from n into m horizon=3 refit=true', 'refit=true trains another network'],
    ['from n into m refit=true', 'refit=true trains another network'],
    ['y from n into m horizon=3 min_rows=2 engine=tensorflow threads=2', 'min_rows=2 is too few'],
  ])('of %s says: %s', (words, sentence) => {
    expect(refusal(words)).toMatchObject({
      name: 'UserError',
      message: expect.stringContaining(sentence),
    });
  });
});
