import { expect, it } from '@jest/globals';
import { readTime } from '../../../../tools/local-splunk/splunkd/time-modifier.ts';

const NOW = 1_700_000_000;

it.each([
  [null, undefined],
  ['', undefined],
  ['0', undefined],
  ['now', NOW],
  ['1699999999', NOW - 1],
  ['1699999999.5', NOW - 0.5],
  ['-5m', NOW - 300],
  ['-h', NOW - 3600],
  ['+2d', NOW + 172_800],
  ['2017-07-07T16:11:00', 1_499_443_860],
  ['2017-07-07T16:11:00.000', 1_499_443_860],
  ['2017-07-07T18:11:00+02:00', 1_499_443_860],
  ['2017-07-07T16:11:00Z', 1_499_443_860],
  ['yesterday', NaN],
  ['-1d@d', 1_699_833_600],
  ['-5x', NaN],
])('%s is %s', (text, seconds) => {
  expect(readTime(text, NOW)).toBe(seconds);
});
