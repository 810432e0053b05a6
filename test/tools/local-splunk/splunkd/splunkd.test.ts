import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Splunkd } from '../../../../tools/local-splunk/splunkd/splunkd.ts';
import { call } from '../../../support/local-splunk/rest-call.ts';

const FILES = 'data/lookup-table-files';
let splunkd: Splunkd;

beforeEach(async () => {
  splunkd = await Splunkd.start(['lstm_toolkit', 'other']);
  splunkd.addUser('ana', ['user']);
  splunkd.addUser('root', ['admin']);
  splunkd.addUser('guest', ['user'], ['search']);
});

afterEach(() => splunkd.close());

/** Puts a file where splunkd takes uploads from. */
function stage(content: string, name = 'staged'): string {
  const path = join(splunkd.home.lookupTmp, name);
  writeFileSync(path, content);
  return path;
}

const form = (content: string, name?: string): Record<string, string> => ({
  'eai:data': stage(content),
  ...(name !== undefined && { name }),
});

/** Creates `name` in the user's own or the shared namespace, as the POSTs of `ana` do. */
const create = (name: string, user = 'ana', owner = user, app = 'search') =>
  call(splunkd, `POST servicesNS/${owner}/${app}/${FILES}`, { user, form: form(owner, name) });

describe('lookup files', () => {
  it('saves, reads, replaces and deletes a private file', async () => {
    const created = await create('__lstm_m.mlmodel');
    const path = join(splunkd.home.etc, 'users/ana/search/lookups/__lstm_m.mlmodel');
    expect(created.status).toBe(201);
    expect(readFileSync(path, 'utf8')).toBe('ana');
    expect(existsSync(join(splunkd.home.lookupTmp, 'staged'))).toBe(false);

    const line = `servicesNS/ana/search/${FILES}/__lstm_m.mlmodel`;
    const { entry } = await call(splunkd, `GET ${line}`, { user: 'ana' });
    expect(entry).toMatchObject({
      name: '__lstm_m.mlmodel',
      id: `${splunkd.uri}/servicesNS/ana/search/${FILES}/__lstm_m.mlmodel`,
      acl: { app: 'search', owner: 'ana', sharing: 'user', can_write: true, perms: null },
      content: { 'eai:data': path },
    });

    await call(splunkd, `POST ${line}`, { user: 'ana', form: form('new') });
    expect(readFileSync(path, 'utf8')).toBe('new');

    expect((await call(splunkd, `DELETE ${line}`, { user: 'ana' })).status).toBe(200);
    expect(existsSync(path)).toBe(false);
    expect((await call(splunkd, `GET ${line}`, { user: 'ana' })).status).toBe(404);
  });

  it('finds the private file first, then the shared one, then those of other apps', async () => {
    const owner = async (): Promise<string> => {
      const line = `GET servicesNS/ana/search/${FILES}/m.csv`;
      const { entry, text } = await call(splunkd, line, { user: 'ana' });
      return entry === undefined ? String(text) : `${entry.acl.owner} ${entry.acl.app}`;
    };
    expect(await owner()).toBe('Could not find object id=m.csv');

    await create('m.csv', 'demo', 'nobody', 'other');
    expect(await owner()).toBe('Could not find object id=m.csv');

    const acl = `POST servicesNS/nobody/other/${FILES}/m.csv/acl`;
    await call(splunkd, acl, { form: { sharing: 'global', owner: 'nobody' } });
    expect(await owner()).toBe('nobody other');

    await create('m.csv', 'demo', 'nobody');
    expect(await owner()).toBe('nobody search');

    await create('m.csv');
    expect(await owner()).toBe('ana search');
  });

  it.each([
    ['a file outside the staging area', 'm.csv', '/etc/hosts', 400],
    ['a file that is not there', 'm.csv', 'nowhere', 400],
    ['no file', 'm.csv', '', 400],
    ['an extension that splunkd does not know', 'm.bin', 'staged', 400],
    ['a name that leads elsewhere', '../m.csv', 'staged', 400],
    ['a second file of that name', 'taken.csv', 'staged', 409],
  ])('refuses %s', async (_, name, source, status) => {
    await create('taken.csv');
    stage('x');
    const data =
      source === '' || source.startsWith('/') ? source : join(splunkd.home.lookupTmp, source);
    const options = { user: 'ana', form: { name, 'eai:data': data } };
    expect((await call(splunkd, `POST servicesNS/ana/search/${FILES}`, options)).status).toBe(
      status,
    );
  });

  it.each([
    ['ana', 'POST', 'nobody', 403, "User 'ana' with roles { user } cannot write: /nobody/search/"],
    ['demo', 'POST', 'nobody', 200, ''],
    ['root', 'POST', 'nobody', 200, ''],
    ['ana', 'DELETE', 'nobody', 403, 'write : [ admin, power ]'],
    ['demo', 'POST', 'ana', 403, "User 'demo' cannot act as 'ana'."],
    ['root', 'POST', 'ana', 200, ''],
    ['guest', 'POST', 'nobody', 403, 'lacks the capability upload_lookup_files'],
    ['ana', 'POST', 'ana', 200, ''],
  ])('%s may %s a file of %s: %i', async (user, method, owner, status, reason) => {
    await create('m.csv', 'root', 'nobody');
    await create('m.csv');
    const line = `${method} servicesNS/${owner}/search/${FILES}/m.csv`;
    const answer = await call(splunkd, line, { user, form: form('x') });
    expect(answer.status).toBe(status);
    expect(answer.text).toContain(reason);
  });

  it('a POST to a file that this namespace lacks is 404, whatever is visible', async () => {
    await create('m.csv', 'root', 'nobody');
    const line = `POST servicesNS/ana/search/${FILES}/m.csv`;
    expect((await call(splunkd, line, { user: 'ana', form: form('x') })).status).toBe(404);
  });

  it('lists 30 files unless count is 0', async () => {
    const folder = join(splunkd.home.etc, 'apps/search/lookups');
    for (let n = 10; n < 45; n++) writeFileSync(join(folder, `f${n}.csv`), '');
    const list = `GET servicesNS/ana/search/${FILES}`;
    expect((await call(splunkd, list, { user: 'ana' })).names).toHaveLength(30);
    expect((await call(splunkd, `${list}?count=0`, { user: 'ana' })).names).toHaveLength(35);
    const page = await call(splunkd, `${list}?count=2&offset=1`, { user: 'ana' });
    expect(page.names).toEqual(['f11.csv', 'f12.csv']);
  });

  it('lists any owner and app with -, but nobody else’s private files', async () => {
    await create('mine.csv');
    await create('theirs.csv', 'demo');
    await create('shared.csv', 'demo', 'nobody', 'other');
    const { names } = await call(splunkd, `GET servicesNS/-/-/${FILES}?count=0`, { user: 'ana' });
    expect(names).toEqual(['mine.csv', 'shared.csv']);
  });

  it('lists everybody’s private files to an administrator', async () => {
    await create('mine.csv');
    await create('theirs.csv', 'demo');
    const { names } = await call(splunkd, `GET servicesNS/-/-/${FILES}?count=0`, { user: 'root' });
    expect(names).toEqual(['mine.csv', 'theirs.csv']);
  });

  it.each([
    ['text in any field', 'm_', ['m_one.csv', 'm_two.csv']],
    ['a name', 'name=m_one.csv', ['m_one.csv']],
    ['an owner', 'eai:acl.owner=nobody', ['m_two.csv']],
    ['nothing', 'nowhere', []],
  ])('filters a list by %s', async (_, search, expected) => {
    await create('m_one.csv');
    await create('m_two.csv', 'demo', 'nobody');
    const line = `GET servicesNS/ana/search/${FILES}?count=0&search=${encodeURIComponent(search)}`;
    expect((await call(splunkd, line, { user: 'ana' })).names).toEqual(expected);
  });

  it('tells the rights of the user who asks', async () => {
    await create('m.csv', 'demo', 'nobody');
    const line = `GET servicesNS/nobody/search/${FILES}/m.csv`;
    const { entry } = await call(splunkd, line, { user: 'ana' });
    expect(entry.acl).toMatchObject({ can_list: true, can_write: false, removable: false });
  });

  it('reads a file that was there before', async () => {
    const path = join(splunkd.home.etc, 'users/ana/other/lookups/old.csv');
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, '');
    const { entry } = await call(splunkd, `GET servicesNS/ana/other/${FILES}/old.csv`, {
      user: 'ana',
    });
    expect(entry.content['eai:data']).toBe(path);
  });
});

describe('acl', () => {
  const share = (user: string, settings: Record<string, string>, owner = user) =>
    call(splunkd, `POST servicesNS/${owner}/search/${FILES}/m.csv/acl`, { user, form: settings });

  it('moves a private file into the app, with the permissions given', async () => {
    await create('m.csv', 'demo');
    const settings = { sharing: 'app', owner: 'demo', 'perms.read': 'user, power' };
    const { entry } = await share('demo', { ...settings, 'perms.write': 'power' });
    const perms = { read: ['user', 'power'], write: ['power'] };
    expect(entry.acl).toMatchObject({ sharing: 'app', owner: 'demo', perms });
    expect(existsSync(join(splunkd.home.etc, 'apps/search/lookups/m.csv'))).toBe(true);
    expect(existsSync(join(splunkd.home.etc, 'users/demo/search/lookups/m.csv'))).toBe(false);
  });

  it('hides a file from those who may not read it', async () => {
    await create('m.csv', 'demo', 'nobody');
    await share('demo', { sharing: 'app', owner: 'nobody', 'perms.read': 'power' }, 'nobody');
    const line = `GET servicesNS/nobody/search/${FILES}/m.csv`;
    expect((await call(splunkd, line, { user: 'ana' })).status).toBe(404);
    expect((await call(splunkd, line)).status).toBe(200);
  });

  it.each([
    [{ sharing: 'app' }, 400, 'The following required arguments are missing: owner.'],
    [{ owner: 'ana' }, 400, 'The following required arguments are missing: sharing.'],
    [{ sharing: 'all', owner: 'ana' }, 400, 'Invalid sharing: all'],
    [{ sharing: 'app', owner: 'ana' }, 403, 'cannot write: /nobody/search/lookups/m.csv'],
  ])('refuses %j', async (settings, status, reason) => {
    await create('m.csv');
    const answer = await share('ana', settings as Record<string, string>);
    expect(answer.status).toBe(status);
    expect(answer.text).toContain(reason);
  });

  it('does not put one file over another', async () => {
    await create('m.csv', 'demo', 'nobody');
    await create('m.csv', 'demo');
    expect((await share('demo', { sharing: 'app', owner: 'demo' })).status).toBe(409);
  });
});

describe('other endpoints', () => {
  it.each([
    ['services/authentication/current-context', { content: { username: 'ana', roles: ['user'] } }],
    ['services/server/info', { content: { version: '10.2.3' } }],
    ['services/apps/local/search', { acl: { can_write: false } }],
    ['servicesNS/nobody/system/apps/local/search', { acl: { can_write: false } }],
  ])('GET %s', async (path, entry) => {
    expect((await call(splunkd, `GET ${path}`, { user: 'ana' })).entry).toMatchObject(entry);
  });

  it('an app can be written by power and admin unless said otherwise', async () => {
    const line = 'GET services/apps/local/search';
    expect((await call(splunkd, line)).entry.acl.can_write).toBe(true);

    splunkd.api.lookups.appPermissions = { read: ['*'], write: ['user'] };
    expect((await call(splunkd, line, { user: 'ana' })).entry.acl.can_write).toBe(true);
  });

  it.each([
    ['GET elsewhere', 404],
    ['GET services/no/such', 404],
    ['GET services/apps/local/nowhere', 404],
    ['DELETE services/apps/local/search', 405],
    ['POST services/server/info', 405],
    [`PUT servicesNS/ana/search/${FILES}/m.csv`, 405],
  ])('%s is %i', async (line, status) => {
    expect((await call(splunkd, line, { user: 'ana' })).status).toBe(status);
  });
});

describe('settings of an app', () => {
  const LINE = 'servicesNS/nobody/other/configs/conf-own/limits';
  const write = (path: string, text: string): void => {
    const file = join(splunkd.home.etc, 'apps/other', path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  };

  it('are absent where the app has no such file', async () => {
    expect((await call(splunkd, `GET ${LINE}`)).status).toBe(404);
  });

  it('are those of default, and local over them', async () => {
    write('default/own.conf', '[limits]\nrows = 5\nname = a\n');
    write('local/own.conf', '[limits]\nrows = 6\n[more]\nrows = 7\n');

    const { entry } = await call(splunkd, `GET ${LINE}`);

    expect(entry).toMatchObject({ name: 'limits', content: { rows: '6', name: 'a' } });
  });

  it('are readable and writable by whom default.meta names', async () => {
    write('default/own.conf', '[limits]\nrows = 5\n');
    write('metadata/default.meta', '[own]\naccess = read : [ * ], write : [ admin ]\n');
    const form = { rows: '9' };

    const refused = await call(splunkd, `POST ${LINE}`, { user: 'ana', form });
    expect([refused.status, refused.text]).toEqual([
      403,
      "User 'ana' with roles { user } cannot write: /nobody/other/own/limits",
    ]);
    expect((await call(splunkd, `POST ${LINE}`, { user: 'root', form })).status).toBe(200);
    const { entry } = await call(splunkd, `GET ${LINE}`, { user: 'ana' });
    expect(entry).toMatchObject({ acl: { can_write: false }, content: { rows: '9' } });

    write('metadata/default.meta', '[own]\naccess = read : [ admin ], write : [ admin ]\n');
    expect((await call(splunkd, `GET ${LINE}`, { user: 'ana' })).status).toBe(404);
  });
});

describe('the port', () => {
  it.each([
    ['Splunk', 'a session key', 'sessionKey', 200],
    ['Splunk', 'a token', 'token', 200],
    ['Bearer', 'a token', 'token', 200],
    ['Bearer', 'a session key', 'sessionKey', 401],
    ['Basic', 'a password', 'password', 401],
  ] as const)('%s with %s: %i', async (scheme, _, secret, status) => {
    const key = splunkd.credentials.of('ana')[secret];
    const answer = await call(splunkd, 'GET services/server/info', { scheme, key });
    expect(answer.status).toBe(status);
  });

  it('gives a session key for a password, and a cookie when asked', async () => {
    const { password, sessionKey } = splunkd.credentials.of('ana');
    const form = { username: 'ana', password };
    const login = (more = {}) =>
      call(splunkd, 'POST services/auth/login', { key: '', form: { ...form, ...more } });

    expect((await login()).lines).toEqual([{ sessionKey, message: '', code: '' }]);
    expect((await login()).headers['set-cookie']).toBeUndefined();
    expect((await login({ cookie: '1' })).headers['set-cookie']?.[0]).toMatch(/^splunkd_\d+=/);
    const wrong = await login({ password: 'guess' });
    expect([wrong.status, wrong.text]).toEqual([401, 'Login failed']);
  });

  it('answers 401 to a key that it did not give out', async () => {
    const answer = await call(splunkd, 'GET services/server/info', { key: 'wrong' });
    expect([answer.status, answer.text]).toEqual([401, 'call not properly authenticated']);
  });

  it('answers in XML unless asked for JSON', async () => {
    const { text } = await call(splunkd, 'GET services/server/info', { mode: 'xml' });
    expect(text).toMatch(/^<\?xml/);
  });

  it('keeps a log of requests', async () => {
    await call(splunkd, 'GET services/server/info');
    await call(splunkd, 'GET services/no/such');
    expect(splunkd.requests).toEqual([
      { method: 'GET', path: '/services/server/info', status: 200 },
      { method: 'GET', path: '/services/no/such', status: 404 },
    ]);
  });

  it('answers with a fault when a test says so', async () => {
    const busy = { status: 503, body: { messages: [{ type: 'ERROR', text: 'busy' }] } };
    splunkd.fault = ({ method }) => (method === 'GET' ? busy : undefined);
    const answer = await call(splunkd, 'GET services/server/info');
    expect([answer.status, answer.text]).toEqual([503, 'busy']);
  });

  it.each([
    ['reset', false],
    ['reset after', true],
    ['truncate', true],
  ] as const)('cuts the connection: %s, done %s', async (fault, done) => {
    splunkd.fault = () => fault;
    await expect(create('m.csv')).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(existsSync(join(splunkd.home.etc, 'users/ana/search/lookups/m.csv'))).toBe(done);
  });

  it('answers late, or with a page, when a test says so', async () => {
    const faults = [{ pauseMs: 20 }, { status: 502, page: '<html>busy</html>' }];
    splunkd.fault = () => faults.shift();
    expect((await call(splunkd, 'GET services/server/info')).status).toBe(200);
    const page = call(splunkd, 'GET services/server/info', { mode: 'xml' });
    expect(await page).toMatchObject({ status: 502, text: '<html>busy</html>' });
  });

  it('leaves the connection to a test, and does not do what was asked', async () => {
    splunkd.fault = () => ({
      wire: (socket) => socket.end('HTTP/1.1 299 Odd\r\nConnection: close\r\n\r\n{}'),
    });
    expect((await create('m.csv')).status).toBe(299);
    expect(existsSync(join(splunkd.home.etc, 'users/ana/search/lookups/m.csv'))).toBe(false);
  });

  it('leaves a request open, until it is closed', async () => {
    splunkd.fault = () => 'stall';
    const answer = call(splunkd, 'GET services/server/info');
    const cut = expect(answer).rejects.toThrow();
    const late = new Promise((resolve) => setTimeout(() => resolve('late'), 300));
    expect(await Promise.race([answer, late])).toBe('late');

    await splunkd.close();
    await cut;
    expect(existsSync(splunkd.home.path)).toBe(false);
    splunkd = await Splunkd.start();
  });
});
