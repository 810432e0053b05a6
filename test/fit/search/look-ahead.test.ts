import { describe, expect, it } from '@jest/globals';
import { UserError } from '../../../src/errors.ts';
import { lookAhead } from '../../../src/fit/search/look-ahead.ts';
import { prepare } from '../../support/models/models.ts';
import { resultsOf } from '../../support/rows/rows.ts';

const results = resultsOf(
  Array.from({ length: 100 }, (_, at) => ({ _time: at, n: at % 7, y: at % 2 })),
);
const FIT = 'y from n into m window=4 test=0.1 epochs=1';

describe('lookAhead', () => {
  it('keeps test rows apart where settings are compared, and not for folds', () => {
    const prepared = prepare(results, FIT);

    expect(lookAhead(prepared, true).order.examples).toHaveLength(90);
    expect(lookAhead(prepared, false).order.examples).toHaveLength(100);
    const { isTest, testShare, own } = lookAhead(prepared, true);
    expect([testShare, isTest(89), isTest(90)]).toEqual([0.1, false, true]);
    expect(own).toEqual({ learning_rate: 0.003, units: [32], dropout: 0, window: 4 });
  });

  it('has no window where each row is a sequence', () => {
    const prepared = prepare(results, 'y from n into m window=fields epochs=1');

    expect(lookAhead(prepared, true).own.window).toBeUndefined();
  });

  it('refuses to compare settings without validation rows', () => {
    const prepared = prepare(results, 'y from n into m window=4 validation=0.001 epochs=1');

    expect(() => lookAhead(prepared, true)).toThrow(
      new UserError(
        'tune compares settings by validation rows, and there are none: widen the time range, or leave tune out.',
      ),
    );
  });
});
