/** Gives `mode=forecast` its words and columns. */

import { counted } from '../../notice.ts';
import type { Widths } from '../../tasks/forecast/adaptive-bounds.ts';
import { forecastTexts, residualColumns } from './forecast-columns.ts';
import { forecastNotices } from './forecast-messages.ts';
import { outputNames } from './output-names.ts';
import { numberScoreRules, refusesEntities, refusesTop, type ScoreRule } from './score-rule.ts';
import { sampleColumn } from './task-columns.ts';
import type { TaskWords } from './task-words.ts';

const refusesFarFuture: ScoreRule<'forecast'> = ({ header, options: { future } }) => {
  const { horizon } = header.target;
  return future <= horizon
    ? undefined
    : `future=${future} is beyond the horizon of this model, ${counted(horizon, 'row')}: use at most future=${horizon}, or train with horizon=${future}.`;
};

export const forecastWords: TaskWords<'forecast'> = {
  kind: () => 'forecasts a number',
  fitNotices: (header, { notices, heldRows }) => [...notices, ...forecastNotices(header, heldRows)],
  summary: ({ target, forecast }) => [
    ['horizon', target.horizon],
    ['period', forecast.period],
  ],
  fields: ({ field, mode }) => [{ role: 'target', field, kind: mode }],
  names: ({ field }, as) => outputNames(field, as),
  columns(header, scores, { as, threshold }) {
    const { target } = header;
    const names = outputNames(target.field, as);
    const { values, units, widths } = scores.prediction;
    const step = target.horizon;
    const forecasts = forecastTexts(header, names).map(({ name, textOf }) =>
      sampleColumn(scores, name, (sample) =>
        textOf({
          value: values[sample] as number,
          unit: units[sample] as number,
          widths: widths[sample] as Widths,
          step,
        }),
      ),
    );
    const status = { name: names.status, values: scores.status };
    return [...forecasts, status, ...residualColumns(header, scores, names, threshold)];
  },
  cut: 'score',
  scoreRules: [refusesTop, refusesEntities, refusesFarFuture, ...numberScoreRules],
};
