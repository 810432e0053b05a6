/** Gives `mode=anomaly` its words and columns. */

import { isOrdered } from '../../encode/rows/sequence-spec.ts';
import { headName, headSize, isOfValues } from '../../model/anomaly-target.ts';
import { anomalyColumns } from './anomaly-columns.ts';
import { entityTable } from './entity-columns.ts';
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

const entityRules: readonly ScoreRule<'anomaly'>[] = [
  ({ header: { sequence }, options: { by } }) =>
    by === undefined || isOrdered(sequence)
      ? undefined
      : `by=${by} is for rows that have an order, and this model reads each text alone: leave it out.`,
  ({ header: { sequence }, options: { by } }) =>
    by !== 'session' || sequence.gap !== null
      ? undefined
      : 'by=session needs a model trained with gap, which tells sessions apart: write by=entity, or train again with a gap such as gap=30m.',
  ({ header: { anomaly }, options: { by } }) =>
    by === undefined || anomaly.entities !== undefined
      ? undefined
      : `by=${by} needs what a fit learns about entities, which this model has not: an older release trained it, or fewer than 20 rows were held out. Train it again.`,
];

export const anomalyWords: TaskWords<'anomaly'> = {
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
  entities: entityTable,
  scoreRules: [refusesProbabilities, refusesIdleTop, refusesFuture, ...entityRules],
};
