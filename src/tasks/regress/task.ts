/**
 * Predicts for `mode=regress` a number of the row itself.
 *
 * @module
 */

import { refuseNonFinite } from '../../evaluate/finite.ts';
import { inUnit } from '../../evaluate/number-unit.ts';
import { predictInParts } from '../../network/predict-in-parts.ts';
import { absoluteError, compareNumbers, numberTask } from '../numbers/number-task.ts';
import { sequencesAt } from '../sequences-at.ts';
import type { Task } from '../task.ts';
import { evaluateNumber } from './evaluate-number.ts';
import { encodeNumber, learnNumber, planNumber } from './fit-number.ts';

export const regress: Task<'regress'> = {
  ...numberTask,
  reads: { calendar: false, integers: 'numbers' },
  plan: planNumber,
  learn: learnNumber,
  encode: encodeNumber,
  output: () => ({ outputs: 1, loss: 'mean_squared_error' }),
  epochFigure: { name: 'mae', of: ({ scale }) => absoluteError(scale, 1) },
  evaluate: evaluateNumber,
  async predict({ target }, engine, { sequences, scored }, context) {
    const ends = sequencesAt(scored);
    const logits = await predictInParts(engine, sequences, ends, context);
    const values = Float32Array.from(inUnit(target, logits));
    refuseNonFinite(values, scored.length);
    return { mode: 'regress', values, logits };
  },
  explained({ target: { scale, mean } }) {
    return {
      by: 'inputs',
      value: {
        value: ([output = 0]) => output * scale + mean,
        gradient: () => Float32Array.of(scale),
      },
    };
  },
  comparison: {
    other: ({ field }, old) =>
      old.field === field ? undefined : `the old model predicts ${old.field}`,
    figures: (fresh, old, { actual }) =>
      compareNumbers(inUnit(fresh.part.target, actual), fresh, old),
  },
};
