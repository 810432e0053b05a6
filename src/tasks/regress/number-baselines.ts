/**
 * Makes the simple models that a network of numbers must beat: the mean, the last value, and
 * ridge regression.
 *
 * @module
 */

import {
  type Baseline,
  type BaselineExamples,
  type BaselineNetwork,
  fitLinearBaseline,
} from '../../baseline/linear-baseline.ts';
import type { Context } from '../../network/context.ts';

/** @param previous - gives the standardised target of the row before in the sample's entity, NaN for none */
export async function numberBaselines(
  previous: ((sample: number) => number) | undefined,
  examples: BaselineExamples,
  network: BaselineNetwork,
  context: Context,
): Promise<Baseline[]> {
  const ridge = await fitLinearBaseline(examples, network, context);
  return [
    { name: 'mean', predict: async (samples) => new Float32Array(samples.length) },
    ...(previous === undefined ? [] : [lastValue(previous)]),
    { name: 'ridge', predict: ridge },
  ];
}

/** Predicts the target of the row before, or the mean, which is 0, where there is none. */
function lastValue(previous: (sample: number) => number): Baseline {
  return {
    name: 'last value',
    predict: async (samples) => Float32Array.from(samples, (sample) => previous(sample) || 0),
  };
}
