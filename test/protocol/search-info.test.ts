import { describe, expect, it } from '@jest/globals';
import {
  isParseTime,
  isRealTime,
  readSearchInfo,
  type SearchInfo,
} from '../../src/protocol/search-info.ts';

const infoOf = (searchinfo: Record<string, unknown>): SearchInfo => readSearchInfo({ searchinfo });

describe('readSearchInfo', () => {
  it('reads what splunkd sends', () => {
    const info = readSearchInfo({
      action: 'getinfo',
      preview: true,
      streaming_command_will_restart: false,
      searchinfo: {
        args: ['ddos'],
        raw_args: ['"ddos"'],
        dispatch_dir: '/opt/splunk/var/run/splunk/dispatch/1763800000.42',
        sid: '1763800000.42',
        app: 'search',
        owner: 'bob',
        username: 'ana',
        session_key: 'dummy',
        splunkd_uri: 'https://127.0.0.1:8089',
        splunk_version: '10.2.3',
        search: 'index%3Dnet',
        command: 'lstmscore',
        maxresultrows: 50000,
        earliest_time: '1763700000',
        latest_time: '1763800000',
      },
    });

    expect(info).toEqual({
      args: ['ddos'],
      rawArgs: ['"ddos"'],
      sid: '1763800000.42',
      app: 'search',
      username: 'ana',
      sessionKey: 'dummy',
      splunkdUri: 'https://127.0.0.1:8089',
      dispatchDir: '/opt/splunk/var/run/splunk/dispatch/1763800000.42',
      earliestTime: '1763700000',
      latestTime: '1763800000',
      search: 'index%3Dnet',
      preview: true,
    });
  });

  it.each([[{}], [{ searchinfo: null }], [{ searchinfo: [] }], [{ searchinfo: { args: 'x' } }]])(
    'takes %j for a launch about which nothing is known',
    (metadata) => {
      expect(readSearchInfo(metadata)).toMatchObject({
        args: [],
        sid: '',
        app: '',
        preview: false,
      });
    },
  );

  it('takes the owner where there is no user name', () => {
    expect(infoOf({ owner: 'bob', username: '' }).username).toBe('bob');
  });

  it('takes numbers for texts', () => {
    expect(infoOf({ sid: 1763800000.42, earliest_time: 0 })).toMatchObject({
      sid: '1763800000.42',
      earliestTime: '0',
    });
  });
});

describe('isParseTime', () => {
  it.each([
    ['', true],
    ['tmp', true],
    ['searchparsetmp_1763800000.1', true],
    ['searchparsetmp', true],
    ['x_tmp', true],
    ['1763800000.42_tmp', true],
    ['1763800000.42', false],
    ['scheduler__ana__search__RMD5abc_at_1763800000_7', false],
    ['rt_1763800000.42', false],
    ['ana__ana__search__tmp1_1763800000.42', false],
    ['remote_sh1_1763800000.42', false],
  ])('of sid "%s" is %j', (sid, expected) => {
    expect(isParseTime(infoOf({ sid }))).toBe(expected);
  });
});

describe('isRealTime', () => {
  it.each([
    ['rt_1763800000.42', '0', true],
    ['rt_scheduler__a', '0', true],
    ['1763800000.42', 'rt-5m', true],
    ['1763800000.42', 'rt', true],
    ['1763800000.42', '1763700000', false],
    ['1763800000.42', '', false],
    ['', '', false],
  ])('of sid "%s" and earliest_time "%s" is %j', (sid, earliest, expected) => {
    expect(isRealTime(infoOf({ sid, earliest_time: earliest }))).toBe(expected);
  });
});
