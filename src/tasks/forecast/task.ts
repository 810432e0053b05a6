/**
 * Predicts for `mode=forecast` a number of rows that are to come.
 *
 * @module
 */

import { parseNumber } from '../../encode/field/number.ts';
import { keysOf } from '../../encode/rows/place-rows.ts';
import { windowOrigins } from '../../encode/rows/window-scale.ts';
import { refuseNonFinite } from '../../evaluate/finite.ts';
import { forecastAt } from '../../evaluate/number-unit.ts';
import type { ForecastTarget } from '../../model/forecast-target.ts';
import { predictInParts } from '../../network/predict-in-parts.ts';
import { counted } from '../../notice.ts';
import type { Explained } from '../explained-row.ts';
import { absoluteError, compareNumbers, numberTask } from '../numbers/number-task.ts';
import type { RowToPredict } from '../predicted-rows.ts';
import { sequencesAt } from '../sequences-at.ts';
import type { Task } from '../task.ts';
import { rowSpreads } from './entity-spreads.ts';
import { evaluateForecast } from './evaluate-forecast.ts';
import { encodeForecast, learnForecast, planForecast } from './fit-forecast.ts';
import { ForecastJudge } from './forecast-judge.ts';
import { residualThreshold } from './residual-threshold.ts';

export const forecast: Task<'forecast'> = {
  ...numberTask,
  threshold: residualThreshold,
  reads: { calendar: 'chosen', integers: 'numbers' },
  plan: planForecast,
  learn: learnForecast,
  encode: encodeForecast,
  output: ({ horizon }) => ({ outputs: horizon, loss: 'mean_squared_error' }),
  epochFigure: {
    name: 'mae',
    // Errors of windows of different sizes have no common unit but their own.
    of: ({ scale, horizon, windowScale }) => absoluteError(windowScale ? 1 : scale, horizon),
  },
  evaluate: evaluateForecast,
  async predict(header, engine, rows, context) {
    const { target, sequence } = header;
    const { results, sequences, scored, isOfTraining = () => false } = rows;
    const { judge = new ForecastJudge(header) } = rows;
    const ends = sequencesAt(scored);
    const logits = await predictInParts(engine, sequences, ends, context);
    const origins = windowOrigins(sequences, ends);
    const values = Float32Array.from(forecastAt(target, logits, origins, target.horizon));
    refuseNonFinite(values, scored.length);
    const spreadOf = rowSpreads(header, results);
    const units = origins.units.map(
      (unit, at) => unit * spreadOf((scored[at] as RowToPredict).row),
    );
    const actual = results.column(target.field);
    const keys = keysOf(results, sequence.by);
    const judged = scored.map(({ row }, at) => {
      const error = (parseNumber(actual.text(row)) - values[at]) / units[at];
      return judge.next(keys?.[row] ?? '', error, isOfTraining(row));
    });
    const widths = judged.map((one) => one.widths);
    const scores = Float32Array.from(judged, ({ score }) => score);
    return { mode: 'forecast', values, logits, units, widths, scores };
  },
  explained({ target }, { sequences, ends }, sample) {
    const { levels, units } = windowOrigins(sequences, Int32Array.of(ends[sample]));
    return {
      by: 'inputs',
      value: changeOf(target, units[0]),
      level: { field: target.field, amount: levels[0] * target.scale },
    };
  },
  comparison: {
    other({ field, horizon }, old) {
      if (old.field !== field) return `the old model predicts ${old.field}`;
      if (old.horizon === horizon) return undefined;
      return `the old model forecasts ${counted(old.horizon, 'row')} ahead`;
    },
    figures(fresh, old, { actual, origins }) {
      const { target } = fresh.part;
      return compareNumbers(forecastAt(target, actual, origins, target.horizon), fresh, old);
    },
  },
};

/** Returns the forecast that stands on a row, without the level that the change is added to. */
function changeOf({ horizon, scale: size, mean }: ForecastTarget, unit: number): Explained {
  const scale = size * unit;
  return {
    value: (logits) => logits[horizon - 1] * scale + mean,
    gradient: (logits) => logits.map((_, step) => (step === horizon - 1 ? scale : 0)),
  };
}
