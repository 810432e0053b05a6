import { describe, expect, it } from '@jest/globals';
import type { AnomalyTarget } from '../../../src/model/anomaly-target.ts';
import { createRandom } from '../../../src/random.ts';
import { headExcess } from '../../../src/tasks/anomaly/head-excess.ts';
import { createSurprises, writeSurprises } from '../../../src/tasks/anomaly/surprises.ts';
import { untrained } from '../../support/models/models.ts';
import { type Row, resultsOf } from '../../support/rows/rows.ts';

const rows = resultsOf(
  Array.from(
    { length: 60 },
    (_, at): Row => ({ _time: at, n: (at * 7) % 11, c: 'pq'[at % 2] ?? '' }),
  ),
);
const { header } = untrained(rows, 'from n c into m units=3 window=4 numbers=n');
const target = header.target as AnomalyTarget;

describe('headExcess', () => {
  const random = createRandom(1);
  const logits = Float32Array.from({ length: header.network.outputs }, () => 3 * random.normal());
  const outcomes = Float32Array.of(2, 1);
  const surprises = createSurprises(1, 2);
  writeSurprises(header.network.heads ?? [], logits, outcomes, surprises);

  it.each([0, 1])('is the excess that ranks field %d', (head) => {
    const { value } = headExcess(target, head, outcomes[head]);

    expect(value(logits)).toBeCloseTo(surprises.excess[head], 4);
  });

  it.each([0, 1])('has the gradient that differences show: field %d', (head) => {
    const { value, gradient } = headExcess(target, head, outcomes[head]);
    const found = gradient(logits);

    for (const k of logits.keys()) {
      const moved = (by: number) => value(logits.map((z, at) => (at === k ? z + by : z)));
      expect(found[k]).toBeCloseTo((moved(0.01) - moved(-0.01)) / 0.02, 2);
    }
  });
});
