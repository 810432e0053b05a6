import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SearchHead } from '../support/package/search-head.ts';
import type { CommandName } from '../support/package/wire-command.ts';
import { hold, type Launch } from '../support/package/wire-dialogue.ts';
import { flows, TINY } from '../support/rows/sample-flows.ts';
import { together } from '../support/together.ts';

// The reply to getinfo shows what a command made of its arguments: options in the type, fields in the
// required fields. `args` come without double quotes and escapes, `raw_args` as typed.

let head: SearchHead;

beforeAll(async () => {
  head = await SearchHead.start();
});

afterAll(() => head.close());

async function ask(name: CommandName, launch: Launch) {
  const { info, end } = await hold(name, head.surroundings(), launch, []);
  expect(end).toMatchObject({ exitCode: 0, stderr: '' });
  return info.metadata;
}

async function fieldsOf(launch: Launch): Promise<string[]> {
  const { error, required_fields: fields } = await ask('lstmfit', launch);
  expect(error).toBeUndefined();
  return (fields as string[]).filter((field) => field !== '_time').toSorted();
}

const FIT = ['y', 'from', 'a', 'into', 'm'];

describe('an option', () => {
  it.each([
    ['output=predictions', ['output=predictions']],
    ['output = predictions, which comes as three arguments', ['output', '=', 'predictions']],
    ['output= predictions', ['output=', 'predictions']],
    ['output =predictions', ['output', '=predictions']],
    ['OUTPUT=PREDICTIONS: names and enumerated words in any case', ['OUTPUT=PREDICTIONS']],
    ["'output'=predictions, whose single quotes splunkd keeps", ["'output'=predictions"]],
    ["output='predictions'", ["output='predictions'"]],
    ["'output' = 'predictions'", ["'output'", '=', "'predictions'"]],
  ])('may be written %s', async (_, words) => {
    const placed = [
      [...words, ...FIT],
      [...FIT, ...words],
      [...FIT.slice(0, 3), ...words, ...FIT.slice(3)],
    ];
    await together(placed, async (args) => {
      const { type, error } = await ask('lstmfit', { args });
      expect({ args, type, error }).toEqual({ args, type: 'events', error: undefined });
    });
    const withoutRaw = { args: placed[0] ?? [], raw_args: undefined };
    expect(await ask('lstmfit', withoutRaw)).toMatchObject({ type: 'events' });
  });

  it.each([
    ['output="predictions"', ['output=predictions'], ['output="predictions"']],
    ['"output"="predictions"', ['output=predictions'], ['"output"="predictions"']],
    ['output = "predictions"', ['output', '=', 'predictions'], ['output', '=', '"predictions"']],
  ])('may be written %s', async (_, words, raw) => {
    const { type } = await ask('lstmfit', {
      args: [...FIT, ...words],
      raw_args: [...FIT, ...raw],
    });
    expect(type).toBe('events');
  });

  it('is split at the first equals sign only: note="a=b"', async () => {
    const args = [...FIT, 'note=a=b', 'output=predictions'];
    expect(await ask('lstmfit', { args, raw_args: args.with(5, 'note="a=b"') })).toMatchObject({
      type: 'events',
    });
    expect(await ask('lstmfit', { args, raw_args: undefined })).toMatchObject({ type: 'events' });
  });

  it.each([
    ['order=input', ['m', 'order=input']],
    ['order = input', ['m', 'order', '=', 'input']],
    ['order= input, behind as', ['m', 'as', 'x', 'order=', 'input']],
    ["'order'='input'", ['m', "'order'='input'"]],
  ])('of lstmscore may be written %s', async (_, args) => {
    for (const raw_args of [args, undefined]) {
      expect(await ask('lstmscore', { args, raw_args })).toMatchObject({ type: 'stateful' });
    }
  });
});

describe('fields', () => {
  const cases: [string, string[], string[], string[]][] = [
    ['y from a b into m', ['y', 'from', 'a', 'b', 'into', 'm'], [], ['a', 'b', 'y']],
    [
      'y FROM a b INTO m BY c',
      ['y', 'FROM', 'a', 'b', 'INTO', 'm', 'BY', 'c'],
      [],
      ['a', 'b', 'c', 'y'],
    ],
    ['y ~ a b into m', ['y', '~', 'a', 'b', 'into', 'm'], [], ['a', 'b', 'y']],
    [
      'y from a,b into m, where splunkd left the comma',
      ['y', 'from', 'a,b', 'into', 'm'],
      [],
      ['a', 'b', 'y'],
    ],
    [
      'y from a, b into m, where splunkd left the comma',
      ['y', 'from', 'a,', 'b', 'into', 'm'],
      [],
      ['a', 'b', 'y'],
    ],
    [
      'y from a into m by c,d',
      ['y', 'from', 'a', 'into', 'm', 'by', 'c,d'],
      [],
      ['a', 'c', 'd', 'y'],
    ],
    [
      'y from a into m by "c,d": a quoted comma parts names after by',
      ['y', 'from', 'a', 'into', 'm', 'by', 'c,d'],
      ['y', 'from', 'a', 'into', 'm', 'by', '"c,d"'],
      ['a', 'c', 'd', 'y'],
    ],
    [
      'y from "a,b" into m: a quoted comma is part of a name after from',
      ['y', 'from', 'a,b', 'into', 'm'],
      ['y', 'from', '"a,b"', 'into', 'm'],
      ['a,b', 'y'],
    ],
    [
      'y from "from" into m: a keyword in quotes is a field',
      ['y', 'from', 'from', 'into', 'm'],
      ['y', 'from', '"from"', 'into', 'm'],
      ['from', 'y'],
    ],
    [
      "y from 'from' into m, in single quotes",
      ['y', 'from', "'from'", 'into', 'm'],
      [],
      ['from', 'y'],
    ],
    [
      '"into" from "as" "by" into m by "from"',
      ['into', 'from', 'as', 'by', 'into', 'm', 'by', 'from'],
      ['"into"', 'from', '"as"', '"by"', 'into', 'm', 'by', '"from"'],
      ['as', 'by', 'from', 'into'],
    ],
    [
      '"Flow Bytes/s" from "a \\"b\\"" "c\\\\d" into m: escapes are resolved',
      ['Flow Bytes/s', 'from', 'a "b"', 'c\\d', 'into', 'm'],
      ['"Flow Bytes/s"', 'from', '"a \\"b\\""', '"c\\\\d"', 'into', 'm'],
      ['Flow Bytes/s', 'a "b"', 'c\\d'],
    ],
    [
      'y from "a=b" into m: a quoted equals sign is part of a name',
      ['y', 'from', 'a=b', 'into', 'm'],
      ['y', 'from', '"a=b"', 'into', 'm'],
      ['a=b', 'y'],
    ],
    [
      'größe from naïve ключ into m',
      ['größe', 'from', 'naïve', 'ключ', 'into', 'm'],
      [],
      ['größe', 'naïve', 'ключ'],
    ],
    ['y from a b -b into m', ['y', 'from', 'a', 'b', '-b', 'into', 'm'], [], ['a', 'b', 'y']],
    [
      'y from a "-b" into m: a quoted minus is part of the name',
      ['y', 'from', 'a', '-b', 'into', 'm'],
      ['y', 'from', 'a', '"-b"', 'into', 'm'],
      ['-b', 'a', 'y'],
    ],
    [
      'y from * -"Flow ID" into m',
      ['y', 'from', '*', '-Flow ID', 'into', 'm'],
      ['y', 'from', '*', '-"Flow ID"', 'into', 'm'],
      ['*', 'y'],
    ],
    [
      'y from a into m time="Start Time"',
      ['y', 'from', 'a', 'into', 'm', 'time=Start Time'],
      ['y', 'from', 'a', 'into', 'm', 'time="Start Time"'],
      ['Start Time', 'a', 'y'],
    ],
  ];

  it.each(cases)('%s', async (_, args, raw, fields) => {
    const raw_args = raw.length === 0 ? args : raw;
    expect(await fieldsOf({ args, raw_args })).toEqual(fields.toSorted());
  });

  it('come from args alone when splunkd sends no raw_args', async () => {
    const args = ['y', 'from', 'a', "'b c'", 'into', 'm', 'by', 'c,d', 'epochs', '=', '1'];
    expect(await fieldsOf({ args, raw_args: undefined })).toEqual(['a', 'b c', 'c', 'd', 'y']);
  });
});

describe('a model', () => {
  it.each(['from', 'into', 'by', 'as', '_', 'M1', 'm'.repeat(100)])(
    'may be named %s: the word after into is a name whatever it is',
    async (name) => {
      const args = ['label', 'from', 'bytes', 'into', name, ...TINY.split(' ')];
      await head.run(`lstmfit ${args.join(' ')}`, flows());
      expect(head.hasModel(name)).toBe(true);

      const { table } = await head.run(`lstmscore ${name} as guess`, flows(3));
      expect(table.fields).toContain('guess');
    },
  );
});

describe('a model', () => {
  it.each(['../x', 'a/b', '', '1a', 'ä', 'm'.repeat(101), 'app:', 'user:../y', 'a\nb'])(
    'may not be named %j',
    async (name) => {
      const before = head.files();
      const { error } = await ask('lstmfit', { args: ['y', 'from', 'a', 'into', name] });
      const { error: scored } = await ask('lstmscore', { args: [name] });
      if (name !== '') {
        expect(error).toMatch(/^Invalid model name ".*": must be letters, digits and underscores/s);
      }
      expect(error).toEqual(expect.any(String));
      expect(scored).toEqual(expect.any(String));
      expect(head.files()).toEqual(before);
    },
  );
});

describe('arguments are refused', () => {
  const fit: [string, string, string][] = [
    ['y from a', 'into <model> is missing', 'no into'],
    ['y into m', 'from <field>... is missing', 'no from'],
    ['y from into m', 'from <field>... is missing', 'nothing after from'],
    ['y from a into', 'into <model> is missing', 'nothing after into'],
    ['from a into m mode=regress', 'the target before from is missing', 'no target'],
    ['', 'is missing', 'no arguments at all'],
    ['y from a from b into m', 'Syntax error: you may specify "from" only once', 'two from'],
    ['y z from a into m', 'Unexpected parameter: z.', 'two targets'],
    ['y from a into m n', 'Unexpected parameter: n.', 'two models'],
    ['y from a into m by', 'by <field>', 'nothing after by'],
    ['y from a into m as', 'as ', 'nothing after as'],
    ['y from a into m as x', 'as names the columns of output=predictions', 'as without rows'],
    ['y from a into m output=predictions as', 'as <name>', 'no name after as'],
    ['y from a into m output=predictions as x z', 'Unexpected parameter: z.', 'two names'],
    ['y from a into m epochs=1 epochs=2', 'Parameter given twice: epochs', 'an option twice'],
    ['y from a into m epoch=1', 'Unexpected parameter: epoch. Did you mean epochs?', 'near miss'],
    ['y from a into m foo=1', 'Unexpected parameter: foo.', 'no near one'],
    ['y from a into m =1', '', 'no name before ='],
    [
      'y from a into m engine=tensorflow',
      'engine=tensorflow is not in this package: install the package built with npm run package -- --engine tensorflow, or leave engine out.',
      'an engine of another package',
    ],
  ];

  it.each(fit)('lstmfit %s: %s (%s)', async (text, sentence) => {
    const { error } = await ask('lstmfit', { args: text.split(' ').filter(Boolean), sid: '' });
    expect(error).toEqual(expect.stringContaining(sentence));
  });

  const score: [string, string, string][] = [
    ['', 'the model is missing', 'no model'],
    ['m n', 'Unexpected parameter: n.', 'two models'],
    ['m as', 'as needs a name', 'nothing after as'],
    ['m as x as y', 'Syntax error: you may specify "as" only once', 'two as'],
    ['m ordr=input', 'Unexpected parameter: ordr. Did you mean order?', 'near miss'],
    ['m order=input order=time', 'Parameter given twice: order', 'an option twice'],
    ['m into x', 'Unexpected parameter: into.', 'a word of lstmfit'],
  ];

  it.each(score)('lstmscore %s: %s (%s)', async (text, sentence) => {
    const { error } = await ask('lstmscore', { args: text.split(' ').filter(Boolean), sid: '' });
    expect(error).toEqual(expect.stringContaining(sentence));
  });

  it.each([['future=3'], ['top=5']])(
    'lstmfit %s: an option of lstmscore, so unknown',
    async (option) => {
      const { error } = await ask('lstmfit', { args: [...FIT, option] });
      expect(error).toMatch(new RegExp(`^Unexpected parameter: ${option.split('=')[0]}\\.`));
    },
  );
});

describe('a value is refused with what it must be and what it is', () => {
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
  ])('lstmfit %s', async (option, sentence) => {
    const args = [...FIT, option];
    const raw_args = args.with(5, option.replace(/=(.*)$/s, '="$1"'));
    expect(await ask('lstmfit', { args, raw_args })).toMatchObject({
      error: `Invalid value for ${sentence}`,
    });
  });

  it.each([
    ['order=desc', 'order: must be time or input, got "desc"'],
    ['since=5m', 'since: must be a duration back such as -5m, or a time, got "5m"'],
    ['since=-5', 'since: must be a duration back such as -5m, or a time, got "-5"'],
    ['probabilities=maybe', 'probabilities: must be true or false, got "maybe"'],
    ['max_rows=0', 'max_rows: must be an integer between 1 and 100000000, got "0"'],
    [
      'threshold=fpr:2',
      'threshold: must be a number between 0 and 1, fpr:<share> such as fpr:0.001, or alerts:<number>/day, got "fpr:2"',
    ],
  ])('lstmscore %s', async (option, sentence) => {
    expect(await ask('lstmscore', { args: ['m', option] })).toMatchObject({
      error: `Invalid value for ${sentence}`,
    });
  });

  it.each(['true', 'T', '1', 'yes', 'no'])('probabilities=%s is a boolean', async (value) => {
    const { error } = await ask('lstmscore', { args: ['m', `probabilities=${value}`] });
    expect(error).toBeUndefined();
  });
});
