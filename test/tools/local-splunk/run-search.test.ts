import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runSearch, SearchError } from '../../../tools/local-splunk/run-search.ts';
import type { SearchOptions } from '../../../tools/local-splunk/search-options.ts';
import { Splunkd } from '../../../tools/local-splunk/splunkd/splunkd.ts';
import { type Table, toRecords } from '../../../tools/local-splunk/table.ts';
import { writeFakeApp } from '../../support/local-splunk/fake-app.ts';

const appFolder = writeFakeApp();
const input: Table = {
  fields: ['_time', 'src', 'bytes'],
  rows: [
    ['10', 'ana', '512'],
    ['20', ['bob', 'eve'], '740'],
    ['30', 'cid', ''],
  ],
};
let splunkd: Splunkd;

beforeAll(async () => {
  splunkd = await Splunkd.start();
});

afterAll(() => splunkd.close());

const run = (search: string, options: Partial<SearchOptions> = {}) =>
  runSearch(search, { splunkd, appFolder, input, replyTimeoutMs: 5000, ...options });

/** Returns what the fake command says it got: header, rows, finished. */
async function received(search: string, options: Partial<SearchOptions> = {}): Promise<string[]> {
  const { table } = await run(search, options);
  return table.rows.map((row) => row.join(' / '));
}

async function failure(search: string, options: Partial<SearchOptions> = {}): Promise<SearchError> {
  try {
    await run(search, options);
  } catch (error) {
    if (error instanceof SearchError) return error;
    throw error;
  }
  throw new Error(`did not fail: ${search}`);
}

describe('launches', () => {
  it('launches each command for parsing first, then for its rows', async () => {
    const { launches } = await run('fake echo type=events | other report');
    const order = launches.map(({ command, phase, exitCode }) => [command, phase, exitCode]);
    expect(order).toEqual([
      ['fake', 'parse', 0],
      ['other', 'parse', 0],
      ['fake', 'run', 0],
      ['other', 'run', 0],
    ]);
    expect(launches[2]?.info).toEqual({
      type: 'events',
      isGenerating: false,
      requiredFields: ['*'],
    });
    expect(launches[2]?.seconds).toBeGreaterThan(0);
  });

  it('fails on a bad argument before any data is read', async () => {
    const error = await failure('inputlookup no-such.csv | fake echo | other refuse');
    expect(error.message).toBe("Error in 'other' command: the argument is wrong");
    expect(error.launches.map(({ command, phase }) => `${command} ${phase}`)).toEqual([
      'fake parse',
      'other parse',
    ]);
    expect(error.messages).toEqual([['ERROR', 'the argument is wrong']]);
  });

  it('tells getinfo what splunkd tells', async () => {
    const search = '| fake info  x = "2"';
    const { table } = await run(search, { app: 'lstm_toolkit', searchinfo: { latest_time: '99' } });
    const info = JSON.parse(String(table.rows[0]?.[0]));
    expect(info).toEqual({
      args: ['info', 'x', '=', '2'],
      raw_args: ['info', 'x', '=', '"2"'],
      dispatch_dir: join(splunkd.home.path, 'var/run/splunk/dispatch', info.sid),
      sid: expect.stringMatching(/^\d{10}\.\d+$/),
      app: 'lstm_toolkit',
      owner: 'demo',
      username: 'demo',
      session_key: splunkd.sessionKeyOf('demo'),
      splunkd_uri: splunkd.uri,
      splunk_version: '10.2.3',
      search: '%7C%20fake%20info%20%20x%20%3D%20%222%22',
      command: 'fake',
      maxresultrows: 50_000,
      earliest_time: '0',
      latest_time: '99',
    });
  });

  it('hands command.arg.<n> to the launcher, in order of their numbers', async () => {
    const conf = 'chunked = true\nfilename = fake.sh\n';
    const numbered = 'command.arg.10 = b\ncommand.arg.2 = a\n';
    const own = writeFakeApp();
    writeFileSync(join(own, 'default/commands.conf'), `[fake]\n${conf}${numbered}`);
    const { table } = await run('fake info', { appFolder: own });
    expect(table.rows[0]?.[3]).toBe('a b');
  });

  it.each([
    ['', ''],
    ['tmp', 'tmp'],
  ])('a launch for parsing has sid %j and a key that is not valid', async (parseSid, sid) => {
    const error = await failure('fake show', { parseSid });
    const info = JSON.parse(error.message.replace(/^.*command: /, ''));
    expect(info).toMatchObject({ sid, args: ['show'] });
    expect(info.session_key).not.toBe(splunkd.sessionKeyOf('demo'));
    expect(info.dispatch_dir === '').toBe(sid === '');
  });

  it("starts the command with splunkd's environment alone, in the app's bin", async () => {
    const { table } = await run('fake info');
    const [, env, cwd] = table.rows[0] ?? [];
    const variables = JSON.parse(String(env));
    const ours = Object.keys(variables).filter(
      (name) => !['PWD', 'OLDPWD', 'SHLVL', '_'].includes(name),
    );
    expect(ours.sort()).toEqual(['LDAPCONF', 'PATH', 'SPLUNK_HOME']);
    expect(variables.PATH).toMatch(new RegExp(`^${splunkd.home.path}/bin:`));
    expect(cwd).toBe(join(appFolder, 'bin'));
  });

  it.each([
    ['OPENSSL_CONF', 'OpenSSL configuration error'],
    ['LD_LIBRARY_PATH', 'error while loading shared libraries'],
  ])('stops a launcher that leaves %s as it is', async (variable, reason) => {
    const error = await failure('fake echo', { appFolder: writeFakeApp(variable) });
    expect(error.message).toContain('External search command exited unexpectedly with non-zero');
    expect(error.message).toContain(reason);
  });
});

describe('reporting', () => {
  it('gets only the required fields, an empty column for one that no row has', async () => {
    const lines = await received('fake report fields=bytes;_time;missing');
    const names = '"_time",bytes,missing,"__mv__time","__mv_bytes","__mv_missing"';
    expect(lines).toEqual([`${names} / 3 / true`]);
  });

  it.each([
    ['*', '"_time",src,bytes,'],
    ['b*;src', 'src,bytes,'],
    ['src;*', '"_time",src,bytes,'],
  ])('expands the required fields %s', async (fields, header) => {
    const [line = ''] = await received(`fake report fields=${fields}`);
    expect(line.slice(0, line.indexOf('"__mv_'))).toBe(header);
  });

  it('gets chunks of at most chunkRows rows, all but the last unfinished', async () => {
    const lines = await received('fake report fields=bytes', { chunkRows: 2 });
    expect(lines).toEqual(['bytes,"__mv_bytes" / 2 / false', 'bytes,"__mv_bytes" / 1 / true']);
  });

  it('gets a header alone for no rows, nothing for no fields', async () => {
    const fields = 'fake report fields=bytes';
    expect(await received(`head 0 | ${fields}`)).toEqual(['bytes,"__mv_bytes" / 0 / true']);
    const none = { input: { fields: [], rows: [] } };
    expect(await received('fake report', none)).toEqual([' / 0 / true']);
  });

  it('replaces the results by the replies', async () => {
    const { table, messages } = await run('fake multi | head 1');
    expect(toRecords(table)).toEqual([{ a: ['x', 'y$'] }]);
    expect(messages).toEqual([]);
  });

  it('ends when the command is finished early', async () => {
    const { table } = await run('fake early', { chunkRows: 1 });
    expect(toRecords(table)).toEqual([{ a: '1' }]);
  });
});

describe('events', () => {
  it('gets every field whatever it asks for, and its rows replace the results', async () => {
    const { table, messages } = await run('fake echo type=events fields=src', { chunkRows: 2 });
    expect(table).toEqual({ fields: input.fields, rows: input.rows });
    expect(messages).toEqual([
      ['INFO', 'echoed'],
      ['INFO', 'echoed'],
    ]);
  });
});

describe('stateful', () => {
  it('gets the required fields and an index, and its replies are merged onto full rows', async () => {
    const { table } = await run('fake index type=stateful fields=bytes', { statefulChunkRows: 2 });
    expect(toRecords(table)).toEqual([
      { _time: '10', src: 'ana', bytes: '512', name: 'row 0' },
      { _time: '20', src: ['bob', 'eve'], bytes: '740', name: 'row 1' },
      { _time: '30', src: 'cid', name: 'row 2' },
    ]);
  });

  it('ends with a chunk without rows', async () => {
    const { table, launches } = await run('head 0 | fake index type=stateful fields=bytes');
    expect(launches.at(-1)?.info?.type).toBe('stateful');
    expect(table.fields).toEqual(['_time', 'src', 'bytes']);
    expect(table.rows).toEqual([]);
  });

  it('loses the other fields when the reply has no index', async () => {
    const { table } = await run('fake alone type=stateful fields=bytes');
    expect(table.fields).toEqual(['other', 'name']);
  });
});

describe('generating', () => {
  it('is asked until it is finished', async () => {
    const { table } = await run('fake twoparts generating=1');
    expect(table.rows).toEqual([['1'], ['2']]);
  });

  it('must be first', async () => {
    const { message } = await failure('head 1 | fake echo generating=1');
    expect(message).toBe(
      "Error in 'fake' command: This command must be the first command of a search.",
    );
  });
});

describe('failures', () => {
  it('shows the text of an error reply, and its messages', async () => {
    const error = await failure('fake fail');
    expect(error.message).toBe("Error in 'fake' command: it failed");
    expect(error.messages).toEqual([['ERROR', 'it failed']]);
    expect(error.launches.at(-1)).toMatchObject({ phase: 'run', exitCode: 0, stderr: [] });
  });

  it.each([
    ['stray', 'not a chunk header: "Loading model'],
    [
      'twice',
      'stray bytes on stdout after its last reply: "chunked 1.0,17,0\\n{\\"finished\\":true}"',
    ],
    ['last-word', 'stray bytes on stdout after its last reply: "bye\\n"'],
    ['not-json', 'reply metadata is not JSON: "{a}"'],
    ['no-object', 'reply metadata is not an object: "[]"'],
    ['not-said', 'a reply to execute must say finished'],
    ['bad-message', 'a message must be [level, text], got ["INFO"]'],
    ['bad-messages', 'inspector.messages must be an array'],
    ['bad-fields', 'required_fields must be texts'],
    ['talkative', 'the reply to getinfo has a body'],
    ['quiet-exit', 'External search command exited unexpectedly with error code 0.'],
    ['never type=stateful', 'finished:false to the last request'],
    ['multi type=stateful', 'rows in reply to a chunk without rows'],
    ['crash', 'External search command exited unexpectedly with non-zero error code 3. a stack'],
    ['fail-late', 'stray bytes on stdout after its last reply: "bye\\n"'],
    ['bad-exit', 'External search command exited unexpectedly with non-zero error code 7.'],
    ['never', 'finished:false to the last request'],
    ['ragged', 'a row of 1 values under 2 names: ["1"]'],
    ['error-first', 'inspector must come before error'],
    ['echo type=batch', 'unknown type batch'],
    ['wrong type=stateful', '_chunked_idx 99 is not of this request'],
    ['change-type type=reporting', 'type events, but reporting when it was parsed'],
  ])('%s', async (deed, message) => {
    const { message: shown } = await failure(`fake ${deed}`);
    expect(shown).toContain(`Error in 'fake' command: ${message}`);
  });

  it('ends after a time limit', async () => {
    const error = await failure('fake hang', { replyTimeoutMs: 3000 });
    const request = '{"action":"execute","finished":true}';
    expect(error.message).toBe(`Error in 'fake' command: no reply to ${request} (waited 3 s)`);
  });

  it('names the commands that there are', async () => {
    const { message } = await failure('fake echo | tstats count');
    expect(message).toMatch(/^Unknown search command 'tstats': a local search has addinfo, /);
    expect(message).toMatch(/xyseries, fake, other$/);
  });

  it('says so when there is no app, or its commands.conf is not what it must be', async () => {
    const { message } = await failure('fake echo', { appFolder: '/no/app' });
    expect(message).toBe('No app at /no/app: run npm run build first');

    const broken = writeFakeApp();
    writeFileSync(join(broken, 'default/commands.conf'), '[x]\nchunked = true\nfilename = ../x\n');
    const { message: reason } = await failure('x', { appFolder: broken });
    expect(reason).toBe('commands.conf [x]: filename must be a bare file name, got "../x"');
  });

  it('says so when the launcher may not be executed', async () => {
    const broken = writeFakeApp();
    chmodSync(join(broken, 'bin/fake.sh'), 0o644);
    const { message } = await failure('fake echo', { appFolder: broken });
    expect(message).toMatch(/exited unexpectedly .*EACCES/);
  });

  it('lets a test end the process while it works', async () => {
    const kill = (pid: number | undefined) => setTimeout(() => process.kill(pid ?? 0), 200);
    const { message } = await failure('fake hang', { onLaunch: kill });
    expect(message).toContain('exited unexpectedly with SIGTERM');
  });
});

describe('subsearches and indexes', () => {
  const sources = async (search: string) =>
    (await run(search)).table.rows.map((row) => row.join(' '));

  it('append puts the rows of a subsearch below, with commands of the app in it', async () => {
    const search =
      'table src | head 1 | append [| inputlookup t.csv | fake echo type=events] | table n src';
    const lookups = { tables: { 't.csv': { fields: ['n'], rows: [['7']] } } };
    const { table } = await run(search, { lookups });
    expect(toRecords(table)).toEqual([{ src: 'ana' }, { n: '7' }]);
  });

  it('appendpipe sums up what came before', async () => {
    const search = 'table bytes | appendpipe [stats sum(bytes) as bytes | eval note="all"]';
    expect(await sources(search)).toEqual(['512', '740', '', '1252 all']);
  });

  it.each([
    ['append stats count', 'append must be followed by a subsearch in brackets: append [ … ]'],
    ['append [| head 1', 'Unbalanced brackets: a subsearch reads [ … ].'],
    ['appendpipe [| inputlookup x.csv]', 'must be the first command of a search'],
  ])('%s is refused', async (search, message) => {
    expect((await failure(search)).message).toContain(message);
  });

  it('a search that starts with a condition finds the events of its time range', async () => {
    expect(await sources('index=main earliest=15 | table _time')).toEqual(['20', '30']);
    expect(await sources('index=main latest=30 src=ana | table _time')).toEqual(['10']);
  });

  it('index=_internal has the log of the app, newest first, with its fields', async () => {
    const line = (second: number, epoch: number) =>
      JSON.stringify({ time: `2026-01-01T00:00:0${second}.000Z`, event: 'epoch', epoch });
    const log = `${line(1, 1)}\n${line(2, 2)}\n`;
    writeFileSync(join(splunkd.home.logs, 'lstm_toolkit.log'), log);
    const search = 'index=_internal sourcetype=lstm_toolkit event=epoch | table _time epoch';
    expect(await sources(search)).toEqual(['1767225602 2', '1767225601 1']);
    expect(await sources('index=_internal epoch=7')).toEqual([]);
  });

  it('collect writes an index that a later search reads', async () => {
    await run('head 1 | collect index=summary source=test');
    const search = 'index=summary | table _time src bytes source sourcetype';
    expect(await sources(search)).toEqual(['10 ana 512 test stash']);
    expect((await failure('collect summary')).message).toContain(
      'collect must read: collect index=name',
    );
  });
});
