import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SearchHead } from '../support/package/search-head.ts';
import type { CommandName } from '../support/package/wire-command.ts';
import { hold, type Launch } from '../support/package/wire-dialogue.ts';
import { flows, TINY } from '../support/rows/sample-flows.ts';

// The reply to getinfo shows what a command made of its arguments: options in the type, fields in the
// required fields. `args` come without double quotes and escapes, `raw_args` as typed. What is made of each
// way of writing is tested in test/commands/.

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
    ['OUTPUT=PREDICTIONS', ['OUTPUT=PREDICTIONS']],
    ['output = predictions, which comes as three arguments', ['output', '=', 'predictions']],
    [
      "'output' = 'predictions', whose single quotes splunkd keeps",
      ["'output'", '=', "'predictions'"],
    ],
  ])('may be written %s', async (_, words) => {
    const placed = [
      [...words, ...FIT],
      [...FIT.slice(0, 3), ...words, ...FIT.slice(3)],
    ];
    for (const [at, args] of placed.entries()) {
      const { type, error } = await ask('lstmfit', {
        args,
        ...(at === 0 && { raw_args: undefined }),
      });
      expect({ args, type, error }).toEqual({ args, type: 'events', error: undefined });
    }
  });

  it('may be written output = "predictions"', async () => {
    const { type } = await ask('lstmfit', {
      args: [...FIT, 'output', '=', 'predictions'],
      raw_args: [...FIT, 'output', '=', '"predictions"'],
    });
    expect(type).toBe('events');
  });

  it('of lstmscore may be written order= input, behind as', async () => {
    const args = ['m', 'as', 'x', 'order=', 'input'];
    for (const raw_args of [args, undefined]) {
      expect(await ask('lstmscore', { args, raw_args })).toMatchObject({ type: 'stateful' });
    }
  });
});

describe('fields', () => {
  const cases: [string, string[], string[], string[]][] = [
    [
      'y from "a,b" into m: a quoted comma is part of a name after from',
      ['y', 'from', 'a,b', 'into', 'm'],
      ['y', 'from', '"a,b"', 'into', 'm'],
      ['a,b', 'y'],
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
      'größe from naïve ключ into m',
      ['größe', 'from', 'naïve', 'ключ', 'into', 'm'],
      [],
      ['größe', 'naïve', 'ключ'],
    ],
    [
      'y from * -"Flow ID" into m',
      ['y', 'from', '*', '-Flow ID', 'into', 'm'],
      ['y', 'from', '*', '-"Flow ID"', 'into', 'm'],
      ['*', 'y'],
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
  it.each(['into', 'm'.repeat(100)])(
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
  it.each(['../x', ''])('may not be named %j', async (name) => {
    const before = head.files();
    const { error } = await ask('lstmfit', { args: ['y', 'from', 'a', 'into', name] });
    const { error: scored } = await ask('lstmscore', { args: [name] });
    if (name !== '') {
      expect(error).toMatch(/^Invalid model name ".*": must be letters, digits and underscores/s);
    }
    expect(error).toEqual(expect.any(String));
    expect(scored).toEqual(expect.any(String));
    expect(head.files()).toEqual(before);
  });
});

describe('arguments are refused', () => {
  const fit: [string, string, string][] = [
    ['y from a', 'into <model> is missing', 'no into'],
    ['', 'is missing', 'no arguments at all'],
    ['y from a into m epoch=1', 'Unexpected parameter: epoch. Did you mean epochs?', 'near miss'],
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
    ['m ordr=input', 'Unexpected parameter: ordr. Did you mean order?', 'near miss'],
  ];

  it.each(score)('lstmscore %s: %s (%s)', async (text, sentence) => {
    const { error } = await ask('lstmscore', { args: text.split(' ').filter(Boolean), sid: '' });
    expect(error).toEqual(expect.stringContaining(sentence));
  });
});

describe('a value is refused with what it must be and what it is', () => {
  it.each<[CommandName, string[], string]>([
    [
      'lstmfit',
      [...FIT, 'epochs=ten'],
      'epochs: must be an integer between 1 and 10000, got "ten"',
    ],
    ['lstmscore', ['m', 'order=desc'], 'order: must be time or input, got "desc"'],
  ])('by %s', async (name, args, sentence) => {
    expect(await ask(name, { args })).toMatchObject({ error: `Invalid value for ${sentence}` });
  });
});
