import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { NO_RESULTS } from '../../tools/local-splunk/table.ts';
import { SearchHead } from '../support/package/search-head.ts';
import { flows, TINY } from '../support/rows/sample-flows.ts';

let head: SearchHead;
/** The file of a private model. */
let fitted: Buffer;

beforeAll(async () => {
  head = await SearchHead.start(['lstm_toolkit', 'net']);
  head.splunkd.addUser('ana', ['user']);
  head.splunkd.addUser('ben', ['power', 'user']);
  head.splunkd.addUser('root', ['admin']);
  await trainModel('fitted');
  fitted = head.modelBytes('fitted');
});

afterAll(() => head.close());

const trainModel = (model: string, options: object = {}, target = 'label') =>
  head.run(`lstmfit ${target} from bytes proto src into ${model} ${TINY}`, flows(), options);

const manage = async (text: string, options: object = {}) => {
  const { messages } = await head.run(`| lstmmanage ${text}`, NO_RESULTS, options);
  return messages.map((message) => message.join(' '));
};

const refusal = async (search: string, options: object = {}) => {
  const input = search.startsWith('|') ? NO_RESULTS : flows(3);
  return (await head.refusal(search, input, { isParsed: false, ...options })).sentence;
};

/** Returns the options with which the scheduler runs a search of an owner. */
const scheduled = (user: string) => ({ user, sid: `scheduler__${user}__search__RMD5a1b_at_1_2` });

describe('lstmmanage share', () => {
  it('moves a private model into the app, names who may, and what the model carries', async () => {
    head.putModel('given', fitted, 'ben');

    const said = await manage('share given sharing=app read="user, power" write=power', {
      user: 'ben',
    });

    expect(said).toEqual([
      'WARN The model carries values of its training data, which may now be seen by user, power: values of label, proto, src; ranges of bytes. Narrow that with read=<roles>, or train it without those fields.',
      'INFO Model app:given (shared in app search) may be read by user, power and written by power.',
    ]);
    expect(head.hasModel('given', 'ben')).toBe(false);
    const [row] = await head.records('| lstmmodels given', NO_RESULTS, { user: 'ana' });
    expect(row).toMatchObject({ owner: 'ben', sharing: 'app', read: 'user,power', write: 'power' });
    // A fit into the shared model adds a version to it, and the rights stay.
    await trainModel('app:given', { user: 'ben' });
    const [later] = await head.records('| lstmmodels given', NO_RESULTS, { user: 'ana' });
    expect(later).toMatchObject({ versions: '2', read: 'user,power', write: 'power' });
  });

  it('makes a model global, so that other apps find it, and private again', async () => {
    head.putModel('worldwide', fitted, 'ben');
    const net = { user: 'ana', app: 'net' };
    expect(await refusal('lstmscore worldwide', net)).toMatch(/^Model worldwide does not exist/);

    await manage('share worldwide sharing=global', { user: 'ben' });
    const { messages } = await head.run('lstmscore worldwide', flows(3), net);
    expect(messages.map(([, text]) => text)).toContainEqual(
      expect.stringMatching(
        /^Scored with app:worldwide version 1, .*shared in app search and global\.$/,
      ),
    );

    expect(await manage('share worldwide sharing=user', { user: 'ben' })).toEqual([
      'INFO Model user:worldwide (private to ben) is seen by nobody else.',
    ]);
    expect(await refusal('lstmscore worldwide', net)).toMatch(/^Model worldwide does not exist/);
  });

  it('is refused where there is a model of that name already', async () => {
    head.putModel('taken', fitted, 'ben');
    await trainModel('app:taken', { user: 'ben' });
    expect(await refusal('| lstmmanage share user:taken sharing=app', { user: 'ben' })).toBe(
      'There is a model taken shared in app search already: delete that one first, with | lstmmanage delete app:taken.',
    );
    expect(head.hasModel('taken', 'ben')).toBe(true);
  });

  it.each([
    [
      'write=admin',
      'With write=admin you could not change model locked any more, as your roles are power, user: add your own, such as write="admin,power", or ask an administrator to share it so.',
    ],
    [
      'read="ops, sec" write=power',
      'With read="ops,sec" you could not score with model locked any more, as your roles are power, user: add your own, such as read="ops,sec,power", or ask an administrator to share it so.',
    ],
  ])('that would lock the sharer out is refused before it happens: %s', async (roles, expected) => {
    head.putModel('locked', fitted, 'ben');

    const search = `| lstmmanage share locked sharing=app ${roles}`;
    expect(await refusal(search, { user: 'ben' })).toBe(expected);
    expect(head.hasModel('locked', 'ben')).toBe(true);
    expect(head.hasModel('app:locked')).toBe(false);
  });

  it('is done where the own role or everyone is named, and the model can be shared again', async () => {
    head.putModel('opened', fitted, 'ben');
    await manage('share opened sharing=app read=* write="admin,power"', { user: 'ben' });
    await manage('share opened read=power write=*', { user: 'ben' });
    await manage('share opened sharing=user', { user: 'ben' });

    expect(head.hasModel('opened', 'ben')).toBe(true);
  });

  it('locks no administrator out', async () => {
    head.putModel('open', fitted, 'root');
    const said = await manage('share open sharing=app read=ops write=ops', { user: 'root' });

    expect(said).toContain(
      'INFO Model app:open (shared in app search) may be read by ops and written by ops.',
    );
  });

  it('into an app that the user may not write is refused by splunkd, in its words', async () => {
    head.putModel('hers', fitted, 'ana');
    const sentence = await refusal('| lstmmanage share hers sharing=app', { user: 'ana' });
    expect(sentence).toMatch(
      /^You may not share model hers: ask an administrator .* splunkd says: User 'ana' with roles \{ user \} cannot write: .*\.$/,
    );
    expect(head.hasModel('hers', 'ana')).toBe(true);
  });
});

describe('lstmmanage delete', () => {
  it('removes one version, or the whole model', async () => {
    head.putModel('going', fitted);
    await trainModel('going');

    expect(await manage('delete going version=2')).toEqual([
      'INFO Model user:going (private to demo) has version 1 in use; version 2 is deleted.',
    ]);
    expect(await refusal('| lstmmanage delete going version=1')).toMatch(/^Version 1 is all that/);
    expect(await manage('delete going')).toEqual([
      'INFO Model user:going (private to demo) is deleted, with all its versions.',
    ]);
    expect(head.hasModel('going')).toBe(false);
  });

  it('takes the private model of two, and says that it hides another', async () => {
    await trainModel('app:both');
    head.putModel('both', fitted);

    expect(await manage('delete both')).toEqual([
      expect.stringMatching(/^WARN Your private model both hides app:both /),
      'INFO Model user:both (private to demo) is deleted, with all its versions.',
    ]);
    expect(head.hasModel('app:both')).toBe(true);
    expect(await manage('delete both')).toEqual([
      'INFO Model app:both (shared in app search) is deleted, with all its versions.',
    ]);
  });

  it('leaves a line in the log', async () => {
    head.putModel('logged', fitted);
    await manage('delete logged');
    const lines = head.log().filter(({ event }) => event === 'deleted');
    expect(lines.at(-1)).toMatchObject({ level: 'INFO', model: 'logged', sharing: 'user' });
  });
});

describe('who may not write a model', () => {
  it.each(['delete', 'delete version=1', 'rollback', 'share sharing=global'])(
    'may not %s it, and is told who may',
    async (text) => {
      if (!head.hasModel('app:kept', 'ben')) await trainModel('app:kept', { user: 'ben' });
      const [action, options = ''] = text.split(' ');
      const before = head.modelBytes('app:kept');
      const sentence = await refusal(`| lstmmanage ${action} kept ${options}`, { user: 'ana' });
      expect(sentence).toBe(
        'You may not write model kept in app search, which the roles admin, power may write: use a private model of your own, or ask an administrator for write permission on it.',
      );
      expect(head.modelBytes('app:kept')).toEqual(before);
    },
  );

  it('is told by splunkd where it did not say so before', async () => {
    head.splunkd.fault = ({ method }) =>
      method === 'DELETE'
        ? { status: 403, body: { messages: [{ type: 'ERROR', text: 'not removable' }] } }
        : undefined;
    head.putModel('fixed', fitted);
    expect(await refusal('| lstmmanage delete fixed')).toMatch(
      /^You may not delete model fixed: .* splunkd says: not removable\.$/,
    );
    head.splunkd.fault = () => undefined;
    expect(head.hasModel('fixed')).toBe(true);
  });
});

describe('a model that is not found', () => {
  beforeAll(async () => {
    await trainModel('app:elsewhere', { user: 'ben', app: 'net' });
    head.putModel('secret', fitted, 'ana');
    head.putModel('own', fitted, 'ben', 'net');
  });

  const places = 'looked among the private models of ben, in app search and among global models.';

  it.each([
    [
      'is shared in another app',
      'elsewhere',
      'ben',
      `Model elsewhere does not exist: ${places} There is app:elsewhere in app net: search from that app, or share it with all by | lstmmanage share app:elsewhere sharing=global there.`,
    ],
    [
      'is private in another app',
      'own',
      'ben',
      `Model own does not exist: ${places} There is user:own in app net: search from that app, or share it with all by | lstmmanage share user:own sharing=global there.`,
    ],
    [
      'is private to somebody else',
      'secret',
      'ben',
      `Model secret does not exist: ${places} Train it with | lstmfit … into secret; another user's model must be shared.`,
    ],
    [
      'is private to somebody else, seen by an administrator',
      'secret',
      'root',
      `Model secret does not exist: ${places.replace('ben', 'root')} One is private to ana in app search: ana can share it with | lstmmanage share user:secret sharing=app.`,
    ],
  ])('%s: the sentence says where it is and what to type', async (_, name, user, expected) => {
    expect(await refusal(`lstmscore ${name}`, { user })).toBe(expected);
  });

  it('is told by | lstmmodels in the same words', async () => {
    for (const name of ['elsewhere', 'secret']) {
      expect(await refusal(`| lstmmodels ${name}`, { user: 'ben' })).toBe(
        await refusal(`lstmscore ${name}`, { user: 'ben' }),
      );
    }
  });

  it.each([
    ['app:secret', 'There is user:secret: write user:secret to use it.'],
    ['user:given', 'There is app:given: write app:given to use it.'],
  ])('%s, but in another scope', async (typed, expected) => {
    expect(await refusal(`lstmscore ${typed}`, { user: 'ana' })).toContain(expected);
  });

  it.each([
    ['delete', 'nothere', 'There is nothing to delete: '],
    [
      'rollback',
      'elsewhere',
      'There is app:elsewhere in app net: search from that app to roll back it.',
    ],
    ['share', 'user:given', 'There is app:given: write app:given to share it.'],
  ])('is not to be trained for lstmmanage %s', async (action, name, expected) => {
    const options = action === 'share' ? ' sharing=app' : '';

    expect(await refusal(`| lstmmanage ${action} ${name}${options}`, { user: 'ben' })).toContain(
      expected,
    );
  });

  it('in a scheduled search: the sentence says as whom it runs, and what its owner must type', async () => {
    const sentence = await refusal('lstmscore secret', scheduled('ben'));
    expect(sentence).toMatch(
      / This search is scheduled and runs as ben, who sees no private model of others: whoever has secret must share it with \| lstmmanage share user:secret sharing=app, or train it into app:secret\.$/,
    );
  });
});

describe('two users with the same model name', () => {
  it('each have their own, whatever the other does', async () => {
    head.putModel('same', fitted, 'ana');
    await trainModel('same', { user: 'ben' }, 'kind');
    await trainModel('same', { user: 'ben' }, 'kind');

    const [hers] = await head.records('| lstmmodels same', NO_RESULTS, { user: 'ana' });
    const [his] = await head.records('| lstmmodels same', NO_RESULTS, { user: 'ben' });
    expect(hers).toMatchObject({ owner: 'ana', target: 'label', versions: '1' });
    expect(his).toMatchObject({ owner: 'ben', target: 'kind', versions: '2' });

    await manage('delete same', { user: 'ben' });
    expect(existsSync(head.pathOf(head.modelFile('same', 'ana')))).toBe(true);
  });
});

describe('the arguments of lstmmanage', () => {
  it.each([
    ['deltee m', /^Syntax error: .*got "deltee"\. Did you mean delete\?$/],
    ['share m read=user,power', /Put several roles in quotes: read="user,power"\.$/],
  ])('%s', async (text, expected) => {
    expect(await refusal(`| lstmmanage ${text}`)).toMatch(expected);
  });
});
