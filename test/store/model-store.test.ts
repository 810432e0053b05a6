import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { UserError } from '../../src/errors.ts';
import { describePlace, type FoundModel, type ModelRef } from '../../src/store/model-place.ts';
import { ModelStore } from '../../src/store/model-store.ts';
import { refused, splunkdText } from '../../src/store/splunkd.ts';
import type { Fault } from '../../tools/local-splunk/splunkd/splunkd.ts';
import { answer, onWire } from '../support/local-splunk/odd-answers.ts';
import { created, model, Stores } from '../support/models/stores.ts';

let stores: Stores;

beforeAll(async () => {
  stores = await Stores.start();
});

afterEach(() => {
  stores.splunkd.fault = () => undefined;
});

afterAll(() => stores.splunkd.close());

const storeOf = (username: string, app?: string): ModelStore => stores.reader(username, app);
const save = (ref: ModelRef, username?: string, app?: string) => stores.save(ref, username, app);
const freshName = (): string => stores.freshName();

const sentence = (message: string) => expect.objectContaining({ name: 'UserError', message });

/** Makes an answer about a model, with a change of who has it. */
function entryOf(change: object): object {
  const acl = { app: 'search', sharing: 'user', owner: 'demo', ...change };
  return { entry: [{ acl, content: { 'eai:data': '/x' } }] };
}

describe('ModelStore', () => {
  it('gives back the model that was saved', async () => {
    const [name, store] = [freshName(), storeOf('demo')];
    await save({ scope: undefined, name });

    const found = await store.get({ scope: undefined, name });

    expect(found).toMatchObject({ name, sharing: 'user', app: 'search', canWrite: true });
    expect(await store.read(found)).toEqual(model);
    const { weights, ...header } = model;
    expect(await store.readHeader(found)).toEqual(header);
  });

  it('reads any version', async () => {
    const [name, store] = [freshName(), storeOf('demo')];
    for (const _ of [1, 2, 3]) await save({ scope: undefined, name });

    const found = await store.get({ scope: undefined, name });

    expect((await store.read(found)).version).toBe(3);
    expect((await store.read(found, 1)).version).toBe(1);
    expect((await store.readHeader(found, 2)).version).toBe(2);
    expect((await store.readRows(found)).map(({ version }) => version)).toEqual([3, 2, 1]);
    await expect(store.read(found, 4)).rejects.toThrow(
      sentence(`Model ${name} has no version 4: it has 3, 2, 1.`),
    );
  });

  it("looks at the user's models first, then at the app's, then at global ones", async () => {
    const name = freshName();
    const seen = async (scope: ModelRef['scope'], user = 'demo'): Promise<string | undefined> => {
      const found = await storeOf(user).find({ scope, name });
      return found && describePlace(found);
    };
    expect([await seen(undefined), await seen('app'), await seen('user')]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);

    await save({ scope: 'app', name }, 'bob', 'other');
    expect(await seen(undefined)).toBeUndefined();
    stores.splunkd.api.lookups.setAcl(
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

  it.each<[string, Fault[], number]>([
    ['is busy', [{ status: 503, body: {} }], 2],
    ['breaks off', ['reset'], 2],
  ])('reads again where splunkd %s', async (_, faults, expected) => {
    const name = freshName();
    await save({ scope: undefined, name });
    const before = stores.requestsOf('GET');
    stores.failFirst('GET', ...faults);

    expect(await storeOf('demo').find({ scope: undefined, name })).toMatchObject({ name });
    expect(stores.requestsOf('GET') - before).toBe(expected);
  });

  it('gives up reading after three times, each of which may have two connections', async () => {
    const read = async (): Promise<unknown> =>
      await storeOf('demo').find({ scope: undefined, name: 'm' });
    await read();
    const before = stores.requestsOf('GET');
    stores.splunkd.fault = () => 'reset';

    await expect(read()).rejects.toThrow(
      sentence(`splunkd at ${stores.splunkd.uri} did not answer: ECONNRESET.`),
    );
    const sent = stores.requestsOf('GET') - before;
    expect(sent).toBeGreaterThanOrEqual(4);
    expect(sent).toBeLessThanOrEqual(6);
  });

  it('tells where splunkd does not accept the session', async () => {
    const store = new ModelStore({ ...stores.namespace('demo'), sessionKey: 'wrong' });

    await expect(store.find({ scope: undefined, name: 'm' })).rejects.toThrow(
      sentence(
        'splunkd refused the session of this search (401), trying to read model m: run it again. splunkd says: call not properly authenticated.',
      ),
    );
  });

  const ended = (lines: readonly string[], body: string | Buffer = ''): Fault =>
    onWire(() => [answer([...lines, 'Connection: close'], body)]);
  const ok = (body: string): Fault => ended(['HTTP/1.1 200 OK'], body);
  const upgrade = ['HTTP/1.1 101 Switching Protocols', 'Upgrade: websocket', 'Connection: Upgrade'];
  const NO_OBJECT = 'answered 200 without a JSON object: look';

  it.each<[string, Fault, string]>([
    ['a page', ok('<html>Please log in</html>'), NO_OBJECT],
    ['null', ok('null'), NO_OBJECT],
    ['a list', ok('[]'), NO_OBJECT],
    ['no bytes', ok(''), NO_OBJECT],
    ['a number', ok('5'), NO_OBJECT],
    ['half of JSON', ok('{"entry":[{"name":'), NO_OBJECT],
    [
      'JSON in gzip',
      ended(['HTTP/1.1 200 OK', 'Content-Encoding: gzip'], gzipSync('{"entry":[]}')),
      NO_OBJECT,
    ],
    [
      'more than its length',
      ended(['HTTP/1.1 200 OK', 'Content-Length: 5'], '{"entry":[]}'),
      NO_OBJECT,
    ],
    [
      'less than its length',
      ended(['HTTP/1.1 200 OK', 'Content-Length: 5000'], '{"entry":[]}'),
      'did not answer: ECONNRESET.',
    ],
    ['204', ended(['HTTP/1.1 204 No Content']), 'answered 204 without a JSON object: look'],
    ['101', onWire(() => [answer(upgrade, 'websocket?')]), 'answered 101: look'],
    ['101 to nothing', ended(['HTTP/1.1 101 Switching']), 'answered 101: look'],
    [
      'another protocol',
      onWire(() => ['SSH-2.0-OpenSSH_9.6\r\n']),
      'did not answer: its reply is not HTTP.',
    ],
  ])('refuses %s in the place of an answer', async (_, fault, text) => {
    stores.splunkd.fault = () => fault;
    const refusal = expect.objectContaining({
      name: 'UserError',
      message: expect.stringMatching(`^splunkd at ${stores.splunkd.uri} ${text}`),
    });

    await Promise.all([
      expect(storeOf('demo').find({ scope: undefined, name: 'm' })).rejects.toThrow(refusal),
      expect(storeOf('demo').list()).rejects.toThrow(refusal),
    ]);
  });

  it.each([{}, { entry: 'none' }, { entry: [{ acl: {} }] }, { entry: [null, 5] }])(
    'takes %j for no list of models',
    async (body) => {
      stores.failFirst('GET', { status: 200, body });

      await expect(storeOf('demo').list()).rejects.toThrow(
        sentence("splunkd's answer about the list of models is not of the expected form."),
      );
    },
  );

  it.each([
    ['text', { entry: 'plain text' }],
    ['no entry', { entry: [] }],
    ['no path', { entry: [{ acl: { sharing: 'user', app: 'search' }, content: {} }] }],
    ['no sharing', { entry: [{ acl: { app: 'search' }, content: { 'eai:data': '/x' } }] }],
    [
      'an unknown sharing',
      { entry: [{ acl: { app: 'search', sharing: 'all' }, content: { 'eai:data': '/x' } }] },
    ],
    ['a list for an entry', { entry: [[]] }],
    ['an owner with a line break', entryOf({ owner: 'de\nmo' })],
    ['half a character', entryOf({ owner: 'de\ud800mo' })],
    ['an app of 2,000 characters', entryOf({ app: 'x'.repeat(2000) })],
    ['roles that are no texts', entryOf({ perms: { read: [{ toString: 5 }] } })],
  ])('refuses an answer with %s', async (_, body) => {
    stores.failFirst('GET', { status: 200, body });

    await expect(storeOf('demo').find({ scope: undefined, name: 'm' })).rejects.toThrow(
      sentence("splunkd's answer about model m is not of the expected form."),
    );
  });

  describe('with a path that splunkd names', () => {
    const found = (path: string): FoundModel => {
      const acl = { owner: 'demo', read: [], write: [], canWrite: true };
      return { name: 'm', sharing: 'user', app: 'search', ...acl, path };
    };
    const inHome = (path: string): string => join(stores.splunkd.home.path, path);

    it.each([
      ['outside of etc', () => inHome('var/__lstm_m.mlmodel')],
      ['that climbs out of etc', () => `${inHome('etc')}/../var/__lstm_m.mlmodel`],
      ['beside etc', () => inHome('etc2/__lstm_m.mlmodel')],
      ['of another name', () => inHome('etc/apps/search/lookups/passwd')],
      ['of another model', () => inHome('etc/apps/search/lookups/__lstm_n.mlmodel')],
      ['of the system', () => '/etc/__lstm_m.mlmodel'],
      ['that is relative', () => '__lstm_m.mlmodel'],
      ['that is empty', () => ''],
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
      const place = { owner: 'demo', app: 'search', name };
      await stores.writer().add(place, { ...model, header }, created, () => true);

      const stored = await store.readHeader(await store.get({ scope: undefined, name }));

      expect(stored.header.training.note).toBe(long);
    });

    it('that is being copied is read when it is whole', async () => {
      const [name, store] = [freshName(), storeOf('demo')];
      await save({ scope: undefined, name });
      const whole = await store.get({ scope: undefined, name });
      const bytes = readFileSync(whole.path);
      writeFileSync(whole.path, bytes.subarray(0, 500));

      const reading = store.read(whole);
      setTimeout(() => writeFileSync(whole.path, bytes), 50);

      expect(await reading).toEqual(model);
    });

    it('in which one version is damaged says which are not', async () => {
      const [name, store] = [freshName(), storeOf('demo')];
      for (const _ of [1, 2, 3]) await save({ scope: undefined, name });
      const kept = await store.get({ scope: undefined, name });
      const bytes = readFileSync(kept.path);
      bytes[bytes.indexOf('"mode') + 8] = 0x21;
      writeFileSync(kept.path, bytes);

      await expect(store.read(kept)).rejects.toThrow(
        `Intact in it: version 2, 1; use version=2, or | lstmmanage rollback user:${name} version=2.`,
      );
      expect((await store.read(kept, 2)).version).toBe(2);
    });
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
