/** The words of `mode=anomaly`. */

import { headName, headSize } from '../../model/anomaly-target.ts';
import { anomalyColumns } from './anomaly-columns.ts';
import { anomalyFitRules } from './anomaly-fit-rules.ts';
import { anomalyNames } from './output-names.ts';
import type { TaskWords } from './task-words.ts';

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
};
