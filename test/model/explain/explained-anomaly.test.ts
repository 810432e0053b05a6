import { describe, expect, it } from '@jest/globals';
import { explainedOf } from '../../../src/model/explain/explained.ts';
import { createRandom } from '../../../src/random.ts';
import { untrained } from '../support/models.ts';
import { type Row, resultsOf } from '../support/rows.ts';

const rows = resultsOf(
  Array.from(
    { length: 60 },
    (_, at): Row => ({ _time: at, n: (at * 7) % 11, c: 'pq'[at % 2] ?? '' }),
  ),
);
const { header } = untrained(rows, 'from n c into m units=3 window=4 numbers=n');

describe('explainedOf what comes next', () => {
  const explained = explainedOf(header.target, undefined, Float32Array.of(2, 1));
  const random = createRandom(1);
  const logits = Float32Array.from({ length: header.network.outputs }, () => random.normal());

  it('is the bits by which all fields surprised', () => {
    const share = (values: Float32Array, outcome: number): number => {
      const odds = [...values].map(Math.exp);
      return (odds[outcome] as number) / odds.reduce((sum, value) => sum + value, 0);
    };
    const [first = 0] = header.network.heads ?? [];
    const bits =
      -Math.log2(share(logits.subarray(0, first), 2)) - Math.log2(share(logits.subarray(first), 1));

    expect(explained.value(logits)).toBeCloseTo(bits, 4);
  });

  it('has the gradient that differences show', () => {
    const gradient = explained.gradient(logits);

    for (const k of logits.keys()) {
      const moved = (by: number) => explained.value(logits.map((z, at) => (at === k ? z + by : z)));
      expect(gradient[k]).toBeCloseTo((moved(0.01) - moved(-0.01)) / 0.02, 2);
    }
  });
});
