/**
 * Makes the simple models that a network of classes must beat: the commonest class, and logistic regression.
 *
 * @module
 */

import {
  type Baseline,
  type BaselineExamples,
  type BaselineNetwork,
  fitLinearBaseline,
} from '../../baseline/linear-baseline.ts';
import { constantName } from '../../evaluate/figure-evidence.ts';
import { classProbabilities, predictedClass } from '../../evaluate/probabilities.ts';
import { EVEN_CHANCE } from '../../evaluate/threshold.ts';
import { targetsOf } from '../../model/examples.ts';
import type { ClassTarget } from '../../model/target.ts';
import type { Context } from '../../network/context.ts';
import { classCounts } from './classes.ts';

/** A class that no training example has counts as this share, so that its logarithm is finite. */
const TINY_SHARE = 1e-9;

/** Returns the model that always says the same first. */
export async function classBaselines(
  target: ClassTarget,
  examples: BaselineExamples,
  network: BaselineNetwork,
  context: Context,
): Promise<Baseline[]> {
  const predict = await fitLinearBaseline(examples, network, context);
  return [commonestClass(examples, target), { name: 'logistic regression', predict }];
}

/** Returns the model whose probabilities are the shares of the classes in training. */
function commonestClass(examples: BaselineExamples, target: ClassTarget): Baseline {
  const { training } = examples;
  const counts = classCounts(targetsOf(examples, training), target.classes.length);
  const logs = counts.map((count) => Math.log(Math.max(TINY_SHARE, count / training.length)));
  const logits = Float32Array.from(counts.length === 2 ? [logs[1] - logs[0]] : logs);
  const commonest = predictedClass(target, classProbabilities(target, logits), 0, EVEN_CHANCE);
  return {
    name: constantName(target.classes[commonest] ?? ''),
    predict: async (samples) => {
      const out = new Float32Array(samples.length * logits.length);
      for (let at = 0; at < out.length; at += logits.length) out.set(logits, at);
      return out;
    },
  };
}
