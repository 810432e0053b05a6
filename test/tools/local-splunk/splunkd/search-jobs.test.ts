import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startLocalSplunk } from '../../../../tools/local-splunk/local-splunk.ts';
import type { Splunkd } from '../../../../tools/local-splunk/splunkd/splunkd.ts';
import type { Table } from '../../../../tools/local-splunk/table.ts';
import { writeFakeApp } from '../../../support/local-splunk/fake-app.ts';
import { call } from '../../../support/local-splunk/rest-call.ts';

const events: Table = {
  fields: ['_time', 'host', 'tags'],
  rows: [
    ['1000', 'a', ['x', 'y']],
    ['1060', 'b', ''],
    ['1120', 'a', ''],
  ],
};
const MOST = 2;
let splunkd: Splunkd;

beforeAll(async () => {
  const appFolder = writeFakeApp();
  splunkd = await startLocalSplunk({ app: 'fake', appFolder, events, maxResultRows: MOST });
  splunkd.addUser('ana', ['user']);
});

afterAll(() => splunkd.close());

type Form = Readonly<Record<string, string>>;

const create = (search: string, more: Form = {}, path = 'services/search/v2/jobs') =>
  call(splunkd, `POST ${path}`, { form: { search, ...more } });

const created = async (search: string, mode = 'blocking'): Promise<string> =>
  (await create(search, { exec_mode: mode })).lines[0].sid;

const oneshot = (search: string, more: Form = {}) =>
  create(search, { exec_mode: 'oneshot', ...more });

const read = (sid: string, part = '', form: Form = {}, mode = 'json') =>
  call(splunkd, `${part === '' ? 'GET' : 'POST'} services/search/v2/jobs/${sid}/${part}`, {
    form,
    mode,
  });

describe('a job', () => {
  it('is done when a blocking search answers', async () => {
    const sid = await created('search host=a');

    const { entry } = await read(sid);

    expect(entry).toMatchObject({ name: sid, author: 'demo', acl: { app: 'search' } });
    expect(entry.content).toMatchObject({
      sid,
      dispatchState: 'DONE',
      doneProgress: 1,
      isDone: true,
      isFailed: false,
      resultCount: 2,
      messages: [],
    });
  });

  it('answers at once when normal, has no results while it runs, and then has', async () => {
    const sid = await created('search * | fake hang', 'normal');

    expect((await read(sid)).entry.content).toMatchObject({ dispatchState: 'RUNNING' });
    expect((await read(sid, 'results')).status).toBe(204);

    expect((await read(sid, 'control', { action: 'cancel' })).text).toBe('Search job cancelled.');
    expect((await read(sid)).status).toBe(404);
  });

  it('that fails while it runs says why', async () => {
    const sid = await created('search * | fake fail');

    const { entry } = await read(sid);

    expect(entry.content).toMatchObject({ dispatchState: 'FAILED', isDone: true, isFailed: true });
    expect(entry.content.messages).toEqual([
      { type: 'FATAL', text: "Error in 'fake' command: it failed" },
      { type: 'ERROR', text: 'it failed' },
    ]);
  });

  it.each([
    ['search/jobs', 'services/search/jobs'],
    ['a namespace', 'servicesNS/demo/fake/search/v2/jobs'],
    ['any owner', 'servicesNS/-/search/search/v2/jobs'],
  ])('can be made through %s', async (_, path) => {
    expect((await create('search *', {}, path)).status).toBe(201);
  });

  it.each([
    ['a search with bad syntax', 'search * | head x', {}, undefined, 400, 'head must be followed'],
    ['an unknown command', '| nothing', {}, undefined, 400, "Unknown search command 'nothing'"],
    [
      'bad arguments of a command',
      'search * | fake refuse',
      {},
      undefined,
      400,
      "in 'fake' command",
    ],
    ['a time that is none', 'search *', { earliest_time: 'soon' }, undefined, 400, 'Invalid earl'],
    ['another owner', 'search *', {}, 'servicesNS/ana/search/search/jobs', 403, 'cannot act as'],
  ])('is not made of %s', async (_, search, more, path, status, reason) => {
    const answer = await create(search, more, path);

    expect(answer.status).toBe(status);
    expect(answer.text).toContain(reason);
  });

  it('is seen by its user only', async () => {
    const sid = await created('search *');

    const answer = await call(splunkd, `GET services/search/jobs/${sid}`, { user: 'ana' });
    expect([answer.status, answer.text]).toEqual([404, 'Unknown sid.']);
    expect((await call(splunkd, 'GET services/search/jobs', { user: 'ana' })).names).toEqual([]);
    expect((await call(splunkd, 'GET services/search/jobs')).names).toContain(sid);
  });

  it('is gone when it was deleted', async () => {
    const sid = await created('search *');

    await call(splunkd, `DELETE services/search/v2/jobs/${sid}`);

    expect((await read(sid)).status).toBe(404);
  });

  it.each([
    ['control', { action: 'dance' }, 400],
    ['nothing', {}, 404],
  ])('has no %s %j', async (part, form, status) => {
    expect((await read(await created('search *'), part, form as Form)).status).toBe(status);
  });
});

describe('results', () => {
  it('are objects without null fields, multivalues as arrays', async () => {
    const { lines } = await read(await created('search *'), 'results', { count: '1' });

    expect(lines).toEqual([
      {
        preview: false,
        init_offset: 0,
        messages: [],
        fields: [{ name: '_time' }, { name: 'host' }, { name: 'tags' }],
        results: [{ _time: '1000', host: 'a', tags: ['x', 'y'] }],
      },
    ]);
  });

  it('are rows in another form', async () => {
    const form = { count: '1', offset: '1', output_mode: 'json_rows' };
    const { lines } = await read(await created('search *'), 'results', form, 'json_rows');

    expect(lines[0]).toMatchObject({ init_offset: 1, fields: events.fields });
    expect(lines[0].rows).toEqual([['1060', 'b', null]]);
  });

  it.each([
    ['all that are given at once', '0', '0', 2],
    ['the rest', '0', '2', 1],
    ['100 unless said otherwise', '', '0', 2],
    ['nothing beyond the end', '5', '9', 0],
  ])('come in pages: %s', async (_, count, offset, length) => {
    const form = { offset, ...(count !== '' && { count }) };
    const { lines } = await read(await created('search *'), 'results', form);

    expect(lines[0].results).toHaveLength(length);
  });
});

describe('oneshot', () => {
  it('gives the results themselves, with the messages of commands', async () => {
    const { status, lines } = await oneshot('search * | fake echo type=events', { count: '0' });

    expect(status).toBe(200);
    expect(lines[0].results).toHaveLength(MOST);
    expect(lines[0].messages).toEqual([{ type: 'INFO', text: 'echoed' }]);
  });

  it('gives the rows between two times', async () => {
    const range = { earliest_time: '1060', latest_time: '1970-01-01T00:18:40' };
    const { lines } = await oneshot('search *', range);

    expect(lines[0].results).toEqual([{ _time: '1060', host: 'b' }]);
  });

  it('that fails is 400 with the reason', async () => {
    const { status, text } = await oneshot('search * | fake fail');

    expect([status, text]).toEqual([400, "Error in 'fake' command: it failed"]);
  });
});

describe('export', () => {
  const exported = async (search: string) =>
    (await create(search, {}, 'services/search/v2/jobs/export')).lines;

  it('is one object a line, without a limit', async () => {
    expect(await exported('search * | table _time')).toEqual([
      { preview: false, offset: 0, result: { _time: '1000' } },
      { preview: false, offset: 1, result: { _time: '1060' } },
      { preview: false, offset: 2, lastrow: true, result: { _time: '1120' } },
    ]);
  });

  it('of nothing says that it is over', async () => {
    expect(await exported('search host=c')).toEqual([{ preview: false, lastrow: true }]);
  });

  it('that fails while it runs says so in a line', async () => {
    const [first] = await exported('search * | fake fail');

    expect(first.messages[0]).toEqual({
      type: 'FATAL',
      text: "Error in 'fake' command: it failed",
    });
  });
});

it('has no commands before the app is installed', async () => {
  const bare = await startLocalSplunk({ app: 'fake' });
  const form = { search: '| fake', exec_mode: 'oneshot' };

  const { text } = await call(bare, 'POST services/search/jobs', { form });
  await bare.close();

  expect(text).toMatch(/^Unknown search command 'fake'/);
});
