/**
 * Predicts for `mode=forecast` a number of rows that are to come.
 *
 * @module
 */

import { lastLevels } from '../../encode/rows/levels.ts';
import { refuseNonFinite } from '../../evaluate/finite.ts';
import { forecastAt } from '../../evaluate/number-unit.ts';
import type { ForecastTarget } from '../../model/forecast-target.ts';
import { predictInParts } from '../../network/predict-in-parts.ts';
import { counted } from '../../notice.ts';
import { absoluteError, compareNumbers, numberTask } from '../numbers/number-task.ts';
import type { Explained, Task } from '../task.ts';
import { evaluateForecast } from './evaluate-forecast.ts';
import { encodeForecast, learnForecast, planForecast } from './fit-forecast.ts';

export const forecast: Task<'forecast'> = {
  ...numberTask,
  reads: { calendar: true, integers: 'numbers' },
  plan: planForecast,
  learn: learnForecast,
  encode: encodeForecast,
  output: ({ horizon }) => ({ outputs: horizon, loss: 'mean_squared_error' }),
  epochFigure: { name: 'mae', of: ({ scale, horizon }) => absoluteError(scale, horizon) },
  evaluate: evaluateForecast,
  async predict({ target }, engine, { sequences, scored }, context) {
    const ends = Int32Array.from(scored, ({ sequence }) => sequence);
    const logits = await predictInParts(engine, sequences, ends, context);
    const levels = lastLevels(sequences, ends);
    const values = Float32Array.from(forecastAt(target, logits, levels, target.horizon));
    refuseNonFinite(values, scored.length);
    return { mode: 'forecast', values, logits };
  },
  explained({ target }, { sequences, ends }, sample) {
    const [level] = lastLevels(sequences, Int32Array.of(ends[sample]));
    return {
      by: 'inputs',
      value: changeOf(target),
      level: { field: target.field, amount: level * target.scale },
    };
  },
  comparison: {
    other({ field, horizon }, old) {
      if (old.field !== field) return `the old model predicts ${old.field}`;
      if (old.horizon === horizon) return undefined;
      return `the old model forecasts ${counted(old.horizon, 'row')} ahead`;
    },
    figures(fresh, old, { actual, levels }) {
      const { target } = fresh.part;
      return compareNumbers(forecastAt(target, actual, levels, target.horizon), fresh, old);
    },
  },
};

/** Returns the forecast that stands on a row, without the level that the change is added to. */
function changeOf({ horizon, scale, mean }: ForecastTarget): Explained {
  return {
    value: (logits) => logits[horizon - 1] * scale + mean,
    gradient: (logits) => logits.map((_, step) => (step === horizon - 1 ? scale : 0)),
  };
}
