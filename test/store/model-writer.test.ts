import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { UserError } from '../../src/errors.ts';
import { type FoundModel, type ModelRef, targetOf } from '../../src/store/model-place.ts';
import { LOCK_FILE } from '../../src/store/write-lock.ts';
import type { Fault } from '../../tools/local-splunk/splunkd/splunkd.ts';
import { created, model, Stores } from '../support/models/stores.ts';

let stores: Stores;

beforeAll(async () => {
  stores = await Stores.start();
});

afterEach(() => {
  stores.splunkd.fault = () => undefined;
});

afterAll(() => stores.splunkd.close());

const sentence = (message: string) => expect.objectContaining({ name: 'UserError', message });

/** Lists the files that splunkd has not moved. */
const staged = (): string[] =>
  readdirSync(stores.splunkd.home.lookupTmp).filter((name) => !name.startsWith(LOCK_FILE));

const versionsOf = async (found: FoundModel): Promise<number[]> =>
  (await stores.reader(found.owner === 'nobody' ? 'root' : found.owner).readRows(found)).map(
    ({ version }) => version,
  );

/** Makes a model of some versions, private to `demo`. */
async function modelWith(versions: number): Promise<{ ref: ModelRef; found: FoundModel }> {
  const ref: ModelRef = { scope: undefined, name: stores.freshName() };
  for (let version = 1; version <= versions; version++) await stores.save(ref);
  return { ref, found: await stores.reader().get(ref) };
}

function logLines(): Record<string, unknown>[] {
  const path = join(stores.splunkd.home.path, 'var/log/splunk/lstm_toolkit.log');
  if (!existsSync(path)) return [];
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}

describe('add', () => {
  it('makes a file, and adds a version to it; nothing stays in the staging folder', async () => {
    const { ref, found } = await modelWith(2);

    expect(await versionsOf(found)).toEqual([2, 1]);
    expect(found).toMatchObject({ name: ref.name, sharing: 'user', owner: 'demo' });
    expect(staged()).toEqual([]);
  });

  it('copies older versions byte for byte', async () => {
    const { ref, found } = await modelWith(1);
    const [, before] = readFileSync(found.path, 'utf8').split('\n');

    await stores.save(ref);

    expect(readFileSync(found.path, 'utf8').split('\n')[2]).toBe(before);
  });

  it('keeps the newest versions, and says which one it dropped', async () => {
    const { found } = await modelWith(3);

    const added = await stores.save({ scope: undefined, name: found.name });

    expect(await versionsOf(found)).toEqual([4, 3, 2]);
    expect(added?.notices).toEqual([
      {
        level: 'INFO',
        text: `Dropped version 1 of model ${found.name}: a model keeps 3 (keep_versions), in 30 MB at most.`,
      },
    ]);
  });

  it('keeps as many as a setting says', async () => {
    const { found } = await modelWith(3);
    const place = targetOf({ scope: undefined, name: found.name }, stores.namespace('demo'));

    await stores.writer('demo', 'search', 1).add(place, model, created, () => true);

    expect(await versionsOf(found)).toEqual([4]);
  });

  it('drops a version that is damaged, and says so', async () => {
    const { ref, found } = await modelWith(2);
    const text = readFileSync(found.path, 'latin1');
    const at = text.indexOf('""mode""', text.indexOf('\n4,1,'));
    writeFileSync(found.path, `${text.slice(0, at)}!${text.slice(at + 1)}`, 'latin1');

    const added = await stores.save(ref);

    expect(await versionsOf(found)).toEqual([3, 2]);
    expect(added?.notices).toEqual([
      { level: 'WARN', text: `Dropped version 1 of model ${ref.name}, damaged in its file.` },
    ]);
  });

  it('keeps a version of a newer format as it is', async () => {
    const { ref, found } = await modelWith(2);
    const text = readFileSync(found.path, 'latin1').replace('\n4,1,', '\n99,1,');
    writeFileSync(found.path, text, 'latin1');

    await stores.save(ref);

    expect(await versionsOf(found)).toEqual([3, 2, 1]);
    expect(readFileSync(found.path, 'latin1')).toContain(text.slice(text.indexOf('\n99,1,')));
  });

  it('does nothing where the version in use is not to be replaced', async () => {
    const { ref, found } = await modelWith(2);
    const place = targetOf(ref, stores.namespace('demo'));
    const seen: (number | undefined)[] = [];

    const added = await stores.writer().add(place, model, created, (current) => {
      seen.push(current?.version);
      return false;
    });

    expect([added, seen]).toEqual([undefined, [2]]);
    expect(await versionsOf(found)).toEqual([2, 1]);
  });

  it('loses no version of writers that write at once', async () => {
    const { ref, found } = await modelWith(1);
    const place = targetOf(ref, stores.namespace('demo'));

    const added = await Promise.all(
      Array.from({ length: 8 }, () =>
        stores.writer('demo', 'search', 20).add(place, model, created, () => true),
      ),
    );

    const numbers = added.map((one) => one?.stored.version ?? 0).sort((a, b) => a - b);
    expect(numbers).toEqual([2, 3, 4, 5, 6, 7, 8, 9]);
    expect(await versionsOf(found)).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1]);
  });

  it('adds its version to a file that took the place of its own, and the log says so', async () => {
    const { ref, found } = await modelWith(1);
    const foreign = readFileSync(found.path, 'latin1').replace('\n4,1,', '\n4,7,');
    let isFirst = true;
    stores.splunkd.fault = ({ method }) => {
      // The file of another member of the cluster arrives just after ours.
      if (method === 'POST' && isFirst)
        setImmediate(() => writeFileSync(found.path, foreign, 'latin1'));
      isFirst &&= method !== 'POST';
      return undefined;
    };

    const added = await stores.save(ref);

    expect(added?.stored.version).toBe(8);
    expect(await versionsOf(found)).toEqual([8, 7]);
    expect(logLines().at(-1)).toMatchObject({
      level: 'WARN',
      event: 'overwritten',
      model: ref.name,
      version: 2,
      attempt: 1,
    });
  });

  it.each<Fault>([{ status: 500, body: { messages: [{ type: 'ERROR', text: 'disk on fire' }] } }])(
    'keeps the old version, and leaves no staged file, where splunkd refuses',
    async (fault) => {
      const { ref, found } = await modelWith(1);
      stores.failFirst('POST', fault);

      await expect(stores.save(ref)).rejects.toThrow(
        sentence(
          `splunkd answered 500, trying to save model ${ref.name}. splunkd says: disk on fire.`,
        ),
      );

      expect(await versionsOf(found)).toEqual([1]);
      expect(staged()).toEqual([]);
    },
  );

  it.each<Fault>(['reset', { status: 503, body: {} }, { status: 429, body: {} }])(
    'is made again after %j, and the log says so',
    async (fault) => {
      const name = stores.freshName();
      const before = stores.requestsOf('POST');
      stores.failFirst('POST', fault);

      const added = await stores.save({ scope: undefined, name });

      expect([added?.stored.version, added?.notices]).toEqual([1, []]);
      expect(stores.requestsOf('POST') - before).toBe(2);
      expect(staged()).toEqual([]);
      expect(logLines().at(-1)).toMatchObject({
        level: 'INFO',
        event: 'not saved',
        model: name,
        attempt: 1,
        reason:
          fault === 'reset' ? 'no answer' : `answered ${(fault as { status: number }).status}`,
      });
    },
  );

  it.each<Fault>([
    { status: 500, body: {} },
    { status: 200, page: '<html>' },
  ])('is not made again after %j', async (fault) => {
    const name = stores.freshName();
    const before = stores.requestsOf('POST');
    stores.failFirst('POST', fault);

    await expect(stores.save({ scope: undefined, name })).rejects.toThrow(UserError);

    expect(stores.requestsOf('POST') - before).toBe(1);
    expect(staged()).toEqual([]);
  });

  it('adds no second version where splunkd moved the file only after it was looked at', async () => {
    const { ref, found } = await modelWith(1);
    const moves: (() => void)[] = [];
    let reads = 0;
    stores.splunkd.fault = ({ method, path, form }) => {
      if (method === 'POST') {
        const bytes = readFileSync(form.get('eai:data') ?? '');
        moves.push(() => writeFileSync(found.path, bytes));
        return 'reset';
      }
      // The third read begins the second try.
      if (path.endsWith(`__lstm_${ref.name}.mlmodel`) && ++reads === 3) moves.shift()?.();
      return undefined;
    };

    expect((await stores.save(ref))?.stored.version).toBe(2);
    expect(await versionsOf(found)).toEqual([2, 1]);
    expect(moves).toEqual([]);
  });

  it.each<[Fault, number[]]>([
    ['reset', [7]],
    [{ status: 503, body: {} }, [8, 7]],
  ])('after %j with another file in the place leaves %j', async (fault, expected) => {
    const { ref, found } = await modelWith(1);
    const foreign = readFileSync(found.path, 'latin1').replace('\n4,1,', '\n4,7,');
    let isFirst = true;
    stores.splunkd.fault = ({ method }) => {
      if (method !== 'POST' || !isFirst) return undefined;
      isFirst = false;
      writeFileSync(found.path, foreign, 'latin1');
      return fault;
    };

    const saving = stores.save(ref);

    if (fault === 'reset') {
      await expect(saving).rejects.toThrow(
        sentence(
          `splunkd at ${stores.splunkd.uri} did not answer: ECONNRESET. Meanwhile another file took the place of model ${ref.name}, perhaps from another member of the search head cluster: look with | lstmmodels before you run the search again.`,
        ),
      );
    } else {
      await saving;
    }
    expect(await versionsOf(found)).toEqual(expected);
  });

  it('finds that splunkd took the file although the connection broke', async () => {
    const { ref, found } = await modelWith(1);
    stores.failFirst('POST', 'reset after');

    expect((await stores.save(ref))?.stored.version).toBe(2);
    expect(await versionsOf(found)).toEqual([2, 1]);
  });

  it('believes splunkd where the file cannot be read again', async () => {
    const { ref, found } = await modelWith(1);
    let isSaved = false;
    stores.splunkd.fault = ({ method }) => {
      if (method === 'GET' && isSaved) return { status: 500, body: {} };
      isSaved ||= method === 'POST';
      return undefined;
    };

    expect((await stores.save(ref))?.stored.version).toBe(2);
    expect(await versionsOf(found)).toEqual([2, 1]);
  });
});

describe('checkSave', () => {
  const check = async (user: string, scope: ModelRef['scope'], bytes: number, name = 'm') => {
    const place = targetOf({ scope, name }, stores.namespace(user));
    const existing = await stores.reader(user).findTarget({ scope, name });
    await stores.writer(user).checkSave(place, existing, bytes);
  };

  it.each<[string, string, ModelRef['scope'], number, string]>([
    [
      'too large',
      'demo',
      undefined,
      31 * 2 ** 20,
      'Model m would take 31 MB, more than 30 MB (max_model_size_mb): use fewer units, or fewer fields with many values.',
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
      'You may not write model m in app search, which the roles admin, power may write: leave out app: for a private model, or ask an administrator for write permission on the app.',
    ],
  ])('foresees that a save will fail: %s', async (_, user, scope, bytes, message) => {
    await expect(check(user, scope, bytes)).rejects.toThrow(sentence(message));
  });

  it('foresees that an existing model cannot be written', async () => {
    const name = stores.freshName();
    await stores.save({ scope: 'app', name }, 'bob');

    await expect(check('ana', 'app', 1000, name)).rejects.toThrow(
      sentence(
        `You may not write model ${name} in app search, which the roles admin, power may write: use a private model of your own, or ask an administrator for write permission on it.`,
      ),
    );
  });

  it('foresees that a save will succeed', async () => {
    await check('ana', undefined, 1000);
    await check('bob', 'app', 1000);
  });
});

describe('rollback', () => {
  it('takes the version before into use, and keeps the others', async () => {
    const { ref, found } = await modelWith(3);

    expect(await stores.writer().rollback(found)).toEqual({ from: 3, to: 2 });
    expect(await versionsOf(found)).toEqual([2, 3, 1]);
    // A second rollback goes further back, not forth.
    expect(await stores.writer().rollback(found)).toEqual({ from: 2, to: 1 });
    expect(await versionsOf(found)).toEqual([1, 2, 3]);
    expect((await stores.save(ref))?.stored.version).toBe(4);
    expect(await versionsOf(found)).toEqual([4, 1, 2]);
  });

  it('takes any version, a newer one too', async () => {
    const { found } = await modelWith(3);

    await stores.writer().rollback(found, 1);
    await stores.writer().rollback(found, 3);

    expect(await versionsOf(found)).toEqual([3, 1, 2]);
  });

  it.each<[number, number | undefined, string]>([
    [1, undefined, 'has version 1, in use: there is none before.'],
    [2, 7, 'has no version 7: it has version 2, in use; 1.'],
    [2, 2, 'Version 2 of model m is in use already: it has version 2, in use; 1.'],
  ])('of %i versions to %s is refused', async (count, version, message) => {
    const { found } = await modelWith(count);

    await expect(stores.writer().rollback(found, version)).rejects.toThrow(
      message.replace('model m', `model ${found.name}`),
    );
  });

  it('rolls back from a damaged version that was in use', async () => {
    const { found } = await modelWith(2);
    const text = readFileSync(found.path, 'latin1').replace('""mode""', '""mood""');
    writeFileSync(found.path, text, 'latin1');

    expect(await stores.writer().rollback(found)).toEqual({ from: 2, to: 1 });
    expect((await stores.reader().read(found)).version).toBe(1);
    await expect(stores.writer().rollback(found, 2)).rejects.toThrow(
      `Version 2 of model ${found.name} is damaged: choose another one.`,
    );
  });
});

describe('deleting', () => {
  it('removes one version, and the next one is in use', async () => {
    const { found } = await modelWith(3);

    expect(await stores.writer().deleteVersion(found, 3)).toBe(2);
    expect(await versionsOf(found)).toEqual([2, 1]);
  });

  it.each([
    [2, 5, 'has no version 5: it has version 2, in use; 1.'],
    [1, 1, 'Version 1 is all that model m has: | lstmmanage delete user:m deletes the model.'],
  ])('of %i versions number %i is refused', async (count, version, message) => {
    const { found } = await modelWith(count);

    await expect(stores.writer().deleteVersion(found, version)).rejects.toThrow(
      message.replace(/\bm\b/g, found.name),
    );
  });

  it('removes a model even if its file is damaged', async () => {
    const { ref, found } = await modelWith(1);
    writeFileSync(found.path, 'a,b\n1,2\n');

    await stores.writer().delete(found);

    expect(await stores.reader().find(ref)).toBeUndefined();
  });

  it('needs the right to write', async () => {
    const name = stores.freshName();
    await stores.save({ scope: 'app', name }, 'bob');
    const found = await stores.reader('ana').get({ scope: undefined, name });

    for (const change of [
      () => stores.writer('ana').delete(found),
      () => stores.writer('ana').deleteVersion(found, 1),
      () => stores.writer('ana').rollback(found),
      () => stores.writer('ana').share(found, { sharing: 'global' }),
    ]) {
      await expect(change()).rejects.toThrow(/^You may not write model .*roles admin, power may/);
    }
  });
});

describe('share', () => {
  it('moves a private model into the app, with roles, and back', async () => {
    const { ref, found } = await modelWith(1);
    const writer = stores.writer();

    const shared = await writer.share(found, { sharing: 'app', read: ['user'], write: ['power'] });
    expect(shared).toMatchObject({
      sharing: 'app',
      owner: 'demo',
      read: ['user'],
      write: ['power'],
    });
    expect(await stores.reader('ana').find(ref)).toMatchObject({ sharing: 'app', canWrite: false });

    const back = await writer.share(shared, { sharing: 'user' });
    expect(back).toMatchObject({ sharing: 'user', owner: 'demo' });
    expect(await stores.reader('ana').find(ref)).toBeUndefined();
  });

  it('changes roles alone', async () => {
    const name = stores.freshName();
    await stores.save({ scope: 'app', name }, 'bob');
    const found = await stores.reader('bob').get({ scope: 'app', name });

    const shared = await stores.writer('bob').share(found, { read: ['power'] });

    expect(shared).toMatchObject({ sharing: 'app', read: ['power'], write: ['admin', 'power'] });
    expect(await stores.reader('ana').find({ scope: undefined, name })).toBeUndefined();
  });

  it('does not replace another model', async () => {
    const { ref, found } = await modelWith(1);
    await stores.save({ scope: 'app', name: ref.name });

    await expect(stores.writer().share(found, { sharing: 'global' })).rejects.toThrow(
      sentence(
        `There is a model ${ref.name} shared in app search already: delete that one first, with | lstmmanage delete app:${ref.name}.`,
      ),
    );
  });
});
