import { describe, expect, it } from '@jest/globals';
import { linearAloneVerdict } from '../../../src/tasks/numbers/linear-alone.ts';

const LSTM = { rmse: 4 };

const said = (name: string, rmse: number, tested?: { rmse: number; count: number }) =>
  linearAloneVerdict(
    'predicts',
    {
      own: { metrics: { rmse: 2.5 }, held: { examples: new Int32Array(200) } },
      tested: tested && { metrics: tested, held: { examples: new Int32Array(tested.count) } },
    },
    { name, metrics: { rmse }, by: 'rmse' },
    LSTM,
  );

describe('linearAloneVerdict', () => {
  it('has both figures of validation rows, and that of test rows', () => {
    const both =
      'The linear model beside the LSTM predicts alone, as the LSTM does not improve on it: RMSE 2.5 on 200 validation rows against 4 of the LSTM';
    expect(said('ridge', 2.4)).toBe(`${both}; score rows with | lstmscore.`);
    expect(said('ridge', 2.9, { rmse: 3, count: 1 })).toBe(
      `${both}, and RMSE 3 on 1 untouched row; score rows with | lstmscore.`,
    );
  });

  it('leaves to the usual comparison what a still simpler model is as good as', () => {
    expect(said('last value', 2.5)).toBeUndefined();
    expect(said('last value', 2.6)).toBeDefined();
    expect(said('last value', 2.6, { rmse: 2.7, count: 9 })).toBeUndefined();
  });
});
