/** Gives `mode=classify` its words and columns. */

import { predictedClass } from '../../evaluate/probabilities.ts';
import type { ModelHeader } from '../../model/header.ts';
import type { OutputColumn } from '../../protocol/csv-writer.ts';
import type { Scores } from '../../score/scores.ts';
import { floatText } from '../tables/float-text.ts';
import { falsePositiveNotices } from './classify-messages.ts';
import { outputNames } from './output-names.ts';
import { refusesEntities, refusesFuture, refusesTop } from './score-rule.ts';
import { type ColumnOptions, sampleColumn } from './task-columns.ts';
import type { TaskWords } from './task-words.ts';

export const classifyWords: TaskWords<'classify'> = {
  kind: ({ classes }) => `tells ${classes.join(' from ')}`,
  fitNotices: (header, { notices, rule }) => [...falsePositiveNotices(header, rule), ...notices],
  summary: () => [],
  fields: ({ field, mode, classes }) => [
    { role: 'target', field, kind: mode, values: classes.length },
  ],
  names: ({ field }, as) => outputNames(field, as),
  columns: classColumns,
  cut: 'probability',
  scoreRules: [refusesTop, refusesEntities, refusesFuture],
};

function classColumns(
  { target }: ModelHeader<'classify'>,
  scores: Scores<'classify'>,
  { as, threshold, probabilities: isEach }: ColumnOptions,
): OutputColumn[] {
  const names = outputNames(target.field, as);
  const { classes } = target;
  const { probabilities } = scores.prediction;
  const predicted = (sample: number): string =>
    classes[predictedClass(target, probabilities, sample, threshold)] ?? '';
  const probability = (name: string, index: number): OutputColumn =>
    sampleColumn(scores, name, (sample) =>
      floatText(probabilities[sample * classes.length + index] as number),
    );
  const ofPositive = (): OutputColumn[] =>
    classes.length === 2 ? [probability(names.positive(classes[1] ?? ''), 1)] : [];
  const ofAll = (): OutputColumn[] =>
    classes.map((name, index) => probability(names.probability(name), index));
  return [
    sampleColumn(scores, names.predicted, predicted),
    ...(isEach ? ofAll() : ofPositive()),
    { name: names.status, values: scores.status },
  ];
}
