import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { settingRecords } from '../../../src/commands/models/setting-list.ts';
import type { Environment } from '../../../src/commands/run/environment.ts';
import { Messages } from '../../../src/protocol/messages.ts';
import { readSearchInfo } from '../../../src/protocol/search-info.ts';
import { STANZA, settings } from '../../../src/store/settings.ts';
import { Splunkd } from '../../../tools/local-splunk/splunkd/splunkd.ts';

let splunkd: Splunkd;

beforeAll(async () => {
  splunkd = await Splunkd.start();
});

afterAll(() => splunkd.close());

/** Lists the settings where the conf of the app has these lines. */
async function list(lines: readonly string[], searchinfo: object = {}) {
  const folder = join(splunkd.home.path, 'etc/apps/lstm_toolkit/default');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'lstm_toolkit.conf'), [`[${STANZA}]`, ...lines, ''].join('\n'));
  const told = {
    username: 'demo',
    app: 'search',
    splunkd_uri: splunkd.uri,
    session_key: splunkd.sessionKeyOf('demo'),
    ...searchinfo,
  };
  const environment = { home: splunkd.home.path } as Partial<Environment> as Environment;
  const info = readSearchInfo({ searchinfo: told });
  const messages = new Messages();
  const records = await settingRecords({ environment, info, messages });
  return { records, messages: messages.take() };
}

const DEFAULTS = Object.entries(settings).map(([name, setting]) => [name, setting.default]);

const values = (records: Awaited<ReturnType<typeof list>>['records']): unknown[][] =>
  records.map(({ setting, value }) => [setting, value]);

describe('settingRecords', () => {
  it('has a row for each setting, in the order of the table', async () => {
    const { records, messages } = await list([]);
    expect(values(records)).toEqual(DEFAULTS);
    expect(new Set(records.map(({ source }) => source))).toEqual(new Set(['default']));
    expect(messages).toEqual([]);
  });

  it.each([
    ['another value', 'threads = 2', { value: '2', source: `[${STANZA}] of lstm_toolkit.conf` }],
    ['the default, which is told as such', 'threads = 4', { value: '4', source: 'default' }],
  ])('%s', async (_, text, shown) => {
    const { records, messages } = await list([text]);
    const record = records.find(({ setting }) => setting === 'threads');
    const { allowed: range, help: meaning } = settings.threads;
    expect(record).toEqual({
      setting: 'threads',
      default: '4',
      range,
      meaning,
      line: text,
      ...shown,
    });
    expect(messages).toEqual([]);
  });

  it.each([
    [
      'a value out of range',
      'threads = 99',
      'threads in [settings] of lstm_toolkit.conf must be an integer between 1 and 64, and is "99": commands are refused until it is corrected.',
    ],
    [
      'a key that is no setting',
      'thread = 2',
      'thread in [settings] of lstm_toolkit.conf is no setting. Did you mean threads?',
    ],
    ['a key like none', 'colour = red', 'colour in [settings] of lstm_toolkit.conf is no setting.'],
  ])('warns of %s', async (_, text, warning) => {
    expect((await list([text])).messages).toEqual([['WARN', warning]]);
  });

  it.each([
    ['splunkd does not know the user', { session_key: 'other' }],
    ['splunkd does not answer', { splunkd_uri: 'https://127.0.0.1:9' }],
  ])('shows the defaults, with a warning, where %s', async (_, searchinfo) => {
    const { records, messages } = await list(['threads = 2'], searchinfo);
    expect(values(records)).toEqual(DEFAULTS);
    const text = /^The settings of lstm_toolkit\.conf cannot be read: .* These are the defaults\.$/;
    expect(messages).toEqual([['WARN', expect.stringMatching(text)]]);
  });
});
