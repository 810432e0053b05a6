import { describe, expect, it } from '@jest/globals';
import { scoredFields } from '../../../src/commands/fit/scored-fields.ts';
import { type Row, resultsOf } from '../../support/rows/rows.ts';

describe('scoredFields', () => {
  it.each<[string, Row[], string[]]>([
    [
      'classes',
      [
        { n: 1, x: 'bad', x_probability: 0.7, x_status: 'ok' },
        { n: 2, x: '', x_probability: '', x_status: 'warmup' },
      ],
      ['x', 'x_status', 'x_set', 'x_probability'],
    ],
    [
      'a probability for each class, and the sets of a fit',
      [{ x: 'a', x_probability_a: 1, 'x_probability_b c': 0, x_status: 'ok', x_set: 'train' }],
      ['x', 'x_status', 'x_set', 'x_probability_a', 'x_probability_b c'],
    ],
    [
      'numbers',
      [
        { x: 1.5, x_status: 'ok', x_rate: 3 },
        { x: '', x_status: 'missing', x_rate: 3 },
      ],
      ['x', 'x_status', 'x_set'],
    ],
    [
      'a forecast',
      [
        { x: 1.5, x_lower: 1, x_upper: 2, x_status: 'ok' },
        { x: 3, x_lower: 2, x_upper: 4, x_status: 'future' },
      ],
      ['x', 'x_status', 'x_set', 'x_lower', 'x_upper', 'x_residual_score', 'x_is_anomaly'],
    ],
    [
      'one of several classes, with the target that has them',
      [
        { y: 'a', x: 'a', x_status: 'ok' },
        { y: 'b', x: 'a', x_status: 'ok' },
        { y: 'c', x: '', x_status: 'unseen' },
      ],
      ['x', 'x_status', 'x_set'],
    ],
    ['a name that has a status of its own', [{ service: 'db', service_status: 'ok' }], []],
    [
      'other statuses',
      [
        { disk: 1, disk_status: 'ok' },
        { disk: 2, disk_status: 'failed' },
      ],
      [],
    ],
    ['a status without a value', [{ x: 1, x_status: '' }], []],
    ['no status', [{ x: 1, x_probability: 1 }], []],
    ['a status alone', [{ x_status: 'ok', y: 1 }], []],
  ])('of %s', (_, rows, expected) => {
    expect([...scoredFields(resultsOf(rows))]).toEqual(expected);
  });
});
