/** Gives `mode=anomaly` its words and columns. */

import { headName, headSize, isOfValues } from '../../model/anomaly-target.ts';
import { anomalyColumns } from './anomaly-columns.ts';
import { anomalyFitRules } from './anomaly-fit-rules.ts';
import { anomalyNames } from './output-names.ts';
import { refusesFuture, type ScoreRule } from './score-rule.ts';
import type { TaskWords } from './task-words.ts';

const refusesProbabilities: ScoreRule<'anomaly'> = ({ options }) =>
  options.probabilities
    ? 'This model learnt what comes next and has no classes: leave probabilities out.'
    : undefined;

const refusesIdleTop: ScoreRule<'anomaly'> = ({ header: { target }, options: { top } }) =>
  top === undefined || target.heads.some(isOfValues)
    ? undefined
    : 'top counts places among the values of fields, and this model predicts numbers only: use threshold.';

export const anomalyWords: TaskWords<'anomaly'> = {
  fitRules: anomalyFitRules,
  kind: () => 'learns what comes next',
  fitNotices: (_, { notices }) => notices,
  summary: () => [],
  fields: ({ heads }) =>
    heads.map((head) => ({
      role: 'predicted',
      field: headName(head),
      kind: head.kind,
      values: headSize(head),
    })),
  names: (_, as) => anomalyNames(as),
  columns: anomalyColumns,
  cut: 'score',
  scoreRules: [refusesProbabilities, refusesIdleTop, refusesFuture],
};
