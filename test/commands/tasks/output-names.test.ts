import { describe, expect, it } from '@jest/globals';
import { outputNames } from '../../../src/commands/tasks/output-names.ts';

describe('outputNames', () => {
  it.each([
    [
      undefined,
      [
        ...['predicted(y)', 'status(y)', 'set(y)', 'lower(y)', 'upper(y)'],
        ...['probability(y=DDoS)', 'probability(y=DDoS)'],
      ],
    ],
    ['x', ['x', 'x_status', 'x_set', 'x_lower', 'x_upper', 'x_probability_DDoS', 'x_probability']],
  ])('as %s are %j', (as, expected) => {
    const names = outputNames('y', as);

    expect([
      names.predicted,
      names.status,
      names.set,
      names.lower,
      names.upper,
      names.probability('DDoS'),
      names.positive('DDoS'),
    ]).toEqual(expected);
  });
});
