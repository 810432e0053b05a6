import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SearchHead } from '../support/package/search-head.ts';
import { appFolder, type CommandName, WireCommand } from '../support/package/wire-command.ts';
import {
  execute,
  getinfo,
  hold,
  type Launch,
  messagesOf,
} from '../support/package/wire-dialogue.ts';
import { flows, TINY } from '../support/rows/sample-flows.ts';
import { together } from '../support/together.ts';

const LIMITS_PATH = '/servicesNS/nobody/lstm_toolkit/configs/conf-lstm_toolkit/settings';

let head: SearchHead;

beforeAll(async () => {
  head = await SearchHead.start();
  await head.run(`lstmfit label from bytes proto into model by src ${TINY} window=3`, flows());
  await head.run(`lstmfit load from bytes into app:shared time=_time ${TINY}`, flows());
});

afterAll(() => head.close());

const words = (text: string) => text.split(' ');
const launch = (text: string, keys: object = {}): Launch => ({ args: words(text), ...keys });

async function ask(name: CommandName, asked: Launch) {
  const { info, end } = await hold(name, head.surroundings(), asked, []);
  expect(end).toMatchObject({ exitCode: 0, signal: null, stderr: '' });
  return info;
}

/** Returns the fields that a fit asks for which continues a model, once splunkd has answered in half a second. */
async function continuedFields(asked: Launch, fewest: number): Promise<Set<string>> {
  for (let tries = 1; ; tries++) {
    const fields = (await ask('lstmfit', asked)).metadata['required_fields'] as string[];
    if (fields.length >= fewest || tries === 20) return new Set(fields);
  }
}

/** Makes an app of those programs alone that an answer to getinfo needs. */
function leanApp(): string {
  const folder = mkdtempSync(join(tmpdir(), 'lstm-launch-'));
  mkdirSync(join(folder, 'bin'));
  symlinkSync(join(appFolder, 'bin/linux_x86_64'), join(folder, 'bin/linux_x86_64'));
  const programs = ['lstm_toolkit', 'shared'].flatMap((name) => [`${name}.js`, `${name}.cache`]);
  for (const name of ['lstmfit.sh', 'lstmscore.sh', 'lstm_toolkit.cjs', ...programs]) {
    copyFileSync(join(appFolder, 'bin', name), join(folder, 'bin', name));
  }
  return folder;
}

/**
 * Returns the fields that lstmscore asks for. It asks for all where splunkd takes half a second to answer,
 * as it may on a busy machine, and is then launched again.
 */
async function fieldsOf(asked: Launch): Promise<Set<string>> {
  for (let tries = 1; ; tries++) {
    const fields = (await ask('lstmscore', asked)).metadata['required_fields'] as string[];
    if (fields[0] !== '*' || tries === 20) return new Set(fields);
  }
}

const PARSE_SIDS = ['', 'searchparsetmp_1'];
const RUN_SID = 'scheduler__ana__search__RMD5_at_1763800000_1';

const TYPES: [CommandName, string, string][] = [
  ['lstmfit', 'label from bytes into m', 'reporting'],
  ['lstmfit', 'label from bytes into m as x OUTPUT=Predictions', 'events'],
  ['lstmscore', 'model', 'events'],
  ['lstmscore', 'app:shared as x ORDER=INPUT', 'stateful'],
  ['lstmscore', 'no_such_model', 'events'],
];

describe('every launch of a search', () => {
  it.each(TYPES)('%s %s is of the type %s', async (name, text, type) => {
    await together(['searchparsetmp_1', RUN_SID], async (sid) => {
      const { metadata, body } = await ask(name, launch(text, { sid }));
      expect({ sid, type: metadata['type'], body: body.length }).toEqual({ sid, type, body: 0 });
    });
  });
});

describe('a launch for parsing', () => {
  const cases = PARSE_SIDS.flatMap((sid) => [
    [sid, 'lstmfit', 'label from bytes into m by src output=predictions'] as const,
    [sid, 'lstmscore', 'model order=input'] as const,
  ]);

  it.each(cases)(
    'with sid "%s" gets all fields from %s %s, without a call to splunkd',
    async (sid, name, text) => {
      const calls = head.splunkd.requests.length;

      const { metadata } = await ask(name, launch(text, { sid, session_key: 'not valid yet' }));

      expect(metadata['required_fields']).toEqual(['*']);
      expect(head.splunkd.requests.length).toBe(calls);
    },
  );

  it('gets the same answer when splunkd sends nothing but the arguments', async () => {
    const { info, end } = await hold(
      'lstmscore',
      { ...head.surroundings(), searchinfo: {} },
      { args: ['model'], sid: undefined },
      [],
    );
    expect(info.metadata).toEqual({ type: 'events', required_fields: ['*'] });
    expect(end.exitCode).toBe(0);
  });
});

describe('the launch that runs', () => {
  it.each<[CommandName, string]>([
    ['lstmfit', 'label from bytes into m'],
    ['lstmscore', 'model'],
  ])('asks for the settings before rows come: %s %s', async (name, text) => {
    const surroundings = head.surroundings();
    const command = new WireCommand(name, surroundings.environment);
    const calls = head.splunkd.requests.length;
    await command.ask(getinfo(surroundings, launch(text)));

    const hasAsked = () =>
      head.splunkd.requests.slice(calls).some(({ path }) => path === LIMITS_PATH);
    while (!hasAsked()) await pause(20);

    expect((await command.end()).exitCode).toBe(0);
  });

  it.each<[CommandName, string]>([
    ['lstmfit', 'label from bytes into m'],
    ['lstmscore', 'model'],
  ])('ends with its input, though splunkd does not answer: %s %s', async (name, text) => {
    head.splunkd.fault = ({ path }) => (path === LIMITS_PATH ? 'stall' : undefined);

    await ask(name, launch(text)).finally(() => {
      head.splunkd.fault = () => undefined;
    });
  });
});

describe('an answer about a model', () => {
  const folder = leanApp();

  afterAll(() => rmSync(folder, { recursive: true }));

  it.each<[CommandName, string, string[]]>([
    ['lstmscore', 'model', ['bytes', 'proto', '_time', 'src']],
    [
      'lstmfit',
      'label from pkts into m init=model',
      ['pkts', '_time', 'label', 'bytes', 'proto', 'src'],
    ],
  ])('needs no program of the rows: %s %s', async (name, text, expected) => {
    const surroundings = head.surroundings();
    const fieldsWithout = async (): Promise<unknown> => {
      const command = new WireCommand(name, surroundings.environment, folder);
      const { metadata } = await command.ask(getinfo(surroundings, launch(text)));
      expect(await command.end()).toMatchObject({ exitCode: 0, stderr: '' });
      return metadata['required_fields'];
    };

    let fields = await fieldsWithout();
    // splunkd may have taken longer than half a second.
    for (let tries = 1; tries < 20 && String(fields) !== String(expected); tries++) {
      fields = await fieldsWithout();
    }
    expect(fields).toEqual(expected);
  });
});

describe('the launch that runs asks for the fields that it reads', () => {
  it.each([
    [
      'label from bytes proto into m by src dst',
      ['bytes', 'proto', '_time', 'src', 'dst', 'label'],
    ],
    ['label from b* proto -bytes into m', ['*', '_time', 'label']],
  ])('lstmfit %s', async (text, fields) => {
    const calls = head.splunkd.requests.length;
    const { metadata } = await ask('lstmfit', launch(text));
    expect(new Set(metadata['required_fields'] as string[])).toEqual(new Set(fields));
    // Once it has answered it asks for the settings, if it is not ended before.
    for (const { path } of head.splunkd.requests.slice(calls)) expect(path).toBe(LIMITS_PATH);
  });

  it('lstmfit init=model: those of that model as well', async () => {
    const own = ['bytes', '_time', 'label'];
    const all = [...own, 'proto', 'src'];

    expect(await continuedFields(launch('label from bytes into m init=model'), 5)).toEqual(
      new Set(all),
    );
    expect(await continuedFields(launch('label from bytes into m init=none'), 3)).toEqual(
      new Set(own),
    );
  });

  it.each([
    ['model', ['bytes', 'proto', '_time', 'src']],
    ['user:model', ['bytes', 'proto', '_time', 'src']],
    ['app:shared', ['bytes', '_time']],
    ['shared order=input', ['bytes', '_time']],
  ])('lstmscore %s: those of the model', async (text, fields) => {
    expect(await fieldsOf(launch(text))).toEqual(new Set(fields));
  });

  it.each([
    ['there is no such model', 'nothing_here', {}],
    ['splunkd does not listen', 'model', { splunkd_uri: 'https://127.0.0.1:9' }],
    ['the key is not valid', 'model', { session_key: 'x' }],
    ['splunkd named no address', 'model', { splunkd_uri: undefined }],
  ])('lstmscore asks for all fields when %s', async (_, text, keys) => {
    const { metadata } = await ask('lstmscore', launch(text, keys));
    expect(metadata).toEqual({ type: 'events', required_fields: ['*'] });
  });
});

describe('getinfo', () => {
  it.each<[CommandName, string]>([
    ['lstmfit', 'label from bytes into model'],
    ['lstmscore', 'model'],
  ])('of %s writes nothing, and nothing but itself', async (name, text) => {
    const before = [head.files(), head.logText()];
    for (const sid of ['', '1763800000.42']) await ask(name, launch(text, { sid }));
    expect([head.files(), head.logText()]).toEqual(before);
  });

  it.each<[CommandName, string]>([
    ['lstmfit', 'label from bytes into model output=predictions'],
    ['lstmscore', 'model order=input'],
  ])('of %s is answered as often as it comes', async (name, text) => {
    const surroundings = head.surroundings();
    const command = new WireCommand(name, surroundings.environment);
    const request = getinfo(surroundings, launch(text));
    const replies = [await command.ask(request), await command.ask(request)];
    const [first, second] = replies.map(({ metadata, body }) => [metadata['type'], body.length]);
    expect(first).toEqual([expect.any(String), 0]);
    expect(second).toEqual(first);
    expect((await command.end()).exitCode).toBe(0);
  });

  it('that came last is the one that counts when rows follow', async () => {
    const surroundings = head.surroundings();
    const command = new WireCommand('lstmscore', surroundings.environment);
    await command.ask(getinfo(surroundings, launch('model order=input')));
    await command.ask(getinfo(surroundings, launch('model as guess')));
    const { body } = await command.ask(execute(true), '_time,src,bytes,proto\n1,a,5,tcp\n');
    expect(body.toString()).toMatch(/^_time,src,bytes,proto,guess,/);
    expect((await command.end()).exitCode).toBe(0);
  });

  it('does not wait for a splunkd that is busy', async () => {
    head.splunkd.fault = () => ({ status: 503, body: { messages: [] } });
    const before = head.splunkd.requests.length;
    const { metadata } = await ask('lstmscore', launch('model')).finally(() => {
      head.splunkd.fault = () => undefined;
    });
    expect(metadata).toEqual({ type: 'events', required_fields: ['*'] });
    const paths = head.splunkd.requests.slice(before).map(({ path }) => path);
    expect(paths.filter((path) => path !== LIMITS_PATH)).toHaveLength(1);
  });

  it('of lstmscore does not read weights: only execute sees that they are damaged', async () => {
    await head.run(`lstmfit label from bytes proto into damaged ${TINY}`, flows());
    const path = head.pathOf(head.modelFile('damaged'));
    const file = head.modelBytes('damaged').toString('latin1');
    const weights = head.versions('damaged')[0]?.weights ?? '';
    const flipped = (weights.startsWith('A') ? 'B' : 'A') + weights.slice(1);
    writeFileSync(path, Buffer.from(file.replace(weights, flipped), 'latin1'));

    expect(await fieldsOf(launch('damaged'))).toEqual(new Set(['bytes', 'proto', '_time']));
    const { last, end } = await hold('lstmscore', head.surroundings(), launch('damaged'), [
      '_time,bytes,proto\n1,5,tcp\n',
    ]);

    expect(last.metadata['error']).toMatch(/^The file of model damaged .*checksum/);
    expect(end).toMatchObject({ exitCode: 0, stderr: '' });
  });
});

describe('a real-time search', () => {
  const realTime: [CommandName, string, string, object][] = [
    ['lstmfit', 'label from bytes into m', 'sid rt_1763800000.42', { sid: 'rt_1763800000.42' }],
    ['lstmscore', 'model order=input', 'earliest rt', { earliest_time: 'rt' }],
    ['lstmscore', 'model', 'a launch for parsing', { sid: 'tmp', earliest_time: 'rt-5m' }],
  ];

  it.each(realTime)('is refused by %s %s (%s)', async (name, text, _, keys) => {
    const reply = await ask(name, launch(text, keys));
    const sentence = reply.metadata['error'];
    expect(sentence).toBe(
      `${name} does not run in real-time searches: choose a time range that ends, or schedule the search.`,
    );
    expect(messagesOf(reply)).toEqual([['ERROR', sentence]]);
  });
});

describe('a preview', () => {
  const rows = 'bytes,label,_time\n1,a,1\n2,b,2\n';

  it('makes lstmfit answer each execute with finished and nothing else', async () => {
    const before = head.files();
    const asked = launch('label from bytes into previewed epochs=1', { preview: true });
    const calls = head.splunkd.requests.length;
    const { info, replies, end } = await hold('lstmfit', head.surroundings(), asked, [
      rows,
      rows,
      '',
    ]);
    expect(info.metadata).toMatchObject({ type: 'reporting' });
    expect(replies.map(({ json, body }) => json + body)).toEqual([
      '{"finished":false}',
      '{"finished":false}',
      '{"finished":true}',
    ]);
    expect(end).toMatchObject({ exitCode: 0, stderr: '' });
    expect(head.files()).toEqual(before);
    expect(head.splunkd.requests.length).toBe(calls);
  });

  it('of a fit with bad arguments still shows what is wrong with them', async () => {
    const { metadata } = await ask('lstmfit', launch('label from bytes', { preview: true }));
    expect(metadata['error']).toMatch(/into <model>/);
  });

  it('is scored by lstmscore like any other search', async () => {
    const asked = launch('model', { preview: true });
    const { last } = await hold('lstmscore', head.surroundings(), asked, [
      '_time,src,bytes,proto\n1,a,5,tcp\n',
    ]);
    expect(last.body.toString()).toMatch(/predicted\(label\).*\n1,a,5,tcp,(?:attack|benign),/);
  });
});
