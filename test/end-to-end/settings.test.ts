import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { NO_RESULTS } from '../../tools/local-splunk/table.ts';
import { SearchHead } from '../support/package/search-head.ts';

// `| lstmmodels show=settings` lists what administrators may set, and what holds now.

let head: SearchHead;

beforeAll(async () => {
  head = await SearchHead.start();
});

afterEach(() => head.configure());

afterAll(() => head.close());

const list = async () => await head.records('| lstmmodels show=settings', NO_RESULTS);

const warnings = async (): Promise<string[]> =>
  (await head.run('| lstmmodels show=settings', NO_RESULTS)).messages.map(([, text]) => text);

describe('show=settings', () => {
  it('has a row for each setting, with the line to write', async () => {
    head.configure({ max_fit_time: 300 });
    const records = await list();
    expect(records.find(({ setting }) => setting === 'max_fit_time')).toEqual({
      setting: 'max_fit_time',
      value: '300',
      default: '600',
      source: '[settings] of lstm_toolkit.conf',
      range: 'an integer between 1 and 86400',
      meaning: expect.stringMatching(/^Seconds after which a training stops/),
      line: 'max_fit_time = 300',
    });
    expect(records.find(({ setting }) => setting === 'threads')).toMatchObject({
      value: '4',
      source: 'default',
      line: 'threads = 4',
    });
    expect(records.map(({ setting }) => setting)).toContain('ca_file');
    expect(await warnings()).toEqual([]);
  });

  it('names values out of range, and keys that are no settings', async () => {
    head.configure({ threads: 99, max_row: 5 });
    expect((await list()).find(({ setting }) => setting === 'threads')?.['value']).toBe('99');
    expect(await warnings()).toEqual([
      'max_row in [settings] of lstm_toolkit.conf is no setting. Did you mean max_rows?',
      'threads in [settings] of lstm_toolkit.conf must be an integer between 1 and 64, and is "99": commands are refused until it is corrected.',
    ]);
  });
});
