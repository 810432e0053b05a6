/**
 * Evaluates a network that predicts a number of the row itself, beside simple models on the same rows.
 *
 * @module
 */

import { type Figures, numberMetrics } from '../../evaluate/figures.ts';
import { inUnit } from '../../evaluate/number-unit.ts';
import { naiveError, previousTarget } from '../../evaluate/previous-target.ts';
import type { Quality } from '../../evaluate/quality.ts';
import { type FitData, type Predicted, targetsOf } from '../../model/examples.ts';
import type { Context } from '../../network/context.ts';
import type { Predictor } from '../../network/engine.ts';
import { predictInParts } from '../../network/predict-in-parts.ts';
import {
  bestOf,
  decidingPart,
  type EvaluatedPart,
  evaluateBaselines,
  metricsPart,
  predictFor,
  qualityOf,
} from '../held-out.ts';
import { linearAloneVerdict } from '../numbers/linear-alone.ts';
import { numberDoubt } from '../numbers/number-doubt.ts';
import type { EvaluationOptions } from '../task.ts';
import { numberBaselines } from './number-baselines.ts';

export async function evaluateNumber(
  engine: Predictor,
  data: FitData<'regress'>,
  { linear, lstm }: Pick<EvaluationOptions, 'linear' | 'lstm'>,
  context: Context,
): Promise<Quality> {
  const { target, sequences, test } = data;
  const metricsOf = metricsPart(data);
  const naive = naiveError(data);
  const figuresFor = ({ examples, logits }: Predicted): Figures =>
    numberMetrics(
      inUnit(target, targetsOf(data, examples)),
      inUnit(target, logits),
      naive === undefined ? undefined : naive * target.scale,
    );
  const predictBy =
    (one: Predictor) =>
    (examples: Int32Array): Promise<Float32Array> =>
      predictInParts(one, sequences, examples, context);
  const predict = predictBy(engine);
  const evaluated = async (examples: Int32Array): Promise<EvaluatedPart<'regress'>> => {
    const predicted = await predictFor(examples, predict);
    const values = Float32Array.from(inUnit(target, predicted.logits));
    return {
      ...figuresFor(predicted),
      held: { examples, prediction: { mode: 'regress', values } },
    };
  };
  const own = await evaluated(data[metricsOf]);
  const tested = test.length > 0 ? await evaluated(test) : undefined;
  const parts = { metricsOf, own, tested };
  const { examples } = (tested ?? own).held;
  const baselines = await evaluateBaselines(
    await numberBaselines(previousTarget(data), { ...data, linear }, engine.network, context),
    async (baseline) => figuresFor(await predictFor(examples, baseline.predict)),
    context,
  );
  const best = bestOf(baselines, 'rmse');
  const ofLstm = lstm && figuresFor(await predictFor(data[metricsOf], predictBy(lstm)));
  return {
    part: { mode: 'regress', target, threshold: null },
    ...qualityOf(parts, baselines, best),
    doubt: numberDoubt(target.field, decidingPart(parts, best), baselines, examples.length),
    verdict: ofLstm && linearAloneVerdict('predicts', parts, best, ofLstm.metrics),
  };
}
