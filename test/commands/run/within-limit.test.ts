import { describe, expect, it } from '@jest/globals';
import { allowedProcessors } from '../../../src/commands/run/threads.ts';
import { withinLimit } from '../../../src/commands/run/within-limit.ts';
import { UserError } from '../../../src/errors.ts';
import { SHIPPED_LIMITS } from '../../../src/store/limits.ts';

const limits = { ...SHIPPED_LIMITS, max_rows: 1000, threads: 2 };

describe('withinLimit', () => {
  it.each([
    [undefined, undefined, 1000],
    [undefined, 500, 500],
    [undefined, 5000, 1000],
    [1000, undefined, 1000],
    [7, 500, 7],
  ])('of %j, usually %j, and at most 1000, is %d', (asked, usual, value) => {
    expect(withinLimit(limits, { setting: 'max_rows', asked, usual })).toBe(value);
  });

  it('refuses more, with the setting', () => {
    expect(() => withinLimit(limits, { setting: 'max_rows', asked: 1001 })).toThrow(
      new UserError(
        'max_rows=1001 is more than max_rows=1000 of lstm_toolkit.conf allows: use max_rows=1000 or less, or ask an administrator to raise it.',
      ),
    );
  });
});

describe('allowedProcessors', () => {
  it('is no more than the machine has, nor than the setting says', () => {
    expect(allowedProcessors('auto', 8, limits)).toBe(2);
    expect(allowedProcessors(1, 1, limits)).toBe(1);
    expect(() => allowedProcessors(3, 8, limits)).toThrow('threads=3 is more than threads=2');
  });
});
