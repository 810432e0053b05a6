/** The words of `mode=forecast`. */

import { forecastTexts } from './forecast-columns.ts';
import { forecastFitRules } from './forecast-fit-rules.ts';
import { forecastNotices } from './forecast-messages.ts';
import { outputNames } from './output-names.ts';
import { sampleColumn } from './sample-column.ts';
import type { TaskWords } from './task-words.ts';

export const forecastWords: TaskWords<'forecast'> = {
  fitRules: forecastFitRules,
  kind: () => 'forecasts a number',
  fitNotices: (header, { notices, heldRows }) => [...notices, ...forecastNotices(header, heldRows)],
  summary: ({ target, forecast }) => [
    ['horizon', target.horizon],
    ['period', forecast.period],
  ],
  fields: ({ field, mode }) => [{ role: 'target', field, kind: mode }],
  names: ({ field }, as) => outputNames(field, as),
  columns(header, scores, { as }) {
    const { target } = header;
    const names = outputNames(target.field, as);
    const { values } = scores.prediction;
    const forecasts = forecastTexts(header, names).map(({ name, textOf }) =>
      sampleColumn(scores, name, (sample) => textOf(values[sample] as number, target.horizon)),
    );
    return [...forecasts, { name: names.status, values: scores.status }];
  },
  cut: 'probability',
};
