import { existsSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { UserError } from '../../src/errors.ts';
import { type Fault, type IncomingRequest, Splunkd } from '../../src/local/splunkd/splunkd.ts';
import type { StoredModel } from '../../src/store/model-file.ts';
import { type FoundModel, type ModelRef, ModelStore } from '../../src/store/model-store.ts';
import { refused, splunkdText } from '../../src/store/splunkd.ts';
import { untrained } from '../model/support/models.ts';
import { resultsOf } from '../model/support/rows.ts';

const rows = Array.from({ length: 20 }, (_, at) => ({ n: at % 7, y: at % 2, _time: at }));
const model: StoredModel = {
  version: 1,
  created: '2026-11-20T16:11:05.000Z',
  ...untrained(resultsOf(rows), 'y from n into m window=2 units=2 split=random'),
};

let splunkd: Splunkd;
let names = 0;

beforeAll(async () => {
  splunkd = await Splunkd.start(['lstm_toolkit', 'other']);
  splunkd.addUser('ana', ['user']);
  splunkd.addUser('bob', ['power']);
  splunkd.addUser('guest', ['user'], ['search']);
});

afterEach(() => {
  splunkd.fault = () => undefined;
});

afterAll(() => splunkd.close());

function storeOf(username: string, app = 'search'): ModelStore {
  return new ModelStore({
    uri: splunkd.uri,
    sessionKey: splunkd.sessionKeyOf(username),
    username,
    app,
    home: splunkd.home.path,
  });
}

/** A name that no test has used. */
const freshName = (): string => `m${++names}`;

async function save(ref: ModelRef, username = 'demo', app?: string, version = 1): Promise<number> {
  const store = storeOf(username, app);
  return await store.save(ref, await store.findTarget(ref), { ...model, version });
}

/** Faults for the first requests of a method; the rest is answered. */
function failFirst(method: string, ...faults: Fault[]): void {
  splunkd.fault = (request: IncomingRequest) =>
    request.method === method ? faults.shift() : undefined;
}

const requestsOf = (method: string): number =>
  splunkd.requests.filter((request) => request.method === method).length;

const sentence = (message: string) => expect.objectContaining({ name: 'UserError', message });

describe('ModelStore', () => {
  it('gives back the model that was saved', async () => {
    const [name, store] = [freshName(), storeOf('demo')];
    const bytes = await save({ scope: undefined, name });

    const found = await store.get({ scope: undefined, name });

    expect(found).toMatchObject({ name, sharing: 'user', app: 'search', canWrite: true });
    expect(readFileSync(found.path)).toHaveLength(bytes);
    expect(await store.read(found)).toEqual(model);
    const { weights, ...header } = model;
    expect(await store.readHeader(found)).toEqual(header);
  });

  it('replaces a model, and leaves nothing in the staging folder', async () => {
    const [name, store] = [freshName(), storeOf('demo')];
    await save({ scope: undefined, name });
    await save({ scope: undefined, name }, 'demo', 'search', 2);

    const { version } = await store.readHeader(await store.get({ scope: undefined, name }));

    expect(version).toBe(2);
    expect(readdirSync(splunkd.home.lookupTmp)).toEqual([]);
  });

  it("looks at the user's models first, then at the app's, then at global ones", async () => {
    const name = freshName();
    const seen = async (scope: ModelRef['scope'], user = 'demo'): Promise<string | undefined> => {
      const found = await storeOf(user).find({ scope, name });
      return found && storeOf(user).describe(found);
    };
    expect([await seen(undefined), await seen('app'), await seen('user')]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);

    await save({ scope: 'app', name }, 'bob', 'other');
    expect(await seen(undefined)).toBeUndefined();
    splunkd.api.lookups.setAcl(
      { name: 'bob', roles: ['power'], capabilities: ['upload_lookup_files'] },
      { owner: 'nobody', app: 'other' },
      `__lstm_${name}.mlmodel`,
      new URLSearchParams({ owner: 'bob', sharing: 'global' }),
    );
    expect([await seen(undefined), await seen('app'), await seen('user')]).toEqual([
      'shared in app other and global',
      'shared in app other and global',
      undefined,
    ]);

    await save({ scope: 'app', name });
    expect([await seen(undefined), await seen('app'), await seen('user')]).toEqual([
      'shared in app search',
      'shared in app search',
      undefined,
    ]);

    await save({ scope: undefined, name });
    expect([await seen(undefined), await seen('app'), await seen('user')]).toEqual([
      'private to demo',
      'shared in app search',
      'private to demo',
    ]);
    expect(await seen(undefined, 'ana')).toBe('shared in app search');
  });

  it('replaces nothing of another app or another scope', async () => {
    const [name, store] = [freshName(), storeOf('demo')];
    await save({ scope: 'app', name });

    expect(await store.findTarget({ scope: undefined, name })).toBeUndefined();
    expect(await store.findTarget({ scope: 'user', name })).toBeUndefined();
    expect(await store.findTarget({ scope: 'app', name })).toMatchObject({ sharing: 'app' });
    expect(await storeOf('demo', 'other').findTarget({ scope: 'app', name })).toBeUndefined();
  });

  it.each<[ModelRef['scope'], string]>([
    [
      undefined,
      "Model nope does not exist: looked among the private models of ana, in app search and among global models. Train it with | lstmfit … into nope; another user's model must be shared.",
    ],
    [
      'app',
      "Model nope does not exist: looked in app search and among global models. Train it with | lstmfit … into app:nope; another user's model must be shared.",
    ],
    [
      'user',
      "Model nope does not exist: looked among the private models of ana. Train it with | lstmfit … into nope; another user's model must be shared.",
    ],
  ])('says where it looked for %s:nope', async (scope, message) => {
    await expect(storeOf('ana').get({ scope, name: 'nope' })).rejects.toThrow(sentence(message));
  });

  it('keeps a private model from others', async () => {
    const name = freshName();
    await save({ scope: undefined, name }, 'bob');

    expect(await storeOf('ana').find({ scope: undefined, name })).toBeUndefined();
  });

  it.each<[string, string, ModelRef['scope'], number, string]>([
    [
      'too large',
      'demo',
      undefined,
      31 * 2 ** 20,
      'Model m would take 31 MB, more than 30 MB: use fewer units, or fewer fields with many values.',
    ],
    [
      'of a user without the capability',
      'guest',
      undefined,
      1000,
      'You may not save models: your roles lack the capability upload_lookup_files. Ask an administrator for it.',
    ],
    [
      'in an app that the user cannot write',
      'ana',
      'app',
      1000,
      'You may not write model m in app search: leave out app: for a private model, or ask an administrator for write permission on the app.',
    ],
  ])('foresees that a save will fail: %s', async (_, user, scope, bytes, message) => {
    await expect(storeOf(user).checkSave({ scope, name: 'm' }, undefined, bytes)).rejects.toThrow(
      sentence(message),
    );
  });

  it('foresees that an existing model cannot be written', async () => {
    const [name, store] = [freshName(), storeOf('ana')];
    await save({ scope: 'app', name }, 'bob');
    const existing = await store.findTarget({ scope: 'app', name });

    await expect(store.checkSave({ scope: 'app', name }, existing, 1000)).rejects.toThrow(
      sentence(
        `You may not write model ${name} in app search: leave out app: for a private model, or ask an administrator for write permission on it.`,
      ),
    );
  });

  it('foresees that a save will succeed', async () => {
    await storeOf('ana').checkSave({ scope: undefined, name: 'm' }, undefined, 1000);
    await storeOf('bob').checkSave({ scope: 'app', name: 'm' }, undefined, 1000);
  });

  it('keeps the old version, and leaves no staged file, where splunkd refuses', async () => {
    const [name, store] = [freshName(), storeOf('demo')];
    await save({ scope: undefined, name });
    failFirst('POST', {
      status: 500,
      body: { messages: [{ type: 'ERROR', text: 'disk on fire' }] },
    });

    await expect(save({ scope: undefined, name }, 'demo', 'search', 2)).rejects.toThrow(
      sentence(`splunkd answered 500, trying to save model ${name}. splunkd says: disk on fire.`),
    );

    const { version } = await store.readHeader(await store.get({ scope: undefined, name }));
    expect(version).toBe(1);
    expect(readdirSync(splunkd.home.lookupTmp)).toEqual([]);
  });

  it('creates a model that was deleted while it was trained', async () => {
    const [name, store] = [freshName(), storeOf('demo')];
    const existing = { name, sharing: 'user', app: 'search', canWrite: true, path: '/x' } as const;

    await store.save({ scope: undefined, name }, existing, model);

    expect(await store.find({ scope: undefined, name })).toMatchObject({ sharing: 'user' });
  });

  it.each<[string, Fault[], number]>([
    ['is busy', [{ status: 503, body: {} }], 2],
    ['breaks off', ['reset'], 2],
  ])('reads again where splunkd %s', async (_, faults, expected) => {
    const name = freshName();
    await save({ scope: undefined, name });
    const before = requestsOf('GET');
    failFirst('GET', ...faults);

    expect(await storeOf('demo').find({ scope: undefined, name })).toMatchObject({ name });
    expect(requestsOf('GET') - before).toBe(expected);
  });

  it('gives up reading after three times', async () => {
    failFirst('GET', 'reset', 'reset', 'reset');

    await expect(storeOf('demo').find({ scope: undefined, name: 'm' })).rejects.toThrow(
      sentence(`splunkd at ${splunkd.uri} did not answer: ECONNRESET.`),
    );
  });

  it.each<Fault>(['reset', 'reset after', { status: 503, body: {} }])(
    'never writes again after %j, as the first try may have succeeded',
    async (fault) => {
      const name = freshName();
      const before = requestsOf('POST');
      failFirst('POST', fault);

      await expect(save({ scope: undefined, name })).rejects.toThrow(UserError);

      expect(requestsOf('POST') - before).toBe(1);
      expect(readdirSync(splunkd.home.lookupTmp)).toEqual([]);
    },
  );

  it('tells where splunkd does not accept the session', async () => {
    const store = new ModelStore({
      uri: splunkd.uri,
      sessionKey: 'wrong',
      username: 'demo',
      app: 'search',
      home: splunkd.home.path,
    });

    await expect(store.find({ scope: undefined, name: 'm' })).rejects.toThrow(
      sentence(
        'splunkd refused the session of this search (401), trying to read model m: run it again. splunkd says: call not properly authenticated.',
      ),
    );
  });

  it.each([
    ['no JSON', 'plain text' as unknown as object],
    ['no entry', { entry: [] }],
    ['no path', { entry: [{ acl: { sharing: 'user', app: 'search' }, content: {} }] }],
    ['no sharing', { entry: [{ acl: { app: 'search' }, content: { 'eai:data': '/x' } }] }],
    [
      'an unknown sharing',
      { entry: [{ acl: { app: 'search', sharing: 'all' }, content: { 'eai:data': '/x' } }] },
    ],
  ])('refuses an answer with %s', async (_, body) => {
    failFirst('GET', { status: 200, body });

    await expect(storeOf('demo').find({ scope: undefined, name: 'm' })).rejects.toThrow(
      sentence("splunkd's answer about model m is not of the expected form."),
    );
  });

  describe('with a path that splunkd names', () => {
    const found = (path: string): FoundModel => {
      return { name: 'm', sharing: 'user', app: 'search', canWrite: true, path };
    };
    const inHome = (path: string): string => join(splunkd.home.path, path);

    it.each([
      ['outside of etc', () => inHome('var/__lstm_m.mlmodel')],
      ['that climbs out of etc', () => `${inHome('etc')}/../var/__lstm_m.mlmodel`],
      ['beside etc', () => inHome('etc2/__lstm_m.mlmodel')],
      ['of another name', () => inHome('etc/apps/search/lookups/passwd')],
      ['of another model', () => inHome('etc/apps/search/lookups/__lstm_n.mlmodel')],
      ['of the system', () => '/etc/__lstm_m.mlmodel'],
    ])('%s reads no file', async (_, pathOf) => {
      const store = storeOf('demo');
      const message = sentence(
        `splunkd names a file for model m that is not under ${inHome('etc')}/: it is not read.`,
      );

      await expect(store.read(found(pathOf()))).rejects.toThrow(message);
      await expect(store.readHeader(found(pathOf()))).rejects.toThrow(message);
    });

    it('of more than 64 MB takes no memory', async () => {
      const path = inHome('etc/apps/search/lookups/__lstm_m.mlmodel');
      writeFileSync(path, '');
      truncateSync(path, 65 * 2 ** 20);

      await expect(storeOf('demo').read(found(path))).rejects.toThrow(
        sentence('The file of model m has 65 MB, more than 64 MB: it is no model of this app.'),
      );
    });

    it('reads a header that is longer than a piece', async () => {
      const name = freshName();
      const store = storeOf('demo');
      const long = 'x'.repeat(200_000);
      const { training } = model.header;
      const header = { ...model.header, training: { ...training, note: long } };
      await store.save({ scope: undefined, name }, undefined, { ...model, header });

      const stored = await store.readHeader(await store.get({ scope: undefined, name }));

      expect(stored.header.training.note).toBe(long);
    });
  });

  it('writes nothing but the model', () => {
    expect(existsSync(join(splunkd.home.path, 'var/log/splunk/lstm_toolkit.log'))).toBe(false);
  });
});

describe('refused', () => {
  it.each([
    [
      401,
      { messages: [] },
      'splunkd refused the session of this search (401), trying to save model m: run it again.',
    ],
    [
      403,
      { messages: [{ text: ' no. ' }] },
      'You may not save model m: ask an administrator for the right to write here, or use a private model. splunkd says: no.',
    ],
    [409, undefined, 'splunkd answered 409, trying to save model m.'],
    [500, { messages: [{}] }, 'splunkd answered 500, trying to save model m.'],
  ])('of %d with %j', (status, body, message) => {
    expect(refused('save model m', { status, body })).toEqual(new UserError(message));
  });
});

describe('splunkdText', () => {
  it.each([
    [{ messages: [{ text: 'first' }, { text: 'second' }] }, 'first'],
    [{ messages: [{ text: 5 }] }, ''],
    [{ messages: 'no list' }, ''],
    [undefined, ''],
    [null, ''],
  ])('of %j is %j', (body, expected) => {
    expect(splunkdText({ status: 400, body })).toBe(expected);
  });
});
