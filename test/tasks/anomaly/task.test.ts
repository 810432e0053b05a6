import { describe, expect, it } from '@jest/globals';
import type { AnomalyTarget } from '../../../src/model/anomaly-target.ts';
import type { Beyond } from '../../../src/model/number-outcomes.ts';
import { createRandom } from '../../../src/random.ts';
import { headExcess } from '../../../src/tasks/anomaly/head-excess.ts';
import {
  correctSurprises,
  createSurprises,
  writeSurprises,
} from '../../../src/tasks/anomaly/surprises.ts';
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
const far: Beyond = { side: 'above', bits: 7, isUnseen: true };

/** These outcomes are what came; training has no null in the first field. */
const CASES = [
  ['known values', [2, 1], new Map()],
  ['a number above all bins, far out', [9, 1], new Map([[0, far]])],
  ['null where training has none', [0, 1], new Map()],
] as const;

describe.each(CASES)('headExcess of %s', (_, came, beyond) => {
  const random = createRandom(1);
  const logits = Float32Array.from({ length: header.network.outputs }, () => 3 * random.normal());
  const outcomes = Float32Array.from(came);
  const surprises = createSurprises(1, 2);
  writeSurprises(header.network.heads ?? [], logits, outcomes, surprises);
  correctSurprises(target, { outcomes, beyond }, surprises);

  it.each([0, 1])('is the excess that ranks field %d', (head) => {
    const { value } = headExcess(target, head, outcomes[head], beyond.get(head)?.bits);

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
