import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type AskedFits, fitRecords } from '../../../src/commands/models/fit-list.ts';
import type { Environment } from '../../../src/commands/run/environment.ts';
import { Messages } from '../../../src/protocol/messages.ts';
import { readSearchInfo } from '../../../src/protocol/search-info.ts';
import { logPath } from '../../../src/store/log.ts';
import { Splunkd } from '../../../tools/local-splunk/splunkd/splunkd.ts';

const START = Date.parse('2026-11-20T16:00:00.000Z');

/** A line of the log so many seconds after the start of all. */
const line = (seconds: number, user: string, model: string, fields: object): string => {
  const time = new Date(START + 1000 * seconds).toISOString();
  const sid = `${user}_${model}`;
  return JSON.stringify({ time, command: 'lstmfit', sid, user, app: 'search', pid: 7, ...fields });
};

/** The lines of a fit whose epochs end a second after each other. */
const fitLines = (start: number, user: string, model: string, epochs: number): string[] => [
  line(start, user, model, { event: 'phase', phase: 'training', epochs: 9, model }),
  ...Array.from({ length: epochs }, (_, at) =>
    line(start + at + 1, user, model, { event: 'epoch', epoch: at + 1, loss: 0.5 }),
  ),
];

const LINES = [
  ...fitLines(0, 'ana', 'app:ddos', 3),
  ...fitLines(100, 'ana', 'ddos', 2),
  ...fitLines(200, 'root', 'user:ddos', 1),
  ...fitLines(300, 'ana', 'other', 0),
];

let splunkd: Splunkd;

beforeAll(async () => {
  splunkd = await Splunkd.start();
  splunkd.addUser('ana', ['user']);
  splunkd.addUser('root', ['admin']);
  mkdirSync(dirname(logPath(splunkd.home.path)), { recursive: true });
});

beforeEach(() => write(LINES));

afterAll(() => splunkd.close());

const write = (lines: readonly string[]): void =>
  writeFileSync(logPath(splunkd.home.path), lines.map((text) => `${text}\n`).join(''));

/** Lists fits as a user, none of which runs any more. */
async function list(
  username: string,
  asked: Partial<AskedFits> = {},
  level: 'INFO' | 'WARN' = 'INFO',
) {
  const environment = {
    home: splunkd.home.path,
    now: () => START + 400_000,
    ageOf: () => undefined,
  } as Partial<Environment> as Environment;
  const searchinfo = {
    username,
    app: 'search',
    splunkd_uri: splunkd.uri,
    session_key: splunkd.sessionKeyOf(username),
  };
  const context = { environment, info: readSearchInfo({ searchinfo }), messages: new Messages() };
  const records = await fitRecords({ model: undefined, sid: undefined, ...asked }, context, level);
  return { records, messages: context.messages.take() };
}

const model = (scope: 'app' | 'user' | undefined, name = 'ddos'): Partial<AskedFits> => ({
  model: { scope, name },
});

describe('fitRecords', () => {
  it.each<[string, string, Partial<AskedFits>, string[]]>([
    ['the own ones, the newest first', 'ana', {}, ['other', 'ddos', 'app:ddos']],
    ['all of those who may write the app', 'root', {}, ['other', 'user:ddos', 'ddos', 'app:ddos']],
    ['into a model of any scope', 'root', model(undefined), ['user:ddos', 'ddos', 'app:ddos']],
    ['into a shared model', 'root', model('app'), ['app:ddos']],
    ['into a private model', 'root', model('user'), ['user:ddos', 'ddos']],
    ['into no model of theirs', 'ana', model(undefined, 'none'), []],
  ])('%s', async (_, user, asked, models) => {
    const { records } = await list(user, asked);
    expect(records.map((record) => record['model'])).toEqual(models);
    expect(records.map(({ outcome }) => outcome)).toEqual(models.map(() => 'lost'));
  });

  it.each<[string, string, string, number[]]>([
    ['of a search', 'ana', 'ana_ddos', [1, 2]],
    ["of another's search", 'ana', 'root_user:ddos', []],
    ["of another's search, to an administrator", 'root', 'root_user:ddos', [1]],
    ['of the newest fit that has any', 'ana', 'newest', [1, 2]],
    ['of the newest fit of all', 'root', 'newest', [1]],
  ])('the epochs %s', async (_, user, sid, epochs) => {
    const { records } = await list(user, { sid });
    expect(records.map(({ epoch }) => epoch)).toEqual(epochs);
  });

  it.each<[string, Partial<AskedFits>, string]>([
    ['fit', model(undefined, 'none'), 'fit into none that you may see'],
    ['fit of a search', { sid: '9.9' }, 'fit of the search 9.9'],
    [
      'fit into a model of a search',
      { ...model('app'), sid: '9.9' },
      'fit into ddos of the search 9.9',
    ],
  ])('says that there is no %s', async (_, asked, what) => {
    const text = `The log of this search head has no ${what}: start one with | lstmfit.`;
    expect((await list('ana', asked)).messages).toEqual([['INFO', text]]);
  });

  it('lists the newest thousand, and says how many there are', async () => {
    write(Array.from({ length: 1001 }, (_, at) => fitLines(at, 'ana', `m${at}`, 0)).flat());
    const { records, messages } = await list('ana');
    expect(records).toHaveLength(1000);
    expect(records.at(-1)?.['model']).toBe('m1');
    expect(messages).toEqual([['INFO', 'Only the newest 1000 of 1001 fits are listed.']]);
  });

  it('warns of a log that keeps fits out', async () => {
    const { messages } = await list('ana', {}, 'WARN');
    expect(messages).toEqual([['WARN', expect.stringMatching(/^log_level=WARN .*=INFO\.$/)]]);
  });

  it('says that a log cannot be read', async () => {
    const path = logPath(splunkd.home.path);
    // A folder in its place is what no account can read, the root account either.
    rmSync(path);
    mkdirSync(path);
    await expect(list('ana')).rejects.toThrow(/cannot be read \(EISDIR\)/);
    rmSync(path, { recursive: true });
  });
});
