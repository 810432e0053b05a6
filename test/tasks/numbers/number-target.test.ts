import { describe, expect, it } from '@jest/globals';
import { UserError } from '../../../src/errors.ts';
import {
  fitNumberTarget,
  refuseText,
  standardised,
} from '../../../src/tasks/numbers/number-target.ts';
import { allRows } from '../../support/rows/cells.ts';

const numbers = (...texts: string[]) => fitNumberTarget('y', texts, allRows(texts));

describe('fitNumberTarget', () => {
  it('standardises by mean and standard deviation of the training rows', () => {
    const texts = ['1', '3', '', '1000'];

    expect(fitNumberTarget('y', texts, Int32Array.of(0, 1, 2))).toEqual({
      mode: 'regress',
      field: 'y',
      mean: 2,
      scale: 1,
    });
  });

  it('takes numbers that are not finite for null', () => {
    expect(numbers('1', '3', 'NaN', 'Infinity', '1e999')).toMatchObject({ mean: 2, scale: 1 });
  });

  it.each([
    [
      'one value',
      ['2', '2.0', ''],
      'The target y has only the value 2 in the training rows: there is nothing to learn.',
    ],
    [
      'no value',
      ['', ''],
      'The target y has no number in the training rows: there is nothing to learn.',
    ],
  ])('refuses %s', (_, texts, message) => {
    expect(() => numbers(...texts)).toThrow(new UserError(message));
  });
});

describe('refuseText', () => {
  it('says what to do instead, in the words of the task', () => {
    const words = { name: 'regress', instead: 'use mode=classify or another target' };
    const message =
      'mode=regress needs numbers, and the target y holds "high": use mode=classify or another target.';

    expect(() => refuseText('y', ['1', '', 'NaN', ' high '], words)).toThrow(
      new UserError(message),
    );
    expect(() => refuseText('y', ['1', '', 'NaN'], words)).not.toThrow();
  });
});

describe('standardised', () => {
  it('standardises numbers; nothing for null', () => {
    const target = numbers('10', '20', '30');
    const encoded = [...standardised(target, ['10', '20', '', 'x', 'NaN'])];

    expect(encoded).toEqual([
      expect.closeTo(-Math.sqrt(1.5), 12),
      0,
      Number.NaN,
      Number.NaN,
      Number.NaN,
    ]);
  });
});
