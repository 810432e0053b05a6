import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isDate, parseDuration, parseTime } from '../../../src/encode/field/time.ts';

/** This time is 2017-07-07T16:11:05Z. */
const T = 1_499_443_865;

describe('parseTime', () => {
  it.each([
    ['0', 0],
    ['1499443865', T],
    ['1499443865.25', T + 0.25],
    [' 1499443865 ', T],
    ['-86400', -86_400],
    ['1.499443865e9', T],
    ['2017-07-07T16:11:05Z', T],
    ['2017-07-07t16:11:05z', T],
    ['2017-07-07T16:11:05', T],
    ['2017-07-07 16:11:05', T],
    ['2017-07-07T16:11', T - 5],
    ['2017-07-07', 1_499_385_600],
    ['2017-07-07T16:11:05.250Z', T + 0.25],
    ['2017-07-07T16:11:05,250', T + 0.25],
    ['2017-07-07T16:11:05.000250Z', T + 0.00025],
    ['2017-07-07T18:11:05+02:00', T],
    ['2017-07-07T18:11:05+0200', T],
    ['2017-07-07T18:11:05+02', T],
    ['2017-07-07 18:11:05 +0200', T],
    ['2017-07-07T13:11:05-03:00', T],
    ['2017-07-07T21:41:05+05:30', T],
    ['2017-07-07T18:11:05.5+02:00', T + 0.5],
    ['1969-12-31T23:59:59.5Z', -0.5],
    ['2016-02-29', 1_456_704_000],
  ])('reads %j as %d', (text, seconds) => {
    expect(parseTime(text)).toBeCloseTo(seconds, 6);
  });

  it.each([
    '',
    'yesterday',
    '16:11:05',
    '2017-07',
    '2017-7-7',
    '2017-13-01',
    '2017-02-30',
    '2017-02-29',
    '2017-07-07T25:00:00Z',
    '2017-07-07T16:61:00Z',
    '2017-07-07T16:11:05+2',
    '2017-07-07T16:11:05.Z',
    '07/07/2017',
    'NaN',
    'Infinity',
    '1e999',
    '2017-07-07T16:11:05Z junk',
  ])('finds no time in %j', (text) => {
    expect(parseTime(text)).toBeNaN();
  });

  it('undoes toISOString', () => {
    const range = { min: new Date('0000-01-01'), max: new Date('9999-12-31'), noInvalidDate: true };
    fc.assert(
      fc.property(fc.date(range), (date) => {
        expect(parseTime(date.toISOString())).toBeCloseTo(date.getTime() / 1000, 4);
      }),
    );
  });
});

describe('isDate', () => {
  it.each([
    '2017-07-07',
    '2017-07-07T16:11:05.123+02:00',
    ' 2017-07-07 16:11:05 ',
    '7/7/2017',
    '07/07/2017 3:30',
    '07/07/2017 3:30:05 PM',
    '07.07.2017',
    '7.7.17 16:11',
    '2017/07/07 16:11:05',
    '7 Jul 2017',
    '07-July-2017 16:11',
    '07/Jul/2017:16:11:05 +0200'.replaceAll('/Jul/', ' Jul '),
  ])('takes %j for one', (text) => {
    expect(isDate(text)).toBe(true);
  });

  it.each([
    '',
    '1499443865',
    '20170707',
    '1.5',
    '192.168.1.1',
    '10.0.0.5',
    '16:11',
    'May',
    'a-b-c',
    '1/2',
  ])('takes %j for none', (text) => {
    expect(isDate(text)).toBe(false);
  });
});

describe('parseDuration', () => {
  it.each([
    ['30s', 30],
    ['5m', 300],
    ['1h', 3600],
    ['2d', 172_800],
    ['1w', 604_800],
    ['1.5h', 5400],
    ['0s', 0],
    [' 5m ', 300],
  ])('reads %j as %d seconds', (text, seconds) => {
    expect(parseDuration(text)).toBe(seconds);
  });

  it.each(['', '5', 'm', '-5m', '5 m', '5y', '5min', '5M', '1h30m', '.5h', '1e3s', 'NaNs'])(
    'finds no duration in %j',
    (text) => {
      expect(parseDuration(text)).toBeNaN();
    },
  );
});
