import { describe, expect, it } from '@jest/globals';
import {
  boolean,
  custom,
  integer,
  number,
  type Option,
  oneOf,
  orWords,
  readGroups,
  readOptions,
  unexpected,
} from '../../../src/commands/arguments/option.ts';
import { fitOptions } from '../../../src/commands/fit/fit-options.ts';
import { scoreOptions } from '../../../src/commands/score/score-options.ts';
import { UserError } from '../../../src/errors.ts';

const text = { group: 'g', help: 'Help.' };

describe('integer', () => {
  const option = integer(1, 100, text);

  it.each([
    ['1', 1],
    ['100', 100],
    ['+5', 5],
    ['007', 7],
    ['0', undefined],
    ['101', undefined],
    ['-5', undefined],
    ['5.0', undefined],
    ['1e1', undefined],
    ['0x5', undefined],
    ['ten', undefined],
    ['', undefined],
    [' 5', undefined],
    ['5 ', undefined],
    ['1,0', undefined],
    ['NaN', undefined],
  ])('reads %j as %j', (typed, value) => {
    expect(option.parse(typed)).toBe(value);
  });

  it('says what it takes', () => {
    expect(option.allowed).toBe('an integer between 1 and 100');
    expect(option.syntax).toBe('<int>');
  });
});

describe('number', () => {
  it.each([
    ['[]', 'a number between 0 and 1', [0, 0.5, 1]],
    ['(]', 'a number above 0 and at most 1', [undefined, 0.5, 1]],
    ['[)', 'a number at least 0 and below 1', [0, 0.5, undefined]],
    ['()', 'a number above 0 and below 1', [undefined, 0.5, undefined]],
  ])('with the bounds %s takes %s', (bounds, allowed, values) => {
    const option = number(0, 1, { ...text, bounds });

    expect(option.allowed).toBe(allowed);
    expect(['0', '0.5', '1'].map(option.parse)).toEqual(values);
    expect(['-0.1', '1.1', 'NaN', '', 'half'].map(option.parse)).toEqual(
      new Array(5).fill(undefined),
    );
  });

  it.each([
    ['.5', 0.5],
    ['5e-1', 0.5],
    ['+0.5', 0.5],
    ['1.', 1],
    ['0,5', undefined],
    ['50%', undefined],
    ['Infinity', undefined],
    ['0x1', undefined],
  ])('reads %j as %j', (typed, value) => {
    expect(number(0, 1, text).parse(typed)).toBe(value);
  });
});

describe('oneOf', () => {
  const option = oneOf(['adam', 'rmsprop', 'sgd'], text);

  it.each([
    ['adam', 'adam'],
    ['ADAM', 'adam'],
    ['Sgd', 'sgd'],
    ['ada', undefined],
    ['', undefined],
  ])('reads %j as %j', (typed, value) => {
    expect(option.parse(typed)).toBe(value);
  });

  it('says what it takes', () => {
    expect(option.allowed).toBe('adam, rmsprop or sgd');
    expect(oneOf(['a', 'b'], text).allowed).toBe('a or b');
    expect(oneOf(['a'], text).allowed).toBe('a');
    expect(option.syntax).toBe('adam|rmsprop|sgd');
  });
});

describe('orWords', () => {
  const option = orWords(['auto', 'fields'], integer(1, 9, { ...text, default: 'auto' }));

  it.each([
    ['AUTO', 'auto'],
    ['fields', 'fields'],
    ['5', 5],
    ['10', undefined],
    ['field', undefined],
  ])('reads %j as %j', (typed, value) => {
    expect(option.parse(typed)).toBe(value);
  });

  it('does not mention auto', () => {
    expect(option.allowed).toBe('fields or an integer between 1 and 9');
    expect(option.syntax).toBe('auto|fields|<int>');
    expect(option.default).toBe('auto');
  });
});

describe('boolean', () => {
  it.each([
    ...['true', 'True', 't', 'T', '1', 'yes', 'YES', 'y'].map((typed) => [typed, true] as const),
    ...['false', 'FALSE', 'f', '0', 'no', 'No', 'n'].map((typed) => [typed, false] as const),
    ...['', 'on', '2', 'tru', '01'].map((typed) => [typed, undefined] as const),
  ])('reads %j as %j', (typed, value) => {
    expect(boolean(text).parse(typed)).toBe(value);
  });
});

describe('readOptions', () => {
  const table = {
    units: integer(1, 1024, { ...text, default: '32' }),
    dropout: number(0, 1, text),
    note: custom('text', '<text>', (typed) => typed, text),
  };
  const read = (...typed: [string, string][]) =>
    readOptions(
      table,
      typed.map(([name, value]) => ({ name, value })),
      { words: ['from'], otherOptions: { width: (value) => ` Write units=${value}.` } },
    );

  it('fills in defaults; an option without one stays undefined', () => {
    expect(read()).toEqual({ units: 32, dropout: undefined, note: undefined });
  });

  it('takes names in any case, and values as they are', () => {
    expect(read(['UNITS', '8'], ['Note', 'As Typed'])).toMatchObject({
      units: 8,
      note: 'As Typed',
    });
  });

  it.each<[[string, string][], string]>([
    [[['unit', '8']], 'Unexpected parameter: unit. Did you mean units?'],
    [[['fron', 'x']], 'Unexpected parameter: fron. Did you mean from?'],
    [[['Width', '8']], 'Unexpected parameter: Width. Write units=8.'],
    [[['colour', 'red']], 'Unexpected parameter: colour.'],
    [[['toString', 'x']], 'Unexpected parameter: toString.'],
    [[['__proto__', 'x']], 'Unexpected parameter: __proto__.'],
    [
      [
        ['units', '8'],
        ['Units', '8'],
      ],
      'Parameter given twice: units',
    ],
    [
      [['units', 'ten']],
      'Invalid value for units: must be an integer between 1 and 1024, got "ten"',
    ],
    [[['units', '']], 'Invalid value for units: must be an integer between 1 and 1024, got ""'],
    [[['note', '']], 'Invalid value for note: must be text, got ""'],
    [
      [['dropout', '1.5']],
      'Invalid value for dropout: must be a number between 0 and 1, got "1.5"',
    ],
  ])('of %j: %s', (typed, message) => {
    expect(() => read(...typed)).toThrow(new UserError(message));
  });
});

describe('unexpected', () => {
  it('suggests the nearest name', () => {
    expect(unexpected('epoch', ['epochs', 'units'])).toEqual(
      new UserError('Unexpected parameter: epoch. Did you mean epochs?'),
    );
  });
});

describe.each([
  ['fitOptions', fitOptions],
  ['scoreOptions', scoreOptions],
])('%s', (_, table) => {
  const options: [string, Option<unknown>][] = Object.entries(table);

  it.each(options)('%s has a default that it reads', (_name, option) => {
    if (option.default !== undefined) expect(option.parse(option.default)).toBeDefined();
  });

  it.each(options)('%s is described in sentences', (name, { help, allowed, syntax, group }) => {
    expect(help).toMatch(/^[A-Z][^\n]*\.$|^[a-z]+: [^\n]*\.$/);
    expect(allowed).toMatch(/^[^A-Z\n][^\n]*[^.\n]$/);
    expect([syntax, group].every((part) => part !== '')).toBe(true);
    expect(name).toMatch(/^[a-z_]+$/);
  });
});

describe('readGroups', () => {
  const groups = {
    first: { a: integer(1, 9, { ...text, default: '1' }) },
    second: { b: integer(1, 9, { ...text, default: '2' }), c: integer(1, 9, text) },
  };

  it('gives every group its own options, defaults included', () => {
    expect(readGroups(groups, [{ name: 'B', value: '7' }])).toEqual({
      first: { a: 1 },
      second: { b: 7, c: undefined },
    });
  });

  it('knows the names of all groups', () => {
    expect(() => readGroups(groups, [{ name: 'bb', value: '7' }])).toThrow(
      new UserError('Unexpected parameter: bb. Did you mean b?'),
    );
    expect(() =>
      readGroups(groups, [
        { name: 'c', value: '1' },
        { name: 'C', value: '2' },
      ]),
    ).toThrow(new UserError('Parameter given twice: c'));
  });
});

describe('fitOptions', () => {
  // These cases have a sample of each option.
  it.each<[keyof typeof fitOptions, [string, unknown][], string[]]>([
    [
      'window',
      [
        ['auto', 'auto'],
        ['Fields', 'fields'],
        ['20', 20],
      ],
      ['0', 'field', '1.5'],
    ],
    [
      'min_rows',
      [
        ['1', 1],
        ['10', 10],
      ],
      ['0', 'auto5'],
    ],
    [
      'gap',
      [
        ['30s', 30],
        ['5m', 300],
        ['1h', 3600],
        ['2d', 172_800],
      ],
      ['0s', '5', '-5m', 'none'],
    ],
    ['stride', [['3', 3]], ['0']],
    [
      'time',
      [
        ['_time', '_time'],
        ['When', 'When'],
      ],
      [],
    ],
    [
      'categories',
      [
        ['EventCode', ['EventCode']],
        ['EventCode, dest_port,Src_*', ['EventCode', 'dest_port', 'Src_*']],
      ],
      ['a,,b', ','],
    ],
    ['numbers', [['a,b', ['a', 'b']]], ['']],
    ['categorical', [['OneHot', 'onehot']], ['hash']],
    [
      'ip',
      [
        ['octets', 'octets'],
        ['drop', 'drop'],
      ],
      ['auto'],
    ],
    ['nulls', [['fill', 'fill']], ['zero']],
    ['unseen', [['null', 'null']], ['none']],
    [
      'units',
      [
        ['32', [32]],
        ['64,32', [64, 32]],
        ['64, 32', [64, 32]],
      ],
      ['0', '1025', '64,', '64;32', '1,1,1,1,1,1,1,1,1'],
    ],
    ['embedding', [['8', 8]], ['0']],
    [
      'dropout',
      [
        ['0', 0],
        ['0.5', 0.5],
      ],
      ['1', '-0.1'],
    ],
    ['mode', [['classify', 'classify']], ['cluster']],
    ['positive', [['DDoS', 'DDoS']], []],
    [
      'epochs',
      [
        ['auto', 'auto'],
        ['2', 2],
      ],
      ['0', '10001', 'ten'],
    ],
    [
      'batch_size',
      [
        ['auto', 'auto'],
        ['16', 16],
      ],
      ['0'],
    ],
    ['optimizer', [['RMSprop', 'rmsprop']], ['adamw']],
    [
      'learning_rate',
      [
        ['auto', 'auto'],
        ['1e-3', 0.001],
      ],
      ['0', '11'],
    ],
    [
      'clip',
      [
        ['0', 0],
        ['1', 1],
      ],
      ['-1'],
    ],
    [
      'patience',
      [
        ['0', 0],
        ['6', 6],
      ],
      ['-1'],
    ],
    [
      'split',
      [
        ['time', 'time'],
        ['entity', 'entity'],
        ['random', 'random'],
        ['none', 'none'],
      ],
      ['half'],
    ],
    ['validation', [['0.2', 0.2]], ['0', '1', '20%']],
    [
      'threshold',
      [
        ['0.5', { kind: 'value', value: 0.5 }],
        ['F1', { kind: 'f1' }],
        ['fpr:0.001', { kind: 'fpr', rate: 0.001 }],
        ['alerts:5/day', { kind: 'alerts', count: 5, per: 'day' }],
        ['auto', { kind: 'auto' }],
      ],
      ['2', 'f2', 'fpr:2', 'alerts:0/day', 'alerts:5'],
    ],
    [
      'class_weight',
      [
        ['auto', 'auto'],
        ['none', 'none'],
        [
          'a:1,b:2',
          new Map([
            ['a', 1],
            ['b', 2],
          ]),
        ],
      ],
      ['a', 'a:0', 'balanced'],
    ],
    [
      'test',
      [
        ['auto', 'auto'],
        ['0', 0],
        ['0.1', 0.1],
      ],
      ['1', '-0.1', 'none'],
    ],
    ['label', [['ANY', 'any']], ['first']],
    ['refit', [['t', true]], ['maybe']],
    ['max_time', [['60', 60]], ['0', '86401', '1m']],
    ['max_rows', [['1000', 1000]], ['0', '100000001']],
    [
      'seed',
      [
        ['0', 0],
        ['7', 7],
      ],
      ['-1', 'x'],
    ],
    ['output', [['Summary', 'summary']], ['model']],
    [
      'replace',
      [
        ['never', 'never'],
        ['better', 'better'],
      ],
      ['ask'],
    ],
    ['note', [['Any Text, really', 'Any Text, really']], []],
  ])('%s', (name, right, wrong) => {
    const option: Option<unknown> = fitOptions[name];

    for (const [typed, value] of right)
      expect([typed, option.parse(typed)]).toEqual([typed, value]);
    for (const typed of wrong) expect([typed, option.parse(typed)]).toEqual([typed, undefined]);
  });

  it('has the message of the design', () => {
    expect(() => readOptions(fitOptions, [{ name: 'epochs', value: 'ten' }])).toThrow(
      new UserError('Invalid value for epochs: must be an integer between 1 and 10000, got "ten"'),
    );
  });

  it('has the defaults of the design', () => {
    const { training: _, ...defaults } = { training: 0, ...readOptions(fitOptions, []) };

    expect(defaults).toMatchObject({
      window: 'auto',
      min_rows: 'auto',
      stride: 1,
      label: 'last',
      time_features: 'auto',
      numeric: 'auto',
      time: '_time',
      categorical: 'auto',
      ip: 'octets',
      nulls: 'fill',
      unseen: 'other',
      units: [32],
      embedding: 32,
      dropout: 0,
      mode: 'auto',
      epochs: 'auto',
      batch_size: 'auto',
      optimizer: 'adam',
      learning_rate: 'auto',
      clip: 1,
      patience: 6,
      split: 'time',
      validation: 0.2,
      test: 'auto',
      class_weight: 'auto',
      threshold: { kind: 'auto' },
      refit: false,
      seed: 0,
      output: 'epochs',
      replace: 'always',
    });
  });
});

describe('scoreOptions', () => {
  it.each([
    ['-5m', { secondsBefore: 300 }],
    ['-1.5h', { secondsBefore: 5400 }],
    ['1499443865', { epoch: 1_499_443_865 }],
    ['2017-07-07T16:11:05Z', { epoch: 1_499_443_865 }],
    ['2017-07-07', { epoch: 1_499_385_600 }],
    ['5m', undefined],
    ['-5', undefined],
    ['-5m@m', undefined],
    ['yesterday', undefined],
  ])('reads since=%s as %j', (typed, value) => {
    expect(scoreOptions.since.parse(typed)).toEqual(value);
  });
});
