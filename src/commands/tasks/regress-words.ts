/** Gives `mode=regress` its words and columns. */

import { floatText } from '../tables/float-text.ts';
import { outputNames } from './output-names.ts';
import { numberScoreRules, refusesEntities, refusesFuture, refusesTop } from './score-rule.ts';
import { sampleColumn } from './task-columns.ts';
import type { TaskWords } from './task-words.ts';

export const regressWords: TaskWords<'regress'> = {
  kind: () => 'predicts a number',
  fitNotices: (_, { notices }) => notices,
  summary: () => [],
  fields: ({ field, mode }) => [{ role: 'target', field, kind: mode }],
  names: ({ field }, as) => outputNames(field, as),
  columns({ target }, scores, { as }) {
    const names = outputNames(target.field, as);
    const { values } = scores.prediction;
    return [
      sampleColumn(scores, names.predicted, (sample) => floatText(values[sample] as number)),
      { name: names.status, values: scores.status },
    ];
  },
  cut: 'probability',
  scoreRules: [refusesTop, refusesEntities, refusesFuture, ...numberScoreRules],
};
