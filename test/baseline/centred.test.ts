import { describe, expect, it } from '@jest/globals';
import { centre, uncentred } from '../../src/baseline/centred.ts';
import { linearLogits, linearWeightCount } from '../../src/baseline/linear-layer.ts';
import { createRandom } from '../../src/random.ts';
import type { LinearInputs } from '../../src/readings/linear-inputs.ts';
import { inputsOf, randomInputs } from '../support/rows/linear-inputs.ts';

describe('dense columns without their means', () => {
  it('have the mean 0, and one-hot columns stay', () => {
    const inputs = inputsOf({
      count: 2,
      dense: 2,
      columns: 2,
      ones: 1,
      values: [1, 7, 3, 9],
      indexes: [0, 1],
    });

    expect([...centre(inputs)]).toEqual([2, 8]);
    expect([...inputs.values]).toEqual([-1, -1, 1, 1]);
    expect([...inputs.indexes]).toEqual([0, 1]);
  });

  it.each([1, 3])('are read by a model of the same logits, %d outputs', (outputs) => {
    const random = createRandom(4);
    const inputs = randomInputs(20, random);
    const original: LinearInputs = { ...inputs, values: inputs.values.slice() };
    const weights = Float64Array.from(
      { length: linearWeightCount(inputs, outputs) },
      random.normal,
    );

    const own = uncentred(weights, centre(inputs), inputs, outputs);

    const [centred, uncentredLogits] = [inputs, original].map((one, at) => {
      const logits = new Float32Array(20 * outputs);
      linearLogits(one, outputs, at === 0 ? weights : own, logits);
      return logits;
    });
    for (const [at, logit] of centred.entries()) expect(logit).toBeCloseTo(uncentredLogits[at], 4);
  });
});
